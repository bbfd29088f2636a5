/** Operators and functions that look at the types of their arguments, or do not evaluate them all. */
import type { Stored } from '../schema';
import { between, DAY, isMoment, isoDate, moved, textOf } from './dates';
import {
  FormulaError,
  TYPE_NAMES,
  type Evaluate,
  type Evaluation,
  type Expression,
  type FormulaType,
} from './types';

export type Form = (name: string, args: readonly Expression[]) => Expression;

export function wrongCount(name: string, expected: number | string, got: number): FormulaError {
  return new FormulaError(
    `Incorrect number of parameters for function '${name}()'. Expected ${expected}, received ${got}`,
  );
}

export function wrongType(name: string, expected: string, got: FormulaType): FormulaError {
  const what = /^\w+$/.test(name) ? `function '${name}()'` : `operator '${name}'`;
  return new FormulaError(
    `Incorrect parameter type for ${what}. Expected ${expected}, received ${TYPE_NAMES[got]}`,
  );
}

const isEmpty = (value: Stored): boolean => value === null || value === '';

function count(name: string, args: readonly Expression[], least: number, most = least): void {
  if (args.length < least || args.length > most) throw wrongCount(name, least, args.length);
}

function typed(name: string, args: readonly Expression[], ...types: FormulaType[]): void {
  for (const { type } of args)
    if (type !== 'null' && !types.includes(type))
      throw wrongType(name, types.map((each) => TYPE_NAMES[each]).join(', '), type);
}

/** The type that all have, NULL aside. */
function common(name: string, args: readonly Expression[]): FormulaType {
  const types = args.map(({ type }) => type).filter((type) => type !== 'null');
  const [first = 'null', ...others] = types;
  for (const other of others) if (other !== first) throw wrongType(name, TYPE_NAMES[first], other);
  return first;
}

const expression = (type: FormulaType, evaluate: Evaluate): Expression => ({ type, evaluate });

/** A condition that is empty, as comparisons with empty values are, does not hold. */
const holds = (condition: Expression, at: Evaluation): boolean => condition.evaluate(at) === true;

function sum(name: '+' | '-', [a, b]: readonly Expression[]): Expression {
  const both = (run: (x: Stored, y: Stored) => Stored): Evaluate => {
    return (at) => {
      const [x, y] = [a!.evaluate(at), b!.evaluate(at)];
      return x === null || y === null ? null : run(x, y);
    };
  };
  const [left, right] = [a!.type, b!.type];
  const sign = name === '+' ? 1 : -1;
  if (name === '+' && left === 'text' && right === 'text')
    return expression('text', (at) =>
      [a!, b!].map((each) => (each.evaluate(at) ?? '') as string).join(''),
    );
  if (isMoment(left) && right === left && name === '-')
    return expression(
      'number',
      both((x, y) => between(left, x, y)),
    );
  if (isMoment(left) && right === 'number')
    return expression(
      left,
      both((x, y) => moved(left, x, sign * (y as number))),
    );
  if (isMoment(right) && left === 'number' && name === '+')
    return expression(
      right,
      both((x, y) => moved(right, y, x as number)),
    );
  typed(name, [a!, b!], 'number');
  return expression(
    'number',
    both((x, y) => (x as number) + sign * (y as number)),
  );
}

/** Three values, as in SQL: what is compared with an empty number or date is neither true nor false. */
function equality(name: '=' | '<>', args: readonly Expression[]): Expression {
  typed(name, args, 'text', 'number', 'boolean', 'date', 'datetime', 'time');
  const texts = common(name, args) === 'text';
  const [a, b] = args as [Expression, Expression];
  return expression('boolean', (at) => {
    const [x, y] = [a.evaluate(at), b.evaluate(at)];
    if (!texts && (x === null || y === null)) return null;
    return ((x ?? '') === (y ?? '')) === (name === '=');
  });
}

const ORDERS: Readonly<Record<string, (a: never, b: never) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function order(name: string, args: readonly Expression[]): Expression {
  typed(name, args, 'text', 'number', 'date', 'datetime', 'time');
  common(name, args);
  const [a, b] = args as [Expression, Expression];
  return expression('boolean', (at) => {
    const [x, y] = [a.evaluate(at), b.evaluate(at)];
    return x === null || y === null ? null : ORDERS[name]!(x as never, y as never);
  });
}

function choose(args: readonly Expression[]): Expression {
  count('IF', args, 3);
  const [condition, yes, no] = args as [Expression, Expression, Expression];
  typed('IF', [condition], 'boolean');
  return expression(common('IF', [yes, no]), (at) =>
    (holds(condition, at) ? yes : no).evaluate(at),
  );
}

function cases(args: readonly Expression[]): Expression {
  if (args.length < 4 || args.length % 2 !== 0) throw wrongCount('CASE', '4 or more', args.length);
  const [what, ...rest] = args as [Expression, ...Expression[]];
  const otherwise = rest.pop()!;
  const pairs = rest.flatMap((each, i) => (i % 2 === 0 ? [[each, rest[i + 1]!] as const] : []));
  const kind = what.type === 'picklist' ? { ...what, type: 'text' as const } : what;
  common('CASE', [kind, ...pairs.map(([value]) => value)]);
  const type = common('CASE', [...pairs.map(([, result]) => result), otherwise]);
  return expression(type, (at) => {
    const value = what.evaluate(at) ?? '';
    const found = pairs.find(([each]) => (each.evaluate(at) ?? '') === value);
    return (found?.[1] ?? otherwise).evaluate(at);
  });
}

