/** Types that belong to the language itself: exceptions and what every enum can do. */
import { defineExceptions } from './exceptions';
import type { LibraryRegistry, LibraryType } from './registry';
import { cloneObject } from './objects';
import { EnumValue, type ApexObject, type Value } from './values';
import type { Vm } from './vm';

/** Calls on enums are compiled in place; this says that they exist. */
const compiled = (): never => {
  throw new Error('Methods of enums are compiled in place.');
};

const ENUM: LibraryType = {
  name: 'System.Enum',
  statics: { values: compiled, valueOf: compiled },
  methods: {
    name: (_vm, self: EnumValue) => self.name,
    ordinal: (_vm, self: EnumValue) => self.ordinal,
    toString: (_vm: Vm, self: EnumValue) => self.name,
    equals: (vm: Vm, self: EnumValue, other: Value) => vm.equals(self, other),
    hashCode: (_vm: Vm, self: EnumValue) => self.ordinal,
  },
  isInstance: (value) => value instanceof EnumValue,
};

/** Registers them, unless that was done before. */
export function defineCore(registry: LibraryRegistry): void {
  defineExceptions(registry);
  if (!registry.type(ENUM.name)) registry.define(ENUM);
  registry.extend('Object', { clone: (_vm, self: ApexObject) => cloneObject(self) });
}
