/** Date literals such as TODAY or LAST_N_DAYS:3, as the time they cover. Days are days of UTC. */
import { SoqlError } from '../contract';

/** From `start` on, up to but without `end`; epoch milliseconds at midnight UTC. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

const DAY = 86_400_000;
const SINGLE: Readonly<Record<string, number>> = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 };

/**
 * @param name upper-case literal without its number, for example `LAST_N_DAYS`
 * @param now org time
 */
export function dateLiteralRange(name: string, n: number | undefined, now: number): TimeRange {
  const literal = name.toUpperCase();
  const day = SINGLE[literal];
  if (day !== undefined) return units('DAY', now, day, day + 1);
  const named = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(literal);
  if (named) {
    const from = { LAST: -1, THIS: 0, NEXT: 1 }[named[1] as 'LAST' | 'THIS' | 'NEXT'];
    return units(named[2] as Unit, now, from, from + 1);
  }
  const many = /^(LAST|NEXT)_(N_DAY|90_DAY|N_WEEK|N_MONTH|N_QUARTER|N_YEAR)S$/.exec(literal);
  if (many) {
    const count = many[2] === '90_DAY' ? 90 : number(literal, n);
    const unit = many[2]!.replace(/^(N|90)_/, '') as Unit;
    // Days count back from today and include it; longer units leave out the current one.
    if (many[1] === 'LAST') return units(unit, now, -count, unit === 'DAY' ? 1 : 0);
    return units(unit, now, 1, count + 1);
  }
  const ago = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO$/.exec(literal);
  if (ago) {
    const count = number(literal, n);
    return units(ago[1] as Unit, now, -count, 1 - count);
  }
  throw new SoqlError('MALFORMED_QUERY', `Date literal ${literal} is not supported.`);
}

/** From the start of the unit `from` units after the current one to that of `to`. */
function units(unit: Unit, now: number, from: number, to: number): TimeRange {
  return { start: unitStart(unit, now, from), end: unitStart(unit, now, to) };
}

function unitStart(unit: Unit, now: number, offset: number): number {
  const today = Math.floor(now / DAY) * DAY;
  const date = new Date(today);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  switch (unit) {
    case 'DAY':
      return today + offset * DAY;
    case 'WEEK':
      // Weeks begin on Sunday, as in the locale of the org's users.
      return today + (offset * 7 - date.getUTCDay()) * DAY;
    case 'MONTH':
      return Date.UTC(year, month + offset, 1);
    case 'QUARTER':
      return Date.UTC(year, Math.floor(month / 3) * 3 + offset * 3, 1);
    case 'YEAR':
      return Date.UTC(year + offset, 0, 1);
  }
}

function number(literal: string, n: number | undefined): number {
  if (n === undefined || !Number.isInteger(n) || n < 0) {
    throw new SoqlError('MALFORMED_QUERY', `Date literal ${literal} needs a number: ${literal}:n.`);
  }
  return n;
}
