/** Values of picklists, written in place or taken from a global value set of the same package. */
import type { FieldSchema } from '../database/schema';
import { unsupported } from './report';
import type { XmlElement } from './xml';

export interface PicklistValues {
  readonly values: readonly string[];
  readonly defaultValue?: string;
}

/** Global value sets by lower-case name. */
export type ValueSets = ReadonlyMap<string, PicklistValues>;

/** Reads `<value>` or `<customValue>` entries; inactive ones are left out. */
export function readValues(entries: readonly XmlElement[]): PicklistValues {
  const active = entries.filter((entry) => entry.text('isActive') !== 'false');
  const byDefault = active.find((entry) => entry.flag('default'))?.text('fullName');
  return {
    values: active.map((entry) => entry.text('fullName') ?? '').filter((value) => value !== ''),
    ...(byDefault === undefined ? {} : { defaultValue: byDefault }),
  };
}

/** The picklist part of a field, or what is wrong with it. */
export function readPicklist(
  field: XmlElement,
  valueSets: ValueSets,
): Pick<FieldSchema, 'picklistValues' | 'restricted' | 'defaultValue'> | { problem: string } {
  const valueSet = field.child('valueSet');
  if (valueSet === undefined) {
    const old = field.child('picklist');
    if (old === undefined) return { problem: "Must specify a 'valueSet' for a picklist" };
    return withDefault(readValues(old.all('picklistValues')), old.flag('restrictedPicklist'));
  }
  if (valueSet.child('controllingField') !== undefined)
    return { problem: unsupported('A dependent picklist') };
  const globalName = valueSet.text('valueSetName');
  if (globalName !== undefined) {
    const shared = valueSets.get(globalName.toLowerCase());
    return shared === undefined
      ? { problem: unsupported(`Value set ${globalName} from outside of the package`) }
      : withDefault(shared, true);
  }
  const entries = valueSet.child('valueSetDefinition')?.all('value') ?? [];
  return withDefault(readValues(entries), valueSet.flag('restricted'));
}

function withDefault(
  set: PicklistValues,
  restricted: boolean,
): Pick<FieldSchema, 'picklistValues' | 'restricted' | 'defaultValue'> {
  return {
    picklistValues: set.values,
    restricted,
    ...(set.defaultValue === undefined ? {} : { defaultValue: set.defaultValue }),
  };
}
