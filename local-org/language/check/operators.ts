/** Unary and binary operators. */
import type { ExprSyntax } from '../parse/syntax';
import type { ArithmeticKind, BinaryOp, CompareKind, EqualsKind, Expr } from '../tree';
import type { ApexType } from '../types';
import { unknown, type Body } from './body';
import { castable, convert } from './convert';
import { expr, literal } from './expressions';
import {
  BOOLEAN,
  DATETIME,
  DECIMAL,
  DOUBLE,
  INTEGER,
  isNumeric,
  isPrim,
  isText,
  LONG,
  STRING,
  typeName,
  UNKNOWN,
} from './types';

type Of<K extends ExprSyntax['k']> = Extract<ExprSyntax, { k: K }>;
type Binary = Of<'binary'>;

const KINDS = new Map<string, ArithmeticKind>([
  ['Integer', 'int'],
  ['Long', 'long'],
  ['Double', 'double'],
  ['Decimal', 'decimal'],
]);

export const kindOf = (type: ApexType): ArithmeticKind =>
  (type.k === 'primitive' ? KINDS.get(type.name) : undefined) ?? 'int';

/** The type in which two numbers are computed. */
export function promoted(x: ApexType, y: ApexType): ApexType {
  for (const type of [DECIMAL, DOUBLE, LONG]) if (x === type || y === type) return type;
  return INTEGER;
}

const to = (b: Body, e: Expr, type: ApexType): Expr => convert(b.world, e, type) ?? e;

export function unary(b: Body, s: Of<'unary'>): Expr {
  if (s.op === '-' && s.e.k === 'literal') {
    const number = s.e.kind === 'integer' || s.e.kind === 'long' || s.e.kind === 'number';
    if (number) return { ...literal(b, s.e, true), pos: s.pos };
  }
  const e = expr(b, s.e);
  const { pos } = s;
  const type = e.type;
  if (type === UNKNOWN) return unknown(pos);
  if (s.op === '!') {
    if (!isPrim(type, 'Boolean'))
      return b.wrong(
        pos,
        `Operator ! can only be applied to Boolean expressions: ${typeName(type)}`,
      );
    return { k: 'not', e, type: BOOLEAN, pos };
  }
  if (s.op === '~') {
    if (!isPrim(type, 'Integer', 'Long'))
      return b.wrong(
        pos,
        `Operator ~ can only be applied to Integer or Long expressions: ${typeName(type)}`,
      );
    return { k: 'bitNot', kind: type === LONG ? 'long' : 'int', e, type, pos };
  }
  if (!isNumeric(type)) return b.wrong(pos, 'Arithmetic expressions must use numeric arguments');
  return s.op === '+' ? e : { k: 'negate', kind: kindOf(type), e, type, pos };
}

