/** System.Set. */
import type { LibraryType } from '../../core/registry';
import type { ApexSet, Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail } from '../support/checks';
import { hashCode } from '../support/hash';
import { CollectionIterator } from './iterator';
import { elementsOf } from './list';

/** The keys of a map can be taken away through `keySet`, but not added: they would have no value. */
function addOne(vm: Vm, set: ApexSet, item: Value): boolean {
  if (set.isView) fail(vm, 'FinalException', 'Collection is read-only');
  const added = set.add(item);
  if (added) vm.current.heap?.grew(set, item);
  return added;
}

export const setType: LibraryType = {
  name: 'System.Set',
  methods: {
    add: (vm, self: ApexSet, item: Value) => addOne(vm, self, item),
    addAll: (vm, self: ApexSet, from: Value) => {
      let changed = false;
      for (const item of elementsOf(vm, from)) changed = addOne(vm, self, item) || changed;
      return changed;
    },
    clear: (_vm, self: ApexSet) => {
      self.clear();
      return null;
    },
    clone: (vm, self: ApexSet) => vm.set(self.of, self.values()),
    contains: (_vm, self: ApexSet, item: Value) => self.has(item),
    containsAll: (vm, self: ApexSet, from: Value) =>
      elementsOf(vm, from).every((item) => self.has(item)),
    equals: (vm, self: ApexSet, other: Value) => vm.equals(self, other),
    hashCode: (vm: Vm, self: ApexSet) => hashCode(vm, self),
    isEmpty: (_vm, self: ApexSet) => self.size === 0,
    iterator: (_vm, self: ApexSet) => {
      const items = [...self.values()];
      return new CollectionIterator(self.of, () => items);
    },
    remove: (_vm, self: ApexSet, item: Value) => self.delete(item),
    removeAll: (vm, self: ApexSet, from: Value) => {
      let changed = false;
      for (const item of [...elementsOf(vm, from)]) changed = self.delete(item) || changed;
      return changed;
    },
    retainAll: (vm, self: ApexSet, from: Value) => {
      const kept = vm.set(self.of, elementsOf(vm, from));
      let changed = false;
      for (const item of [...self.values()])
        if (!kept.has(item)) changed = self.delete(item) || changed;
      return changed;
    },
    size: (_vm, self: ApexSet) => self.size,
    toString: (vm: Vm, self: ApexSet) => vm.str(self),
  },
};
