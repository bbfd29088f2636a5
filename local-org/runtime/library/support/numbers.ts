/** Java's numbers in JavaScript. */
import { Big, BigDecimal } from 'bigdecimal.js';
import { ApexDouble, type Value } from '../../core/values-all';

export function int32(n: number): number {
  return n | 0;
}

export function long64(n: bigint): bigint {
  return BigInt.asIntN(64, n);
}

/** Double to int as Java narrows it: saturating, NaN is 0. */
export function doubleToInt(d: number): number {
  if (Number.isNaN(d)) return 0;
  return Math.trunc(Math.max(-2147483648, Math.min(2147483647, d))) | 0;
}

const LONG_MAX = 2n ** 63n - 1n;
const LONG_MIN = -(2n ** 63n);

/** Double to long as Java narrows it. */
export function doubleToLong(d: number): bigint {
  if (Number.isNaN(d)) return 0n;
  if (d >= 2 ** 63) return LONG_MAX;
  if (d <= -(2 ** 63)) return LONG_MIN;
  return BigInt(Math.trunc(d));
}

/** `Double.toString` of Java. */
export function doubleText(d: number): string {
  if (Number.isNaN(d)) return 'NaN';
  if (!Number.isFinite(d)) return d > 0 ? 'Infinity' : '-Infinity';
  if (d === 0) return Object.is(d, -0) ? '-0.0' : '0.0';
  const size = Math.abs(d);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(d);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [mantissa = '', exponent = ''] = d.toExponential().split('e');
  const digits = mantissa.includes('.') ? mantissa : `${mantissa}.0`;
  return `${digits}E${exponent.replace('+', '')}`;
}

/** `BigDecimal.valueOf(double)` of Java. */
export function decimalOfDouble(d: number): BigDecimal {
  return Big(doubleText(d));
}

export function decimalOfLong(n: bigint): BigDecimal {
  return Big(n);
}

export function decimalOfInt(n: number): BigDecimal {
  return Big(BigInt(n));
}

/** Integral part of a Decimal, of any size. */
export function decimalToBigInt(d: BigDecimal): bigint {
  return d.toBigInt();
}

export function isDecimal(value: Value): value is BigDecimal {
  return value instanceof BigDecimal;
}

/** Any Apex number as a JavaScript number, or null when it is none. */
export function asNumber(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof ApexDouble) return value.value;
  if (isDecimal(value)) return value.numberValue();
  return null;
}

/** Any Apex number as a Decimal, or null when it is none. */
export function asDecimal(value: Value): BigDecimal | null {
  if (typeof value === 'number') return decimalOfInt(value);
  if (typeof value === 'bigint') return decimalOfLong(value);
  if (value instanceof ApexDouble) return decimalOfDouble(value.value);
  if (isDecimal(value)) return value;
  return null;
}

/** Text with the grouping of the user's locale; at most three fraction digits, as Java's default. */
export function localNumber(value: number | bigint | BigDecimal, locale: string): string {
  const format = new Intl.NumberFormat(locale.replaceAll('_', '-'), {
    maximumFractionDigits: 3,
    roundingMode: 'halfEven',
  });
  return typeof value === 'object'
    ? format.format(value.toPlainString() as `${number}`)
    : format.format(value);
}
