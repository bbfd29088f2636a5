/** Methods that every value answers. */
import type { LibraryFunction, LibraryType } from '../../core/registry';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { hashCode } from './hash';

export const anyMethods: Readonly<Record<string, LibraryFunction>> = {
  toString: (vm: Vm, self: Value) => vm.str(self),
  equals: (vm, self: Value, other: Value) => vm.equals(self, other),
  hashCode: (vm: Vm, self: Value) => hashCode(vm, self),
};

/** `Object` itself. */
export const objectType: LibraryType = {
  name: 'Object',
  methods: anyMethods,
  isInstance: (value) => value !== null && value !== undefined,
};