function blankValue(name: string, args: readonly Expression[]): Expression {
  count(name, args, 2);
  const [a, b] = args as [Expression, Expression];
  return expression(common(name, args), (at) => {
    const value = a.evaluate(at);
    return isEmpty(value) ? b.evaluate(at) : value;
  });
}

function text(args: readonly Expression[]): Expression {
  count('TEXT', args, 1);
  const [a] = args as [Expression];
  typed('TEXT', args, 'number', 'date', 'datetime', 'time', 'picklist');
  return expression('text', (at) => {
    const value = a.evaluate(at);
    if (value === null) return null;
    return isMoment(a.type) ? textOf(a.type, value) : String(value);
  });
}

/** Whether a chosen value, or one of several, is the given one. */
function chosen(name: 'ISPICKVAL' | 'INCLUDES', args: readonly Expression[]): Expression {
  count(name, args, 2);
  const [field, wanted] = args as [Expression, Expression];
  typed(name, [field], name === 'INCLUDES' ? 'multipicklist' : 'picklist');
  typed(name, [wanted], 'text');
  return expression('boolean', (at) => {
    const value = (field.evaluate(at) ?? '') as string;
    const one = (wanted.evaluate(at) ?? '') as string;
    return name === 'INCLUDES' ? value.split(';').includes(one) : value === one;
  });
}

/** The whole text has to match. Possessive and atomic parts of Java's dialect are refused. */
function regex(args: readonly Expression[]): Expression {
  count('REGEX', args, 2);
  typed('REGEX', args, 'text');
  const [a, pattern] = args as [Expression, Expression];
  const compile = (source: Stored): RegExp => {
    try {
      return new RegExp(`^(?:${String(source ?? '')})$`, 's');
    } catch {
      throw new FormulaError(`The local org does not support the regular expression ${source}.`);
    }
  };
  const fixed = pattern.literal === undefined ? null : compile(pattern.literal);
  return expression('boolean', (at) =>
    (fixed ?? compile(pattern.evaluate(at))).test((a.evaluate(at) ?? '') as string),
  );
}

/** What a save changes. Only rules that are checked while a record is saved may ask. */
function change(name: 'ISCHANGED' | 'PRIORVALUE', args: readonly Expression[]): Expression {
  count(name, args, 1);
  const [a] = args as [Expression];
  if (a.field === undefined)
    throw new FormulaError(`Function ${name} may only be used with fields of the record`);
  const prior: Evaluate = (at) =>
    at.before === null ? a.evaluate(at) : a.evaluate({ ...at, values: at.before });
  if (name === 'PRIORVALUE') return expression(a.type, prior);
  return expression('boolean', (at) => at.before !== null && prior(at) !== a.evaluate(at));
}

const joined =
  (all: boolean): Form =>
  (name, args) => {
    count(name, args, 1, Infinity);
    typed(name, args, 'boolean');
    return expression('boolean', (at) =>
      all ? args.every((each) => holds(each, at)) : args.some((each) => holds(each, at)),
    );
  };

const blank: Form = (name, args) => {
  count(name, args, 1);
  return expression('boolean', (at) => isEmpty(args[0]!.evaluate(at)));
};

const moment =
  (type: FormulaType, of: (now: number) => Stored): Form =>
  (name, args) => {
    count(name, args, 0);
    return expression(type, (at) => of(at.now));
  };

export const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['AND', joined(true)],
  ['OR', joined(false)],
  [
    'NOT',
    (name, args) => {
      count(name, args, 1);
      typed(name, args, 'boolean');
      return expression('boolean', (at) => !holds(args[0]!, at));
    },
  ],
  ['+', (_name, args) => sum('+', args)],
  ['-', (_name, args) => sum('-', args)],
  ['=', (_name, args) => equality('=', args)],
  ['<>', (_name, args) => equality('<>', args)],
  ...['<', '<=', '>', '>='].map((sign): [string, Form] => [sign, order]),
  ['IF', (_name, args) => choose(args)],
  ['CASE', (_name, args) => cases(args)],
  ['ISBLANK', blank],
  ['ISNULL', blank],
  ['BLANKVALUE', blankValue],
  ['NULLVALUE', blankValue],
  ['TEXT', (_name, args) => text(args)],
  ['ISPICKVAL', (_name, args) => chosen('ISPICKVAL', args)],
  ['INCLUDES', (_name, args) => chosen('INCLUDES', args)],
  ['REGEX', (_name, args) => regex(args)],
  ['NOW', moment('datetime', (now) => Math.floor(now / 1000) * 1000)],
  ['TODAY', moment('date', isoDate)],
  ['TIMENOW', moment('time', (now) => now % DAY)],
]);

/** Only in rules that are checked while a record is saved. */
export const SAVE_FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  [
    'ISNEW',
    (name, args) => {
      count(name, args, 0);
      return expression('boolean', (at) => at.before === null);
    },
  ],
  ['ISCHANGED', (_name, args) => change('ISCHANGED', args)],
  ['PRIORVALUE', (_name, args) => change('PRIORVALUE', args)],
]);
