/** Comparisons of single values. Nothing equals nothing, and is neither more nor less than anything. */
import { ApexDate, ApexDatetime, type Value } from '../../runtime/core/values-all';
import { isDecimal } from '../../runtime/library/support/numbers';

export type Compare = (left: Value, right: Value) => boolean;

export function isBlank(value: Value): boolean {
  return value === null || value === undefined;
}

/** Negative, zero or positive; null when the two have no order. */
function order(left: Value, right: Value): number | null {
  if (isBlank(left) || isBlank(right)) return null;
  if (isDecimal(left) && isDecimal(right)) return left.compareTo(right);
  if (left instanceof ApexDate && right instanceof ApexDate) return left.days - right.days;
  if (left instanceof ApexDatetime && right instanceof ApexDatetime) return left.ms - right.ms;
  if (typeof left === 'string' && typeof right === 'string')
    return left === right ? 0 : left < right ? -1 : 1;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  return null;
}

export const same: Compare = (left, right) =>
  isBlank(left) || isBlank(right) ? isBlank(left) && isBlank(right) : order(left, right) === 0;

const ordered =
  (accept: (sign: number) => boolean): Compare =>
  (left, right) => {
    const sign = order(left, right);
    return sign !== null && accept(sign);
  };

const textual =
  (test: (left: string, right: string) => boolean): Compare =>
  (left, right) =>
    typeof left === 'string' && typeof right === 'string' && test(left, right);

/** For every single value. */
export const COMPARE: Readonly<Record<string, Compare>> = {
  EqualTo: same,
  NotEqualTo: (left, right) => !same(left, right),
  GreaterThan: ordered((sign) => sign > 0),
  GreaterThanOrEqualTo: ordered((sign) => sign >= 0),
  LessThan: ordered((sign) => sign < 0),
  LessThanOrEqualTo: ordered((sign) => sign <= 0),
};

/** For texts alone. */
export const COMPARE_TEXTS: Readonly<Record<string, Compare>> = {
  Contains: textual((left, right) => left.includes(right)),
  EndsWith: textual((left, right) => left.endsWith(right)),
  StartsWith: textual((left, right) => left.startsWith(right)),
};
