/**
 * `X__c.getInstance()` and its kin of custom settings; the compiler passes the type's token. The
 * platform keeps settings in a cache of the application: reading them is no query.
 */
import type { LibraryFunction, LibraryType } from '../../core/registry';
import type { SObjectTypeToken } from '../../core/tokens';
import { SObjectValue, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { unsupported } from '../support/checks';

const OWNER = 'SetupOwnerId';
const USER = '005';
const PROFILE = '00e';

const isId = (text: string): boolean => /^(?:\w{15}|\w{18})$/.test(text);

function ownedBy(vm: Vm, type: SObjectTypeToken, owner: string): SObjectValue | null {
  const same = (value: Value): boolean => String(value).slice(0, 15) === owner.slice(0, 15);
  const rows = vm.host.customSettings(type.object);
  return rows.find(({ fields }) => same(fields.get(OWNER) ?? '')) ?? null;
}

/** Fields without a value come from the next level; the first row says whose it is. */
function merged(vm: Vm, type: SObjectTypeToken, owners: readonly string[]): SObjectValue {
  const object = vm.host.schema.object(type.object)!;
  const result = new SObjectValue(object, object.name);
  const rows = owners.flatMap((owner) => ownedBy(vm, type, owner) ?? []);
  for (const { fields } of rows)
    for (const [name, value] of fields)
      if (value !== null && !result.fields.has(name)) result.fields.set(name, value);
  if (rows.length === 0) result.fields.set(OWNER, owners[0]!);
  return result;
}

const byName = (vm: Vm, type: SObjectTypeToken, name: string): SObjectValue | null => {
  const same = (value: Value): boolean => String(value).toLowerCase() === name.toLowerCase();
  const rows = vm.host.customSettings(type.object);
  return rows.find(({ fields }) => same(fields.get('Name') ?? null)) ?? null;
};

const ofCurrentUser: LibraryFunction = (vm: Vm, type: SObjectTypeToken) => {
  const { user, orgId } = vm.host;
  return merged(vm, type, [user.id, user.profileId, orgId]);
};

/** Of a hierarchy by the Id of a user or profile; of a list by name. */
const getInstance: LibraryFunction = (vm: Vm, type: SObjectTypeToken, which: string | null) => {
  if (which === null) return null;
  const { user, orgId } = vm.host;
  if (!isId(which)) return byName(vm, type, which);
  if (which.startsWith(PROFILE)) return merged(vm, type, [which, orgId]);
  if (which.slice(0, 15) === user.id.slice(0, 15)) return ofCurrentUser(vm, type);
  if (which.startsWith(USER)) return unsupported('getInstance with the Id of another user');
  return which.slice(0, 15) === orgId.slice(0, 15)
    ? merged(vm, type, [orgId])
    : byName(vm, type, which);
};

/** One level alone, or the record of a list with this name; null when there is none. */
const getValues: LibraryFunction = (vm: Vm, type: SObjectTypeToken, which: string | null) => {
  if (which === null) return null;
  return (isId(which) ? ownedBy(vm, type, which) : null) ?? byName(vm, type, which);
};

const getOrgDefaults: LibraryFunction = (vm: Vm, type: SObjectTypeToken) =>
  merged(vm, type, [vm.host.orgId]);

const getAll: LibraryFunction = (vm: Vm, type: SObjectTypeToken) => {
  const all = vm.map('String', type.object);
  for (const record of vm.host.customSettings(type.object))
    all.put(record.fields.get('Name') ?? null, record);
  return all;
};

export const customSettingType: LibraryType = {
  name: 'System.CustomSetting',
  statics: {
    'getInstance(Schema.SObjectType)': ofCurrentUser,
    'getInstance(Schema.SObjectType,System.String)': getInstance,
    'getValues(Schema.SObjectType,System.String)': getValues,
    'getOrgDefaults(Schema.SObjectType)': getOrgDefaults,
    'getAll(Schema.SObjectType)': getAll,
  },
};
