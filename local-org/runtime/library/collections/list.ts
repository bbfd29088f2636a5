/** System.List. */
import type { Step } from '../../../scheduler/suspension';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { SObjectTypeToken } from '../../core/tokens';
import type { ApexList } from '../../core/values-all';
import { ApexObject, ApexSet, SObjectValue, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail } from '../support/checks';
import { hashCode } from '../support/hash';
import { cloneRecord } from '../sobject/sobject';
import { compareElements, mergeSort, natural } from './compare';
import { CollectionIterator } from './iterator';

/** Elements of a List or Set handed to `addAll` and its kin. */
export function elementsOf(vm: Vm, from: Value): readonly Value[] {
  const it = argument(vm, from, 1);
  return it instanceof ApexSet ? [...it.values()] : (it as ApexList).items;
}

function index(vm: Vm, list: ApexList, at: number, beyond = 0): number {
  const i = argument(vm, at, 1);
  if (i < 0 || i >= list.items.length + beyond)
    fail(vm, 'ListException', `List index out of bounds: ${i}`);
  return i;
}

function* sort(vm: Vm, list: ApexList, comparator: Value): Step<null> {
  const compare = function* (a: Value, b: Value): Step<number> {
    return comparator === null
      ? yield* compareElements(vm, a, b)
      : ((yield* vm.call(comparator, 'compare', [a, b])) as number);
  };
  // Without Apex in the order there is no need for a step per comparison.
  const plain = comparator === null && !list.items.some((v) => v instanceof ApexObject);
  const sorted = plain
    ? [...list.items].sort((a, b) => natural(vm, a, b))
    : yield* mergeSort(list.items, compare);
  list.items.splice(0, list.items.length, ...sorted);
  return null;
}

const deepClone: LibraryFunction = (vm: Vm, self: ApexList, ...flags: (boolean | null)[]) => {
  const [id = false, timestamps = false, autonumber = false] = flags.map((f, i) =>
    argument(vm, f, i + 1),
  );
  return vm.list(
    self.of,
    self.items.map((v) =>
      v instanceof SObjectValue ? cloneRecord(v, id, true, timestamps, autonumber) : v,
    ),
  );
};

/** Token of the element type, or null for lists of SObject. */
export function tokenOf(vm: Vm, type: string): SObjectTypeToken | null {
  const object = vm.host.schema.object(type);
  return object ? new SObjectTypeToken(object.name) : null;
}

export const listType: LibraryType = {
  name: 'System.List',
  methods: {
    'add/1': (vm, self: ApexList, item: Value) => {
      self.items.push(item);
      vm.current.heap?.grew(self, item);
      return null;
    },
    'add/2': (vm, self: ApexList, at: number, item: Value) => {
      self.items.splice(index(vm, self, at, 1), 0, item);
      vm.current.heap?.grew(self, item);
      return null;
    },
    addAll: (vm, self: ApexList, from: Value) => {
      const { heap } = vm.current;
      for (const item of [...elementsOf(vm, from)]) {
        self.items.push(item);
        heap?.grew(self, item);
      }
      return null;
    },
    clear: (_vm, self: ApexList) => {
      self.items.length = 0;
      return null;
    },
    clone: (vm, self: ApexList) => vm.list(self.of, [...self.items]),
    contains: (vm, self: ApexList, item: Value) => self.items.some((v) => vm.equals(v, item)),
    deepClone,
    equals: (vm, self: ApexList, other: Value) => vm.equals(self, other),
    get: (vm, self: ApexList, at: number) => self.items[index(vm, self, at)] ?? null,
    getSObjectType: (vm, self: ApexList) => tokenOf(vm, self.of),
    hashCode: (vm: Vm, self: ApexList) => hashCode(vm, self),
    indexOf: (vm, self: ApexList, item: Value) => self.items.findIndex((v) => vm.equals(v, item)),
    isEmpty: (_vm, self: ApexList) => self.items.length === 0,
    iterator: (_vm, self: ApexList) => new CollectionIterator(self.of, () => self.items),
    remove: (vm, self: ApexList, at: number) =>
      self.items.splice(index(vm, self, at), 1)[0] ?? null,
    set: (vm, self: ApexList, at: number, item: Value) => {
      self.items[index(vm, self, at)] = item;
      vm.current.heap?.grew(self, item);
      return null;
    },
    size: (_vm, self: ApexList) => self.items.length,
    'sort/0': (vm, self: ApexList) => sort(vm, self, null),
    'sort/1': (vm, self: ApexList, by: Value) => sort(vm, self, argument(vm, by, 1)),
    toString: (vm: Vm, self: ApexList) => vm.str(self),
  },
  suspends: ['sort/0', 'sort/1'],
};
