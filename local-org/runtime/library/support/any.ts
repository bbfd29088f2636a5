/** Methods that every value answers. */
import type { LibraryFunction, LibraryType } from '../../core/registry';
import type { Value } from '../../core/values-all';
import { hashCode } from './hash';

export const anyMethods: Readonly<Record<string, LibraryFunction>> = {
  'toString/0': (vm, self: Value) => vm.str(self),
  'equals/1': (vm, self: Value, other: Value) => vm.equals(self, other),
  'hashCode/0': (vm, self: Value) => hashCode(vm, self),
};

/** `Object` itself. */
export const objectType: LibraryType = {
  name: 'Object',
  methods: anyMethods,
  isInstance: (value) => value !== null && value !== undefined,
};
