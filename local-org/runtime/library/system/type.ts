/** System.Type. */
import type { Step } from '../../../scheduler/suspension';
import { reflectionOf } from '../../core/reflection';
import type { LibraryType } from '../../core/registry';
import { SObjectTypeToken, TypeToken } from '../../core/tokens';
import { parseType } from '../../core/type-names';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail } from '../support/checks';
import { javaHash } from '../support/hash';
import { resolveType } from './type-names';

function token(vm: Vm, name: string): TypeToken | null {
  const resolved = resolveType(vm, name);
  return resolved === null ? null : new TypeToken(resolved);
}

/** An instance made without arguments. */
function* newInstance(vm: Vm, self: TypeToken): Step<Value> {
  const { base, args } = parseType(self.name);
  if (base === 'List') return vm.list(args[0]!);
  if (base === 'Set') return vm.set(args[0]!);
  if (base === 'Map') return vm.map(args[0]!, args[1]!);
  if (vm.findClass(self.name) !== null) return yield* vm.newInstance(self.name);
  if (vm.host.schema.object(self.name)) return vm.sobject(self.name);
  const constructor = vm.library.member(self.name, 'constructors', 'new', []);
  if (!constructor) return fail(vm, 'TypeException', `Type cannot be constructed: ${self.name}`);
  const made = constructor.fn(vm);
  return constructor.suspends ? yield* made as Step<Value> : made;
}

export const typeType: LibraryType = {
  name: 'System.Type',
  statics: {
    'forName/1': (vm, name: string | null) => (name === null ? null : token(vm, name)),
    // The local org has no namespaces: an empty one is the org's own, any other knows only its
    // platform types, and an unknown one gives null (API 60 and later).
    'forName/2': (vm, namespace: string | null, name: string | null) => {
      if (name === null) return null;
      if (namespace === null || namespace === '') return token(vm, name);
      return token(vm, `${namespace}.${name}`);
    },
  },
  methods: {
    equals: (_vm, self: TypeToken, other: Value) => self.equals(other),
    getName: (_vm, self: TypeToken) => self.name,
    hashCode: (_vm: Vm, self: TypeToken) => javaHash(self.name.toLowerCase()),
    isAssignableFrom: (vm, self: TypeToken, source: TypeToken) =>
      reflectionOf(vm).assignable(self.name, argument(vm, source, 1).name),
    newInstance,
    toString: (_vm: Vm, self: TypeToken) => self.name,
  },
  getters: {
    SObjectType: (vm, self: TypeToken) => {
      const object = vm.host.schema.object(self.name);
      return object ? new SObjectTypeToken(object.name) : null;
    },
  },
  suspends: ['newInstance'],
  isInstance: (value) => value instanceof TypeToken,
};
