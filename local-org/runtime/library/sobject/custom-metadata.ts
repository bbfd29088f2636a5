/** `X__mdt.getAll()` and `X__mdt.getInstance(…)`; the compiler passes the type's token. */
import type { LibraryFunction } from '../../core/registry';
import type { SObjectTypeToken } from '../../core/tokens';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';

const getAll: LibraryFunction = (vm: Vm, type: SObjectTypeToken) => {
  const all = vm.map('String', type.object);
  for (const record of vm.host.customMetadata(type.object))
    all.put(record.fields.get('DeveloperName'), record);
  return all;
};

/** By developer name, qualified API name or id; null when there is none. */
const getInstance: LibraryFunction = (vm: Vm, type: SObjectTypeToken, which: string | null) => {
  if (which === null) return null;
  const wanted = which.toLowerCase();
  const same = (value: Value): boolean => String(value).toLowerCase() === wanted;
  const isId = (id: Value): boolean => id === which || String(id).slice(0, 15) === which;
  return (
    vm.host.customMetadata(type.object).find(({ fields }) => {
      if (isId(fields.get('Id') ?? null)) return true;
      return same(fields.get('DeveloperName')) || same(fields.get('QualifiedApiName'));
    }) ?? null
  );
};

export const customMetadataStatics = {
  'getAll(Schema.SObjectType)': getAll,
  'getInstance(Schema.SObjectType,System.String)': getInstance,
};
