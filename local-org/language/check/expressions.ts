/** Expressions: from syntax to the typed tree. */
import type { ExprSyntax } from '../parse/syntax';
import { unquote } from '../parse/literals';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import { assignment, increment } from './assignments';
import type { Body } from './body';
import { unknown } from './body';
import { callExpr } from './calls';
import { asSingleRow, castable, convert, fits } from './convert';
import { newExpr, newItems, newMap } from './creators';
import { dotExpr, nameExpr } from './names';
import { binary, promoted, unary } from './operators';
import { soqlExpr } from './soql';
import {
  BOOLEAN,
  classOf,
  DECIMAL,
  DOUBLE,
  INTEGER,
  isNumeric,
  isPrim,
  libOf,
  LONG,
  NULL,
  OBJECT,
  sameType,
  SOBJECT,
  STRING,
  typeName,
  UNKNOWN,
  VOID,
} from './types';

export function expr(b: Body, s: ExprSyntax): Expr {
  switch (s.k) {
    case 'literal':
      return literal(b, s);
    case 'name':
      return nameExpr(b, s);
    case 'dot':
      return dotExpr(b, s);
    case 'call':
      return callExpr(b, s);
    case 'paren':
      return expr(b, s.e);
    case 'this':
      return thisExpr(b, s);
    case 'super':
      return b.wrong(s.pos, 'super may only be used to call a method or a constructor');
    case 'ctorCall':
      return b.wrong(
        s.pos,
        s.which === 'this'
          ? 'Call to this() must be the first statement in a constructor'
          : 'Call to super() must be the first statement in a constructor',
      );
    case 'index':
      return index(b, s);
    case 'new':
      return newExpr(b, s);
    case 'newItems':
      return newItems(b, s);
    case 'newMap':
      return newMap(b, s);
    case 'assign':
      return assignment(b, s);
    case 'increment':
      return increment(b, s);
    case 'binary':
      return s.op === '??' ? coalesce(b, s) : binary(b, s);
    case 'unary':
      return unary(b, s);
    case 'ternary':
      return ternary(b, s);
    case 'cast':
      return cast(b, s);
    case 'instanceof':
      return instanceOf(b, s);
    case 'classLiteral':
      return {
        k: 'classLiteral',
        of: s.type ? b.type(s.type) : VOID,
        type: libOf('System.Type'),
        pos: s.pos,
      };
    case 'soql':
      return soqlExpr(b, s);
    case 'sosl':
      b.unsupported(s.pos, 'SOSL');
      return unknown(s.pos);
  }
}

type Of<K extends ExprSyntax['k']> = Extract<ExprSyntax, { k: K }>;

const MAX_INT = 2_147_483_647n;
const MAX_LONG = 9_223_372_036_854_775_807n;

export function literal(b: Body, s: Of<'literal'>, negative = false): Expr {
  const { pos, text } = s;
  const sign = negative ? -1n : 1n;
  switch (s.kind) {
    case 'null':
      return { k: 'literal', value: null, type: NULL, pos };
    case 'boolean':
      return { k: 'literal', value: /^true$/i.test(text), type: BOOLEAN, pos };
    case 'string':
      return { k: 'literal', value: unquote(text), type: STRING, pos };
    case 'integer': {
      const value = BigInt(text);
      // The least integer cannot be written: the sign is not part of the number for the platform's parser.
      if (value > MAX_INT) return b.wrong(pos, 'Illegal integer');
      return { k: 'literal', value: Number(sign * value), type: INTEGER, pos };
    }
    case 'long': {
      const value = BigInt(text.slice(0, -1));
      if (value > MAX_LONG) return b.wrong(pos, 'Illegal long');
      return { k: 'literal', value: sign * value, type: LONG, pos };
    }
    case 'number': {
      const double = /d$/i.test(text);
      const digits = (negative ? '-' : '') + text.replace(/d$/i, '');
      return {
        k: 'literalDecimal',
        text: digits,
        double,
        type: double ? DOUBLE : DECIMAL,
        pos,
      };
    }
  }
}

function thisExpr(b: Body, s: { readonly pos: Expr['pos'] }): Expr {
  if (b.isStatic) return b.wrong(s.pos, 'this cannot be referenced in a static context');
  return { k: 'this', type: classOf(b.cls), pos: s.pos };
}

function index(b: Body, s: Of<'index'>): Expr {
  const list = expr(b, s.list);
  const at = b.assign(expr(b, s.index), INTEGER);
  if (list.type === UNKNOWN) return unknown(s.pos);
  if (list.type.k !== 'list')
    return b.wrong(s.pos, `Expression must be a list type: ${typeName(list.type)}`);
  return throughSafe(s.list, list, (inner) => ({
    k: 'index',
    list: inner,
    index: at,
    type: list.type.k === 'list' ? list.type.of : UNKNOWN,
    pos: s.pos,
  }));
}

