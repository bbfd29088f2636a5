/** Operators: arithmetic, comparison, equality, concatenation. */
import type { Expr } from '../tree';
import { expression, notNull } from './expressions';
import type { Frame } from './frame';
import { isPrimitive, neverNull } from './types';

type Of<K extends Expr['k']> = Extract<Expr, { k: K }>;

/** Computes `left op right` from code, for operators and compound assignment alike. */
export function arithmetic(
  op: string,
  kind: 'int' | 'long' | 'double' | 'decimal' | 'bool',
  a: string,
  b: string,
  shiftByInt: boolean,
): string {
  switch (kind) {
    case 'int':
      if (op === '*') return `Math.imul(${a},${b})`;
      if (op === '/') return `idiv(${a},${b})`;
      return `(${a}${op}${b}|0)`;
    case 'long': {
      if (op === '<<' || op === '>>' || op === '>>>') {
        const by = shiftByInt ? `BigInt(${b})` : b;
        return `${{ '<<': 'lshl', '>>': 'lshr', '>>>': 'lushr' }[op]}(${a},${by})`;
      }
      if (op === '/') return `ldiv(${a},${b})`;
      return `BigInt.asIntN(64,${a}${op}${b})`;
    }
    case 'double':
      return op === '/' ? `dbl(ddiv(${a}.value,${b}.value))` : `dbl(${a}.value${op}${b}.value)`;
    case 'decimal':
      return `${{ '+': 'nadd', '-': 'nsub', '*': 'nmul', '/': 'ndiv' }[op]}(${a},${b})`;
    case 'bool':
      return `((${a}${op}${b})!==0)`;
  }
}

export function arith(f: Frame, e: Of<'arith'>): string {
  if (e.kind === 'double') return `dbl(${doubleValue(f, e)})`;
  const a = e.kind === 'decimal' ? expression(f, e.left) : notNull(f, e.left);
  const b = e.kind === 'decimal' ? expression(f, e.right) : notNull(f, e.right);
  return arithmetic(e.op, e.kind, a, b, isPrimitive(e.right.type, 'Integer'));
}

/** A Double as a bare number, so that nested arithmetic makes no objects. */
export function doubleValue(f: Frame, e: Expr): string {
  if (e.k === 'arith' && e.kind === 'double') {
    const a = doubleValue(f, e.left);
    const b = doubleValue(f, e.right);
    return e.op === '/' ? `ddiv(${a},${b})` : `(${a}${e.op}${b})`;
  }
  if (e.k === 'literalDecimal' && e.double) return `${Number(e.text)}`;
  if (e.k === 'convert' && isPrimitive(e.e.type, 'Integer')) return notNull(f, e.e);
  return `${notNull(f, e)}.value`;
}

export function negate(f: Frame, e: Of<'negate'>): string {
  switch (e.kind) {
    case 'int':
      return `(-${notNull(f, e.e)}|0)`;
    case 'long':
      return `BigInt.asIntN(64,-${notNull(f, e.e)})`;
    case 'double':
      return `dbl(-${doubleValue(f, e.e)})`;
    case 'decimal':
      return `nneg(${expression(f, e.e)})`;
  }
}

/** Both sides; a literal or local on the right may stand twice in the code. */
export function compare(f: Frame, e: Of<'compare'>): string {
  const a = expression(f, e.left);
  const b = expression(f, e.right);
  switch (e.kind) {
    case 'int':
    case 'long': {
      if (neverNull(e.left) && neverNull(e.right)) return `(${a}${e.op}${b})`;
      const simple = (x: Expr): boolean => x.k === 'local' || x.k === 'literal';
      if (simple(e.left) && simple(e.right)) {
        const tests = [e.left, e.right]
          .filter((x) => !neverNull(x))
          .map((x) => `${expression(f, x)}!==null`);
        return `(${[...tests, `${a}${e.op}${b}`].join('&&')})`;
      }
      return `${{ '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' }[e.op]}(${a},${b})`;
    }
    case 'double':
      return `(cmpDbl(${a},${b})${e.op}0)`;
    case 'decimal':
      return `(cmpNum(${a},${b})${e.op}0)`;
    case 'string':
    case 'id':
      return `(cmpStr(${a},${b})${e.op}0)`;
    case 'date':
      return `(cmpDays(${a},${b})${e.op}0)`;
    case 'datetime':
      return `(cmpSeconds(${a},${b})${e.op}0)`;
    case 'time':
      return `(cmpMs(${a},${b})${e.op}0)`;
  }
}

export function equality(f: Frame, e: Of<'equals'>): string {
  const a = expression(f, e.left);
  const b = expression(f, e.right);
  const not = e.negate ? '!' : '';
  if (isNull(e.left) || isNull(e.right)) return `(${a}${e.negate ? '!==' : '==='}${b})`;
  switch (e.kind) {
    case 'id':
      if (!isPrimitive(e.left.type, 'Id') || !isPrimitive(e.right.type, 'Id'))
        return `${not}eqId(${a},${b})`;
      return `(${a}${e.negate ? '!==' : '==='}${b})`;
    case 'int':
    case 'long':
    case 'bool':
      return `(${a}${e.negate ? '!==' : '==='}${b})`;
    case 'string':
      return e.exact ? `(${a}${e.negate ? '!==' : '==='}${b})` : `${not}eqStr(${a},${b})`;
    case 'double':
      return `${not}eqDbl(${a},${b})`;
    case 'decimal':
      return `${not}eqNum(${a},${b})`;
    case 'date':
      return `${not}eqDays(${a},${b})`;
    case 'datetime':
      return `${not}eqSeconds(${a},${b})`;
    case 'time':
      return `${not}eqMs(${a},${b})`;
    case 'object':
      return e.exact ? `${not}same(${a},${b})` : `${not}eq(${a},${b})`;
  }
}

function isNull(e: Expr): boolean {
  return e.k === 'literal' && e.value === null;
}

export function concat(f: Frame, e: Of<'concat'>): string {
  return `(${text(f, e.left)}+${text(f, e.right)})`;
}

/** An operand of string concatenation. */
export function text(f: Frame, e: Expr): string {
  if (e.k === 'literal' && typeof e.value === 'string') return expression(f, e);
  if (e.k === 'concat') return concat(f, e);
  const code = expression(f, e);
  const stringy = isPrimitive(e.type, 'String') || isPrimitive(e.type, 'Id');
  if (stringy || isPrimitive(e.type, 'Integer'))
    return neverNull(e) ? `(""+${code})` : `(""+(${code}))`;
  return `str(${code})`;
}

export function dateArith(f: Frame, e: Of<'dateArith'>): string {
  const add = { date: 'dateAdd', datetime: 'datetimeAdd', time: 'timeAdd' }[e.kind];
  const letter = e.right.type;
  let by = notNull(f, e.right);
  if (isPrimitive(letter, 'Long')) by = `Number(${by})`;
  else if (isPrimitive(letter, 'Double')) by = `${by}.value`;
  else if (isPrimitive(letter, 'Decimal')) by = `${by}.numberValue()`;
  return `${add}(${expression(f, e.left)},${e.op === '-' ? `-${by}` : by})`;
}
