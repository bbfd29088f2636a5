/** The functions and operators whose arguments are all evaluated. The others are in `forms.ts`. */
import { normalizeId } from '../ids';
import type { Stored } from '../schema';
import { DATE_FUNCTIONS } from './dates';
import type { FormulaType } from './types';

export interface FormulaFunction {
  /** Types of the arguments; a `?` marks those that may be left out, `...` one that may be repeated. */
  readonly params: readonly string[];
  readonly returns: FormulaType;
  /** Empty arguments never reach it, but give null, unless it takes them. */
  readonly takesNull?: boolean;
  run(...args: readonly Stored[]): Stored;
}

type Run = (...args: never[]) => Stored;

export function define(
  params: string,
  returns: FormulaType,
  run: Run,
  takesNull = false,
): FormulaFunction {
  return {
    params: params === '' ? [] : params.split(' '),
    returns,
    run: run,
    ...(takesNull ? { takesNull } : {}),
  };
}

/** Halves away from zero, at a number of decimal places that may be negative. */
export function rounded(value: number, places: number): number {
  const shifted = Number(`${Math.abs(value)}e${places}`);
  if (!Number.isFinite(shifted)) return value;
  return Math.sign(value) * Number(`${Math.round(shifted)}e${-places}`);
}

const finite = (value: number): Stored => (Number.isFinite(value) ? value : null);

const NUMBERS: Readonly<Record<string, FormulaFunction>> = {
  negative: define('number', 'number', (a: number) => -a),
  '*': define('number number', 'number', (a: number, b: number) => a * b),
  '/': define('number number', 'number', (a: number, b: number) => finite(a / b)),
  '^': define('number number', 'number', (a: number, b: number) => finite(a ** b)),
  ABS: define('number', 'number', (a: number) => Math.abs(a)),
  // Away from zero and towards it, unlike their kin with an M.
  CEILING: define('number', 'number', (a: number) => Math.sign(a) * Math.ceil(Math.abs(a))),
  FLOOR: define('number', 'number', (a: number) => Math.sign(a) * Math.floor(Math.abs(a))),
  MCEILING: define('number', 'number', (a: number) => Math.ceil(a)),
  MFLOOR: define('number', 'number', (a: number) => Math.floor(a)),
  EXP: define('number', 'number', (a: number) => finite(Math.exp(a))),
  LN: define('number', 'number', (a: number) => finite(Math.log(a))),
  LOG: define('number', 'number', (a: number) => finite(Math.log10(a))),
  SQRT: define('number', 'number', (a: number) => finite(Math.sqrt(a))),
  MOD: define('number number', 'number', (a: number, b: number) =>
    b === 0 ? null : a - b * Math.floor(a / b),
  ),
  ROUND: define('number number', 'number', (a: number, places: number) => rounded(a, places)),
  MAX: define('number...', 'number', (...all: number[]) => Math.max(...all)),
  MIN: define('number...', 'number', (...all: number[]) => Math.min(...all)),
};

const text = (value: string | null | undefined): string => value ?? '';

const TEXTS: Readonly<Record<string, FormulaFunction>> = {
  '&': define('text text', 'text', (a: string, b: string) => text(a) + text(b), true),
  BEGINS: define(
    'text text',
    'boolean',
    (a: string, b: string) => text(a).startsWith(text(b)),
    true,
  ),
  CONTAINS: define(
    'text text',
    'boolean',
    (a: string, b: string) => text(a).includes(text(b)),
    true,
  ),
  BR: define('', 'text', () => '\n'),
  CASESAFEID: define('text', 'text', (id: string) => normalizeId(id)),
  FIND: define(
    'text text number?',
    'number',
    (what: string, where: string, from?: number) =>
      text(what) === '' ? 0 : text(where).indexOf(what, (from ?? 1) - 1) + 1,
    true,
  ),
  // The API gives the markup of a link.
  HYPERLINK: define(
    'text text text?',
    'text',
    (url: string, name: string, target?: string) =>
      `<a href="${text(url)}" target="${target ?? '_blank'}">${text(name)}</a>`,
    true,
  ),
  ISNUMBER: define(
    'text',
    'boolean',
    (a: string) => /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text(a).trim()),
    true,
  ),
  LEFT: define('text number', 'text', (a: string, n: number) => a.slice(0, Math.max(0, n))),
  RIGHT: define('text number', 'text', (a: string, n: number) =>
    n <= 0 ? null : a.slice(-Math.trunc(n)),
  ),
  MID: define('text number number', 'text', (a: string, from: number, n: number) => {
    const start = Math.max(from, 1) - 1;
    return a.slice(start, start + Math.max(0, n));
  }),
  LEN: define('text', 'number', (a: string) => text(a).length, true),
  LOWER: define('text text?', 'text', (a: string) => a.toLowerCase()),
  UPPER: define('text text?', 'text', (a: string) => a.toUpperCase()),
  LPAD: define('text number text?', 'text', (a: string, n: number, by?: string) =>
    a.slice(0, n).padStart(n, by ?? ' '),
  ),
  RPAD: define('text number text?', 'text', (a: string, n: number, by?: string) =>
    a.slice(0, n).padEnd(n, by ?? ' '),
  ),
  SUBSTITUTE: define(
    'text text text',
    'text',
    (a: string, from: string, to: string) => text(a).replaceAll(text(from), () => text(to)),
    true,
  ),
  TRIM: define('text', 'text', (a: string) => a.trim()),
  VALUE: define('text', 'number', (a: string) => (a.trim() === '' ? null : finite(Number(a)))),
};

/** By upper-case name or sign. `+` and `-`, comparisons and what is lazy: see `forms.ts`. */
export const FUNCTIONS: ReadonlyMap<string, FormulaFunction> = new Map(
  Object.entries({ ...NUMBERS, ...TEXTS, ...DATE_FUNCTIONS }),
);
