/** Assignment, compound assignment, increment: each target is evaluated once. */
import type { ArithmeticKind, BinaryOp, Expr } from '../tree';
import type { ApexType } from '../types';
import { convertCode } from './convert';
import { expression, notNull } from './expressions';
import type { Frame } from './frame';
import { place } from './places';
import { arithmetic } from './operators';
import { isPrimitive, numberLetter } from './types';

type Of<K extends Expr['k']> = Extract<Expr, { k: K }>;

function sequence(setup: readonly string[], code: string): string {
  return setup.length > 0 ? `(${[...setup, code].join(',')})` : code;
}

export function assign(f: Frame, e: Of<'assign'>): string {
  const to = place(f, e.target, e.op !== null);
  if (e.op === null) return sequence(to.setup, to.write(expression(f, e.value)));
  return sequence(to.setup, to.write(combined(f, e, to.read)));
}

/** The new value of a compound assignment. */
function combined(f: Frame, e: Of<'assign'>, current: string): string {
  const kind = e.kind ?? 'int';
  if (kind === 'string') {
    const value = isPrimitive(e.value.type, 'String')
      ? `(""+(${expression(f, e.value)}))`
      : `str(${expression(f, e.value)})`;
    return `((""+${current})+${value})`;
  }
  if (kind === 'bool') return `((${current}??npe())${e.op}(${notNull(f, e.value)}))!==0`;
  return computed(e.op!, kind, current, e.target.type, notNull(f, e.value), e.value.type);
}

function computed(
  op: BinaryOp,
  kind: ArithmeticKind,
  current: string,
  type: ApexType,
  operand: string,
  operandType: ApexType,
): string {
  const working = KIND_TYPE[kind];
  const now = numberLetter(type)
    ? convertCode(`(${current}??npe())`, type, working)
    : `(${current}??npe())`;
  const shift = op === '<<' || op === '>>' || op === '>>>';
  const by = shift ? operand : convertCode(operand, operandType, working);
  const result = arithmetic(op, kind, now, by, shift && isPrimitive(operandType, 'Integer'));
  return convertCode(result, working, type);
}

const KIND_TYPE: Record<ArithmeticKind, ApexType> = {
  int: { k: 'primitive', name: 'Integer' },
  long: { k: 'primitive', name: 'Long' },
  double: { k: 'primitive', name: 'Double' },
  decimal: { k: 'primitive', name: 'Decimal' },
};

const STEP = {
  i: ['int', '1'],
  l: ['long', '1n'],
  d: ['double', 'dbl(1)'],
  n: ['decimal', 'dec("1")'],
} as const;

/** @param used somebody looks at the value of the expression */
export function increment(f: Frame, e: Of<'increment'>, used: boolean): string {
  const letter = numberLetter(e.target.type) ?? 'i';
  const [kind, one] = STEP[letter];
  const to = place(f, e.target, true);
  const op = e.delta === 1 ? '+' : '-';
  if (e.prefix || !used)
    return sequence(to.setup, to.write(arithmetic(op, kind, `(${to.read}??npe())`, one, false)));
  const old = f.temp();
  return `(${[
    ...to.setup,
    `${old}=${to.read}??npe()`,
    to.write(arithmetic(op, kind, old, one, false)),
    old,
  ].join(',')})`;
}
