/** Arithmetic of Long, Double and Decimal for compiled code. */
import { Big, MathContext, RoundingMode, type BigDecimal } from 'bigdecimal.js';
import { toId } from './type-names';
import { ApexDouble, type Value } from './values';
import type { Machine } from './machine';

/**
 * Decimal division: the exact quotient when it has at most this many significant digits, with the
 * scale Java prefers; otherwise rounded half-even to that many.
 */
const DIVISION = new MathContext(33, RoundingMode.HALF_EVEN);

const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);

type Num = BigDecimal | null;
type Dbl = ApexDouble | null;
type Lng = bigint | null;

/** Integer part, held within the 64 bits of Long. */
function clampLong(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return LONG_MAX;
  if (value <= -(2 ** 63)) return LONG_MIN;
  return BigInt(Math.trunc(value));
}

/** Integer part, held within the 32 bits of Integer, as Java narrows. */
function clampInt(value: number): number {
  if (Number.isNaN(value)) return 0;
  return Math.max(-2147483648, Math.min(2147483647, Math.trunc(value))) | 0;
}

const toInt = (value: bigint): number => Number(BigInt.asIntN(32, value));

/** Conversions between the numeric types; null stays null. Named from and to: `i2l`, `l2d`, `n2i`. */
const CONVERSIONS = {
  i2l: (v: number | null): Lng => (v === null ? null : BigInt(v)),
  i2d: (v: number | null): Dbl => (v === null ? null : new ApexDouble(v)),
  i2n: (v: number | null): Num => (v === null ? null : Big(v)),
  l2i: (v: Lng): number | null => (v === null ? null : toInt(v)),
  l2d: (v: Lng): Dbl => (v === null ? null : new ApexDouble(Number(v))),
  l2n: (v: Lng): Num => (v === null ? null : Big(v)),
  d2i: (v: Dbl): number | null => (v === null ? null : clampInt(v.value)),
  d2l: (v: Dbl): Lng => (v === null ? null : clampLong(v.value)),
  d2n: (v: Dbl): Num => (v === null ? null : Big(v.value)),
  n2i: (v: Num): number | null => (v === null ? null : toInt(v.toBigInt())),
  n2l: (v: Num): Lng => (v === null ? null : BigInt.asIntN(64, v.toBigInt())),
  n2d: (v: Num): Dbl => (v === null ? null : new ApexDouble(v.numberValue())),
};

/** The functions, bound to a machine for their exceptions. */
export function numberSupport(machine: Machine) {
  const npe = (): never => machine.nullPointer();
  const divideByZero = (): never => {
    throw machine.exception('System.MathException', 'Divide by 0');
  };
  return {
    ...CONVERSIONS,
    idiv(a: number, b: number): number {
      if (b === 0) divideByZero();
      return (a / b) | 0;
    },
    ldiv(a: bigint, b: bigint): bigint {
      if (b === 0n) divideByZero();
      return BigInt.asIntN(64, a / b);
    },
    lshl: (a: bigint, b: bigint): bigint => BigInt.asIntN(64, a << (b & 63n)),
    lshr: (a: bigint, b: bigint): bigint => a >> (b & 63n),
    lushr: (a: bigint, b: bigint): bigint => BigInt.asIntN(64, BigInt.asUintN(64, a) >> (b & 63n)),
    dbl: (value: number): ApexDouble => new ApexDouble(value),
    ddiv(a: number, b: number): number {
      if (b === 0) divideByZero();
      return a / b;
    },
    nadd: (a: Num, b: Num): BigDecimal => (a ?? npe()).add(b ?? npe()),
    nsub: (a: Num, b: Num): BigDecimal => (a ?? npe()).subtract(b ?? npe()),
    nmul: (a: Num, b: Num): BigDecimal => (a ?? npe()).multiply(b ?? npe()),
    ndiv(a: Num, b: Num): BigDecimal {
      const divisor = b ?? npe();
      if (divisor.signum() === 0) divideByZero();
      return (a ?? npe()).divideWithMathContext(divisor, DIVISION);
    },
    nneg: (a: Num): BigDecimal => (a ?? npe()).negate(),
  };
}

/** Order of two values of one kind; NaN when either is null, so that every comparison is false. */
export const COMPARISONS = {
  cmpNum: (a: Num, b: Num): number => (a === null || b === null ? NaN : a.compareTo(b)),
  cmpDbl: (a: Dbl, b: Dbl): number => (a === null || b === null ? NaN : a.value - b.value),
  cmpDays: (a: { days: number } | null, b: { days: number } | null): number =>
    a === null || b === null ? NaN : a.days - b.days,
  cmpMs: (a: { ms: number } | null, b: { ms: number } | null): number =>
    a === null || b === null ? NaN : a.ms - b.ms,
  /** Datetimes compare to the second. */
  cmpSeconds: (a: { ms: number } | null, b: { ms: number } | null): number =>
    a === null || b === null ? NaN : Math.floor(a.ms / 1000) - Math.floor(b.ms / 1000),
  /** Ignoring case. A text is always greater than null. */
  cmpStr(a: string | null, b: string | null): number {
    if (a === null || b === null) return Number(a !== null) - Number(b !== null);
    const x = a.toLowerCase();
    const y = b.toLowerCase();
    return x < y ? -1 : x > y ? 1 : 0;
  },
  lt: (a: number | bigint | null, b: number | bigint | null): boolean =>
    a !== null && b !== null && a < b,
  le: (a: number | bigint | null, b: number | bigint | null): boolean =>
    a !== null && b !== null && a <= b,
  gt: (a: number | bigint | null, b: number | bigint | null): boolean =>
    a !== null && b !== null && a > b,
  ge: (a: number | bigint | null, b: number | bigint | null): boolean =>
    a !== null && b !== null && a >= b,
  eqStr: (a: string | null, b: string | null): boolean =>
    a === b ||
    (a !== null && b !== null && a.length === b.length && a.toLowerCase() === b.toLowerCase()),
  /** An Id and a text: 15 and 18 characters of the same Id are equal. */
  eqId: (a: string | null, b: string | null): boolean =>
    a === b || (a !== null && b !== null && (toId(a) ?? a) === (toId(b) ?? b)),
  eqNum: (a: Num, b: Num): boolean => a === b || (a !== null && b !== null && a.compareTo(b) === 0),
  eqDbl: (a: Dbl, b: Dbl): boolean => a === b || (a !== null && b !== null && a.value === b.value),
  eqDays: (a: { days: number } | null, b: { days: number } | null): boolean =>
    a === b || (a !== null && b !== null && a.days === b.days),
  eqSeconds: (a: { ms: number } | null, b: { ms: number } | null): boolean =>
    a === b || (a !== null && b !== null && Math.floor(a.ms / 1000) === Math.floor(b.ms / 1000)),
  eqMs: (a: { ms: number } | null, b: { ms: number } | null): boolean =>
    a === b || (a !== null && b !== null && a.ms === b.ms),
} satisfies Record<string, (...args: never[]) => Value>;
