/** System.Decimal. Where no mode is given, halves go to the even neighbour. */
import { RoundingMode, type BigDecimal } from 'bigdecimal.js';
import type { LibraryType } from '../../core/registry';
import { ApexDouble, type EnumValue, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail, given } from '../support/checks';
import { isDecimal, localNumber, long64 } from '../support/numbers';
import { decimalOf, decimalToInt } from './parse';
import { modeOf } from './rounding';

/** Rounds; the UNNECESSARY mode complains when digits would be lost. */
export function scaled(vm: Vm, d: BigDecimal, scale: number, mode: RoundingMode): BigDecimal {
  if (scale < -33 || scale > 33) fail(vm, 'MathException', `Invalid scale: ${scale}`);
  try {
    return d.setScale(scale, mode);
  } catch (error) {
    if (error instanceof RangeError) fail(vm, 'MathException', 'Rounding necessary');
    throw error;
  }
}

function toLong(d: BigDecimal): bigint {
  return long64(d.toBigInt());
}

function divide(
  vm: Vm,
  a: BigDecimal,
  b: BigDecimal,
  scale: number,
  mode: RoundingMode,
): BigDecimal {
  if (argument(vm, b, 1).signum() === 0) fail(vm, 'MathException', 'Divide by 0');
  return a.divide(b, argument(vm, scale, 2), mode);
}

export const decimalType: LibraryType = {
  name: 'System.Decimal',
  statics: { valueOf: (vm: Vm, value: Value) => decimalOf(vm, value) },
  methods: {
    abs: (_vm, self: BigDecimal) => self.abs(),
    'divide/2': (vm, self: BigDecimal, by: BigDecimal, scale: number) =>
      divide(vm, self, by, scale, RoundingMode.HALF_EVEN),
    'divide/3': (vm, self: BigDecimal, by: BigDecimal, scale: number, mode: EnumValue) =>
      divide(vm, self, by, scale, modeOf(argument(vm, mode, 3))),
    doubleValue: (_vm, self: BigDecimal) => new ApexDouble(self.numberValue()),
    format: (vm, self: BigDecimal) => localNumber(self, vm.host.user.locale),
    intValue: (_vm, self: BigDecimal) => decimalToInt(self),
    longValue: (_vm, self: BigDecimal) => toLong(self),
    pow: (vm, self: BigDecimal, exponent: number) => {
      if (argument(vm, exponent, 1) < 0 || exponent > 32767)
        fail(vm, 'MathException', `Invalid exponent: ${exponent}`);
      return self.pow(exponent);
    },
    precision: (_vm, self: BigDecimal) => self.precision(),
    'round/0': (vm, self: BigDecimal) => toLong(scaled(vm, self, 0, RoundingMode.HALF_EVEN)),
    'round/1': (vm, self: BigDecimal, mode: EnumValue) =>
      toLong(scaled(vm, self, 0, modeOf(given(vm, mode)))),
    scale: (_vm, self: BigDecimal) => self.scale(),
    'setScale/1': (vm, self: BigDecimal, scale: number) =>
      scaled(vm, self, argument(vm, scale, 1), RoundingMode.HALF_EVEN),
    'setScale/2': (vm, self: BigDecimal, scale: number, mode: EnumValue) =>
      scaled(vm, self, argument(vm, scale, 1), modeOf(argument(vm, mode, 2))),
    stripTrailingZeros: (_vm, self: BigDecimal) => self.stripTrailingZeros(),
    toPlainString: (_vm, self: BigDecimal) => self.toPlainString(),
  },
  isInstance: isDecimal,
};
