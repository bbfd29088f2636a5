/** System.Math. */
import { RoundingMode, type BigDecimal } from 'bigdecimal.js';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { ApexDouble, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail } from '../support/checks';
import {
  asNumber,
  decimalOfDouble,
  decimalOfInt,
  doubleToInt,
  doubleToLong,
  isDecimal,
  long64,
} from '../support/numbers';

type AnyNumber = number | bigint | ApexDouble | BigDecimal;

/** A function of Doubles that also serves Decimals, through their Double. */
function real(f: (...args: number[]) => number): LibraryFunction {
  return (vm: Vm, ...args: Value[]) => {
    const numbers = args.map((a, i) => asNumber(argument(vm, a, i + 1))!);
    const result = f(...numbers);
    if (!isDecimal(args[0])) return new ApexDouble(result);
    if (!Number.isFinite(result)) fail(vm, 'MathException', 'Result is not a number');
    return decimalOfDouble(result);
  };
}

/** Rounds to an integral value: Decimals exactly, Doubles in binary. */
function integral(mode: RoundingMode, f: (n: number) => number): LibraryFunction {
  return (vm: Vm, value: ApexDouble | BigDecimal) => {
    const it = argument(vm, value, 1);
    return isDecimal(it) ? it.setScale(0, mode) : new ApexDouble(f(it.value));
  };
}

/** To the nearest integral value, halves to the even one. */
export function rint(n: number): number {
  const floor = Math.floor(n);
  const rest = n - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

function compare(a: AnyNumber, b: AnyNumber): number {
  if (isDecimal(a) && isDecimal(b)) return a.compareTo(b);
  const [x, y] = [asNumber(a)!, asNumber(b)!];
  return typeof a === 'bigint' && typeof b === 'bigint' ? Number(a > b) - Number(a < b) : x - y;
}

function pick(sign: 1 | -1): LibraryFunction {
  return (vm: Vm, a: AnyNumber, b: AnyNumber) => {
    const left = argument(vm, a, 1);
    // The mixed overload (Decimal, Double) answers a Decimal.
    const right =
      isDecimal(left) && b instanceof ApexDouble ? decimalOfDouble(b.value) : argument(vm, b, 2);
    const order = compare(left, right) * sign;
    return order >= 0 ? left : right;
  };
}

function abs(vm: Vm, value: AnyNumber): Value {
  const it = argument(vm, value, 1);
  if (typeof it === 'number') return Math.abs(it) | 0;
  if (typeof it === 'bigint') return long64(it < 0n ? -it : it);
  return it instanceof ApexDouble ? new ApexDouble(Math.abs(it.value)) : it.abs();
}

function mod(vm: Vm, a: number | bigint, b: number | bigint): Value {
  const [x, y] = [argument(vm, a, 1), argument(vm, b, 2)];
  // eslint-disable-next-line eqeqeq -- 0 and 0n alike
  if (y == 0) fail(vm, 'MathException', 'Divide by 0');
  return typeof x === 'bigint' ? x % BigInt(y) : (x % Number(y)) | 0;
}

function signum(vm: Vm, value: ApexDouble | BigDecimal): Value {
  const it = argument(vm, value, 1);
  return isDecimal(it) ? decimalOfInt(it.signum()) : new ApexDouble(Math.sign(it.value));
}

/** Long nearest to the value. Halves go to the even neighbour, as documented for both types. */
function nearest(vm: Vm, value: ApexDouble | BigDecimal): bigint {
  const it = argument(vm, value, 1);
  if (isDecimal(it)) return long64(it.setScale(0, RoundingMode.HALF_EVEN).toBigInt());
  return doubleToLong(rint(it.value));
}

export const mathType: LibraryType = {
  name: 'System.Math',
  statics: {
    abs,
    acos: real(Math.acos),
    asin: real(Math.asin),
    atan: real(Math.atan),
    atan2: real(Math.atan2),
    cbrt: real(Math.cbrt),
    ceil: integral(RoundingMode.CEILING, Math.ceil),
    cos: real(Math.cos),
    cosh: real(Math.cosh),
    exp: real(Math.exp),
    floor: integral(RoundingMode.FLOOR, Math.floor),
    log: real(Math.log),
    log10: real(Math.log10),
    max: pick(1),
    min: pick(-1),
    mod,
    pow: real(Math.pow),
    random: (vm) => new ApexDouble(vm.host.random()),
    rint: integral(RoundingMode.HALF_EVEN, rint),
    'round(System.Decimal)': (vm, value: BigDecimal) =>
      Number(BigInt.asIntN(32, nearest(vm, value))),
    'round(System.Double)': (vm, value: ApexDouble) =>
      doubleToInt(rint(argument(vm, value, 1).value)),
    roundToLong: nearest,
    signum,
    sin: real(Math.sin),
    sinh: real(Math.sinh),
    sqrt: real(Math.sqrt),
    tan: real(Math.tan),
    tanh: real(Math.tanh),
  },
  staticGetters: {
    E: () => new ApexDouble(Math.E),
    PI: () => new ApexDouble(Math.PI),
  },
};
