/** System.Integer and System.Long. */
import type { LibraryType } from '../../core/registry';
import type { Vm } from '../../core/vm';
import type { Value } from '../../core/values-all';
import { given } from '../support/checks';
import { localNumber } from '../support/numbers';
import { integerOf, parseInteger, parseLong } from './parse';

export const integerType: LibraryType = {
  name: 'System.Integer',
  statics: {
    'valueOf(System.String)': (vm, text: string) => parseInteger(vm, given(vm, text)),
    valueOf: (vm: Vm, value: Value) => integerOf(vm, value),
  },
  methods: {
    format: (vm, self: number) => localNumber(self, vm.host.user.locale),
  },
  isInstance: (value) => typeof value === 'number',
};

export const longType: LibraryType = {
  name: 'System.Long',
  statics: {
    valueOf: (vm: Vm, text: string) => parseLong(vm, given(vm, text)),
  },
  methods: {
    format: (vm, self: bigint) => localNumber(self, vm.host.user.locale),
    intValue: (_vm, self: bigint) => Number(BigInt.asIntN(32, self)),
  },
  isInstance: (value) => typeof value === 'bigint',
};