export function binary(b: Body, s: Binary): Expr {
  const left = expr(b, s.left);
  const right = expr(b, s.right);
  for (const e of [left, right])
    if (e.type.k === 'void') return b.wrong(e.pos, 'Expression must have a value: void');
  switch (s.op) {
    case '&&':
    case '||':
      return logical(b, s, left, right);
    case '==':
    case '!=':
    case '===':
    case '!==':
      return equality(b, s, left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(b, s, left, right);
    default:
      return arithmetic(b, s, s.op as BinaryOp, left, right);
  }
}

function logical(b: Body, s: Binary, left: Expr, right: Expr): Expr {
  const word = s.op === '&&' ? 'AND' : 'OR';
  for (const e of [left, right])
    if (e.type !== UNKNOWN && !isPrim(e.type, 'Boolean'))
      return b.wrong(e.pos, `${word} operator can only be applied to Boolean expressions`);
  return { k: s.op === '&&' ? 'and' : 'or', left, right, type: BOOLEAN, pos: s.pos };
}

/** `+ - * /`, shifts and bits. Also for compound assignment, where `s` is only a place. */
export function arithmetic(
  b: Body,
  s: { readonly pos: Expr['pos'] },
  op: BinaryOp,
  left: Expr,
  right: Expr,
): Expr {
  const { pos } = s;
  const [x, y] = [left.type, right.type];
  const concat =
    op === '+' && (isPrim(x, 'String') || isPrim(y, 'String') || (isText(x) && isText(y)));
  if (concat) return { k: 'concat', left, right, type: STRING, pos };
  if (x === UNKNOWN || y === UNKNOWN) return unknown(pos);
  if (isPrim(x, 'Date', 'Datetime', 'Time')) return dateArithmetic(b, pos, op, left, right);
  if (op === '&' || op === '|' || op === '^') return bits(b, pos, op, left, right);
  if (!isNumeric(x) || !isNumeric(y))
    return b.wrong(pos, 'Arithmetic expressions must use numeric arguments');
  if (op === '<<' || op === '>>' || op === '>>>') {
    if (!isPrim(x, 'Integer', 'Long') || !isPrim(y, 'Integer', 'Long'))
      return b.wrong(pos, 'Shift operators must use Integer or Long arguments');
    // The emitter shifts a Long by an Integer or a Long.
    const type = promoted(x, y);
    return {
      k: 'arith',
      op,
      kind: kindOf(type),
      left: to(b, left, type),
      right: to(b, right, type),
      type,
      pos,
    };
  }
  const type = promoted(x, y);
  return {
    k: 'arith',
    op,
    kind: kindOf(type),
    left: to(b, left, type),
    right: to(b, right, type),
    type,
    pos,
  };
}

function bits(b: Body, pos: Expr['pos'], op: BinaryOp, left: Expr, right: Expr): Expr {
  const [x, y] = [left.type, right.type];
  if (isPrim(x, 'Boolean') && isPrim(y, 'Boolean'))
    return { k: 'arith', op, kind: 'bool', left, right, type: BOOLEAN, pos };
  if (!isPrim(x, 'Integer', 'Long') || !isPrim(y, 'Integer', 'Long'))
    return b.wrong(pos, 'Bitwise operator arguments must be boolean, integer, or long types');
  const type = promoted(x, y);
  return {
    k: 'arith',
    op,
    kind: kindOf(type),
    left: to(b, left, type),
    right: to(b, right, type),
    type,
    pos,
  };
}

function dateArithmetic(b: Body, pos: Expr['pos'], op: BinaryOp, left: Expr, right: Expr): Expr {
  const type = left.type;
  const amount = type.k === 'primitive' && type.name === 'Datetime';
  const ok = amount ? isNumeric(right.type) : isPrim(right.type, 'Integer', 'Long');
  if ((op !== '+' && op !== '-') || !ok)
    return b.wrong(pos, 'Date/time expressions must use Integer or Long or Double arguments');
  const kind = isPrim(type, 'Date') ? 'date' : amount ? 'datetime' : 'time';
  return { k: 'dateArith', op, kind, left, right, type, pos };
}

const SIMPLE: Readonly<Record<string, CompareKind>> = {
  String: 'string',
  Id: 'id',
  Date: 'date',
  Datetime: 'datetime',
  Time: 'time',
};

/** In which way two operands compare, and the type to bring them to; null when they have no order. */
function common(
  x: ApexType,
  y: ApexType,
): { kind: CompareKind | 'bool'; type: ApexType | null } | null {
  if (x.k === 'null') return y.k === 'null' ? null : common(y, y);
  if (y.k === 'null') return common(x, x);
  if (isNumeric(x) && isNumeric(y)) {
    const type = promoted(x, y);
    return { kind: kindOf(type), type };
  }
  if (isText(x) && isText(y))
    return { kind: x === y ? (SIMPLE[typeName(x)] ?? 'string') : 'id', type: null };
  if (isPrim(x, 'Date', 'Datetime') && isPrim(y, 'Date', 'Datetime'))
    return x === y
      ? { kind: SIMPLE[typeName(x)] ?? 'date', type: null }
      : { kind: 'datetime', type: DATETIME };
  if (isPrim(x, 'Time') && isPrim(y, 'Time')) return { kind: 'time', type: null };
  if (isPrim(x, 'Boolean') && isPrim(y, 'Boolean')) return { kind: 'bool', type: null };
  return null;
}

const incompatible = (left: Expr, right: Expr): string =>
  `Comparison arguments must be compatible types: ${typeName(left.type)}, ${typeName(right.type)}`;

function comparison(b: Body, s: Binary, left: Expr, right: Expr): Expr {
  const { pos } = s;
  if (left.type === UNKNOWN || right.type === UNKNOWN) return { ...unknown(pos), type: BOOLEAN };
  const how = common(left.type, right.type);
  if (!how || how.kind === 'bool') {
    b.report(
      pos,
      how ? 'Inequality operator cannot be applied to Boolean' : incompatible(left, right),
    );
    return { ...unknown(pos), type: BOOLEAN };
  }
  return {
    k: 'compare',
    op: s.op as '<',
    kind: how.kind,
    left: how.type ? to(b, left, how.type) : left,
    right: how.type ? to(b, right, how.type) : right,
    type: BOOLEAN,
    pos,
  };
}

function equality(b: Body, s: Binary, left: Expr, right: Expr): Expr {
  const how = common(left.type, right.type);
  const related =
    how !== null ||
    left.type.k === 'null' ||
    right.type.k === 'null' ||
    (castable(b.world, left.type, right.type) &&
      !(isNumeric(left.type) || isNumeric(right.type))) ||
    isPrim(left.type, 'Object') ||
    isPrim(right.type, 'Object');
  if (!related) {
    b.report(s.pos, incompatible(left, right));
    return { ...unknown(s.pos), type: BOOLEAN };
  }
  const exact = s.op.length === 3;
  const kind: EqualsKind = how?.kind ?? 'object';
  return {
    k: 'equals',
    negate: s.op.startsWith('!'),
    exact,
    kind,
    left: how?.type ? to(b, left, how.type) : left,
    right: how?.type ? to(b, right, how.type) : right,
    type: BOOLEAN,
    pos: s.pos,
  };
}
