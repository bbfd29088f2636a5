/** Dates and times in formulas, all in GMT. Dates are texts, times and date-times milliseconds. */
import type { Stored } from '../schema';
import { FormulaError } from './types';
import type { FormulaFunction } from './functions';

export const DAY = 86_400_000;

export const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
export const msOfDate = (date: string): number => Date.parse(date);

type Run = (...args: never[]) => Stored;

function define(params: string, returns: FormulaFunction['returns'], run: Run): FormulaFunction {
  return {
    params: params === '' ? [] : params.split(' '),
    returns,
    run: run,
  };
}

const part = (of: 'date' | 'time', take: (at: Date) => number): FormulaFunction =>
  define(of, 'number', (value: string | number) => take(new Date(value)));

/** The last day of a month stays the last one; shorter months cut the day. */
function addMonths(date: string, months: number): string {
  const at = new Date(date);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  const lastOf = (y: number, m: number): number => new Date(Date.UTC(y, m + 1, 0)).getUTCDate();
  const to = month + Math.trunc(months);
  const most = lastOf(year, to);
  const end = day === lastOf(year, month) || day > most;
  return isoDate(Date.UTC(year, to, end ? most : day));
}

function dateOf(year: number, month: number, day: number): Stored {
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCMonth() === month - 1 ? isoDate(ms) : null;
}

function parsed(pattern: RegExp, value: string, make: (m: RegExpExecArray) => number): Stored {
  const match = pattern.exec(value.trim());
  const ms = match ? make(match) : NaN;
  return Number.isNaN(ms) ? null : ms;
}

export const DATE_FUNCTIONS: Readonly<Record<string, FormulaFunction>> = {
  DATE: define('number number number', 'date', dateOf),
  DATEVALUE: define('datetime|text|date', 'date', (value: string | number) => {
    if (typeof value === 'number') return isoDate(value);
    return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : null;
  }),
  DATETIMEVALUE: define('text|datetime|date', 'datetime', (value: string | number) => {
    if (typeof value === 'number') return value;
    const pattern = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})Z?)?$/;
    return parsed(pattern, value, ([, date, time]) => Date.parse(`${date}T${time ?? '00:00:00'}Z`));
  }),
  TIMEVALUE: define('text|datetime|time', 'time', (value: string | number) => {
    if (typeof value === 'number') return value % DAY;
    const pattern = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{3}))?$/;
    return parsed(pattern, value, ([, h, m, s, ms]) =>
      Date.UTC(1970, 0, 1, Number(h), Number(m), Number(s), Number(ms ?? 0)),
    );
  }),
  YEAR: part('date', (at) => at.getUTCFullYear()),
  MONTH: part('date', (at) => at.getUTCMonth() + 1),
  DAY: part('date', (at) => at.getUTCDate()),
  // Sunday is 1.
  WEEKDAY: part('date', (at) => at.getUTCDay() + 1),
  HOUR: part('time', (at) => at.getUTCHours()),
  MINUTE: part('time', (at) => at.getUTCMinutes()),
  SECOND: part('time', (at) => at.getUTCSeconds()),
  MILLISECOND: part('time', (at) => at.getUTCMilliseconds()),
  ADDMONTHS: define('date number', 'date', (date: string, months: number) =>
    addMonths(date, months),
  ),
};

type Kind = 'date' | 'datetime' | 'time';
const KINDS: ReadonlySet<string> = new Set(['date', 'datetime', 'time']);
export const isMoment = (type: string): type is Kind => KINDS.has(type);

const toMs = (type: Kind, value: Stored): number =>
  type === 'date' ? msOfDate(value as string) : (value as number);
const fromMs = (type: Kind, ms: number): Stored =>
  type === 'date' ? isoDate(ms) : type === 'time' ? ((ms % DAY) + DAY) % DAY : Math.round(ms);

/** A moment later or earlier: by days, a time of day by milliseconds. */
export function moved(type: Kind, value: Stored, by: number): Stored {
  return fromMs(type, toMs(type, value) + (type === 'time' ? by : by * DAY));
}

/** Between two moments of one type: days, or milliseconds between times of day. */
export function between(type: Kind, a: Stored, b: Stored): number {
  const ms = toMs(type, a) - toMs(type, b);
  return type === 'time' ? ms : ms / DAY;
}

/** What `TEXT` makes of a moment. */
export function textOf(type: Kind, value: Stored): string {
  if (type === 'date') return value as string;
  const iso = new Date(value as number).toISOString();
  if (type === 'time') return iso.slice(11, 23);
  if (type === 'datetime') return `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`;
  throw new FormulaError('TEXT of an unknown type');
}