/**
 * A chain behind `?.` belongs to it: in `a?.b.c` nothing is evaluated when `a` is null. Brackets
 * around the receiver end the chain.
 */
export function throughSafe(syntax: ExprSyntax, receiver: Expr, access: (e: Expr) => Expr): Expr {
  if (receiver.k !== 'safe' || syntax.k === 'paren') return access(receiver);
  const then = throughSafe(syntax, receiver.then, access);
  return { ...receiver, then, type: then.type };
}

export function condition(b: Body, s: ExprSyntax): Expr {
  const e = expr(b, s);
  if (e.type === UNKNOWN || isPrim(e.type, 'Boolean')) return e;
  return b.wrong(s.pos, `Condition expression must be of type Boolean: ${typeName(e.type)}`);
}

/** The type that both branches can become, or null. */
function common(b: Body, x: ApexType, y: ApexType): ApexType | null {
  if (x === UNKNOWN || y === UNKNOWN) return UNKNOWN;
  if (x.k === 'null') return y;
  if (y.k === 'null' || sameType(x, y)) return x;
  if (isNumeric(x) && isNumeric(y)) return promoted(x, y);
  if (x === OBJECT || y === OBJECT) return OBJECT;
  if (fits(b.world, y, x)) return x;
  if (fits(b.world, x, y)) return y;
  return x.k === 'sobject' && y.k === 'sobject' ? SOBJECT : null;
}

function join(
  b: Body,
  s: ExprSyntax,
  left: Expr,
  right: Expr,
  words: string,
  make: (left: Expr, right: Expr, type: ApexType) => Expr,
): Expr {
  // A query is one row where the other branch is one.
  const l = asSingleRow(left, right.type) ?? left;
  const r = asSingleRow(right, left.type) ?? right;
  const type = l.type.k === 'void' || r.type.k === 'void' ? null : common(b, l.type, r.type);
  if (!type)
    return b.wrong(
      s.pos,
      `Incompatible types in ${words} operator: ${typeName(l.type)}, ${typeName(r.type)}`,
    );
  return make(convert(b.world, l, type) ?? l, convert(b.world, r, type) ?? r, type);
}

function ternary(b: Body, s: Of<'ternary'>): Expr {
  const cond = condition(b, s.cond);
  return join(b, s, expr(b, s.then), expr(b, s.else), 'ternary', (then, otherwise, type) => ({
    k: 'ternary',
    cond,
    then,
    else: otherwise,
    type,
    pos: s.pos,
  }));
}

function coalesce(b: Body, s: Of<'binary'>): Expr {
  return join(b, s, expr(b, s.left), expr(b, s.right), 'null coalescing', (left, right, type) => ({
    k: 'coalesce',
    left,
    right,
    type,
    pos: s.pos,
  }));
}

const never = (from: ApexType, to: ApexType): string =>
  `Incompatible types since an instance of ${typeName(from)} is never an instance of ${typeName(to)}`;

function cast(b: Body, s: Of<'cast'>): Expr {
  const to = b.type(s.type);
  const e = expr(b, s.e);
  if (to === UNKNOWN || e.type === UNKNOWN) return { ...unknown(s.pos), type: to };
  const row = asSingleRow(e, to);
  if (row) return row;
  if (e.type.k === 'void' || !castable(b.world, e.type, to))
    return b.wrong(s.pos, never(e.type, to));
  const bothPrimitive = e.type.k === 'primitive' && to.k === 'primitive';
  if (bothPrimitive && fits(b.world, e.type, to) && to !== OBJECT) {
    const converted = convert(b.world, e, to);
    if (converted) return { ...converted, pos: s.pos };
  }
  return { k: 'cast', e, type: to, pos: s.pos };
}

function instanceOf(b: Body, s: Of<'instanceof'>): Expr {
  const e = expr(b, s.e);
  const of = b.type(s.type);
  if (e.type !== UNKNOWN && of !== UNKNOWN) {
    if (!castable(b.world, e.type, of)) b.report(s.pos, never(e.type, of));
    else if (e.type.k === 'class' && of.k === 'class' && fits(b.world, e.type, of))
      b.report(
        s.pos,
        `Operation instanceof is always true since an instance of ${typeName(e.type)} is always an instance of ${typeName(of)}`,
      );
  }
  return { k: 'instanceof', e, of, type: BOOLEAN, pos: s.pos };
}
