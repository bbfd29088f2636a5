/** Enums of the platform: one value object per constant, and the methods every enum has. */
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { EnumValue, type TypeName } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail } from './checks';
import { javaHash } from './hash';

const known = new Map<TypeName, ReadonlyMap<string, EnumValue>>();

export interface PlatformEnum {
  readonly type: LibraryType;
  /** The constant of that name; throws for a name that is none. */
  of(name: string): EnumValue;
}

/** What `name()`, `ordinal()` and the rest do on any enum value. */
export const enumMethods: Readonly<Record<string, LibraryFunction>> = {
  name: (_vm, self: EnumValue) => self.name,
  ordinal: (_vm, self: EnumValue) => self.ordinal,
  toString: (_vm: Vm, self: EnumValue) => self.name,
  equals: (_vm, self: EnumValue, other: unknown) =>
    other instanceof EnumValue && other.type === self.type && other.name === self.name,
  hashCode: (_vm, self: EnumValue) => javaHash(self.name),
};

/** Declares an enum of the platform. Ordinals follow the order of `names`. */
export function platformEnum(name: TypeName, names: readonly string[]): PlatformEnum {
  const values = new Map(names.map((n, i) => [n, new EnumValue(name, n, i)]));
  known.set(name, values);
  const of = (constant: string): EnumValue => {
    const value = values.get(constant);
    if (!value) throw new Error(`${name} has no constant ${constant}.`);
    return value;
  };
  return {
    of,
    type: {
      name,
      constants: names,
      statics: {
        values: (vm) => vm.list(name, [...values.values()]),
        'valueOf/1': (vm, text: string | null) =>
          [...values.values()].find((v) => v.name.toLowerCase() === text?.toLowerCase()) ??
          fail(vm, 'NoSuchElementException', `No enum value found called ${text}`),
      },
      methods: enumMethods,
      staticGetters: Object.fromEntries(names.map((n) => [n, (): EnumValue => of(n)])),
      isInstance: (value) => value instanceof EnumValue && value.type === name,
    },
  };
}

/** Constant of a platform enum by type and name, for whoever holds only names. */
export function enumConstant(type: TypeName, name: string): EnumValue | null {
  return known.get(type)?.get(name) ?? null;
}
