/** System.Double and System.Boolean. */
import type { LibraryType } from '../../core/registry';
import type { Vm } from '../../core/vm';
import { ApexDouble, type Value } from '../../core/values-all';
import { given } from '../support/checks';
import { doubleToInt, doubleToLong, localNumber } from '../support/numbers';
import { doubleOf } from './parse';

export const doubleType: LibraryType = {
  name: 'System.Double',
  statics: { valueOf: (vm: Vm, value: Value) => doubleOf(vm, value) },
  methods: {
    format: (vm, self: ApexDouble) => localNumber(self.value, vm.host.user.locale),
    intValue: (_vm, self: ApexDouble) => doubleToInt(self.value),
    longValue: (_vm, self: ApexDouble) => doubleToLong(self.value),
    // "The closest Long": halves go up, as in Java's Math.round.
    round: (_vm, self: ApexDouble) => doubleToLong(Math.floor(self.value + 0.5)),
  },
  isInstance: (value) => value instanceof ApexDouble,
};

export const booleanType: LibraryType = {
  name: 'System.Boolean',
  statics: {
    // Anything but the text "true", in any case, is false; numbers are refused by the compiler.
    valueOf: (vm: Vm, value: Value) => {
      const it = given(vm, value);
      return typeof it === 'boolean' ? it : vm.str(it).toLowerCase() === 'true';
    },
  },
  isInstance: (value) => typeof value === 'boolean',
};
