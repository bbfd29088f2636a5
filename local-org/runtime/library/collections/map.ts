/** System.Map. */
import type { LibraryType } from '../../core/registry';
import { ApexMap, SObjectValue, type ApexList, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail } from '../support/checks';
import { hashCode } from '../support/hash';
import { cloneRecord } from '../sobject/sobject';
import { tokenOf } from './list';

/** Files records under their Ids; a record without one is refused. */
export function putRecords(vm: Vm, map: ApexMap, rows: ApexList): void {
  rows.items.forEach((row, i) => {
    const id = row instanceof SObjectValue ? row.fields.get('Id') : undefined;
    if (id === undefined || id === null)
      fail(vm, 'ListException', `Row with null Id at index: ${i}`);
    putOne(vm, map, id, row);
  });
}

/** A new key changes the collection that a loop over `keySet` runs on; a new value does not. */
function putOne(vm: Vm, map: ApexMap, key: Value, value: Value): Value {
  if (map.iterating > 0 && !map.has(key))
    fail(vm, 'FinalException', 'Cannot modify a collection while it is being iterated.');
  const before = map.put(key, value);
  const { heap } = vm.current;
  heap?.grew(map, key);
  heap?.grew(map, value);
  return before;
}

export const mapType: LibraryType = {
  name: 'System.Map',
  methods: {
    clear: (_vm, self: ApexMap) => {
      self.clear();
      return null;
    },
    clone: (_vm, self: ApexMap) => copy(self, (v) => v),
    containsKey: (_vm, self: ApexMap, key: Value) => self.has(key),
    deepClone: (_vm, self: ApexMap) =>
      copy(self, (v) => (v instanceof SObjectValue ? cloneRecord(v, true, true, true, true) : v)),
    equals: (vm, self: ApexMap, other: Value) => vm.equals(self, other),
    get: (_vm, self: ApexMap, key: Value) => self.get(key),
    getSObjectType: (vm, self: ApexMap) => tokenOf(vm, self.valueType),
    hashCode: (vm: Vm, self: ApexMap) => hashCode(vm, self),
    isEmpty: (_vm, self: ApexMap) => self.size === 0,
    keySet: (_vm, self: ApexMap) => self.keySet(),
    put: (vm, self: ApexMap, key: Value, value: Value) => putOne(vm, self, key, value),
    putAll: (vm, self: ApexMap, from: ApexMap | ApexList) => {
      const it = argument(vm, from, 1);
      if (it instanceof ApexMap) for (const [k, v] of [...it.entries()]) putOne(vm, self, k, v);
      else putRecords(vm, self, it);
      return null;
    },
    remove: (_vm, self: ApexMap, key: Value) => self.delete(key),
    size: (_vm, self: ApexMap) => self.size,
    toString: (vm: Vm, self: ApexMap) => vm.str(self),
    values: (vm, self: ApexMap) => vm.list(self.valueType, [...self.values()]),
  },
};

/** A map with the same keys. Describe maps keep their own keying (they ignore case). */
function copy(map: ApexMap, each: (value: Value) => Value): ApexMap {
  const made = new ApexMap(map.keyType, map.valueType, map.keying);
  for (const [k, v] of map.entries()) made.put(k, each(v));
  return made;
}
