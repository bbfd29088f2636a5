/** Expressions. Every function returns JavaScript that can stand as an operand. */
import type { Expr } from '../tree';
import { assign, increment } from './assign';
import { call, libCall, libField, staticsOf } from './calls';
import { convertCode } from './convert';
import { newCollection, newLib, newMap, newObject, newSObject } from './create';
import { soql } from './data';
import type { Frame } from './frame';
import { fieldKey, localName, quote, typeName } from './names';
import { arith, compare, concat, dateArith, equality, negate } from './operators';
import { neverNull, numberLetter } from './types';

type Of<K extends Expr['k']> = Extract<Expr, { k: K }>;

export function expression(f: Frame, e: Expr): string {
  switch (e.k) {
    case 'literal':
      return typeof e.value === 'bigint' ? `${e.value}n` : literal(e.value);
    case 'local':
      return localName(e.v);
    case 'this':
      return 'this';
    case 'field':
      return field(f, e);
    case 'staticField':
      return staticField(f, e);
    case 'index':
      return `lget(${expression(f, e.list)},${expression(f, e.index)})`;
    case 'call':
      return call(f, e);
    case 'libCall':
      return libCall(f, e);
    case 'libField':
      return libField(f, e);
    case 'assign':
      return assign(f, e);
    case 'increment':
      return increment(f, e, true);
    case 'ternary':
      return `(${notNull(f, e.cond)}?${expression(f, e.then)}:${expression(f, e.else)})`;
    case 'coalesce':
      return `(${maybe(f, e.left)}??${expression(f, e.right)})`;
    case 'safe':
      return `((${f.hoist(e.temp)}=${maybe(f, e.receiver)})===null?null:${expression(f, e.then)})`;
    case 'cast':
      return cast(f, e);
    case 'convert':
      return convert(f, e);
    case 'instanceof':
      return instance(f, e);
    case 'soql':
      return soql(f, e, false);
    default:
      return operation(f, e) ?? creation(f, e) ?? constant(f, e) ?? rowPart(f, e);
  }
}

function operation(f: Frame, e: Expr): string | null {
  switch (e.k) {
    case 'arith':
      return arith(f, e);
    case 'concat':
      return concat(f, e);
    case 'dateArith':
      return dateArith(f, e);
    case 'compare':
      return compare(f, e);
    case 'equals':
      return equality(f, e);
    case 'and':
      return `(${notNull(f, e.left)}&&${notNull(f, e.right)})`;
    case 'or':
      return `(${notNull(f, e.left)}||${notNull(f, e.right)})`;
    case 'not':
      return `!${notNull(f, e.e)}`;
    case 'negate':
      return negate(f, e);
    case 'bitNot':
      return e.kind === 'int' ? `(~${notNull(f, e.e)})` : `BigInt.asIntN(64,~${notNull(f, e.e)})`;
    default:
      return null;
  }
}

function creation(f: Frame, e: Expr): string | null {
  switch (e.k) {
    case 'new':
      return newObject(f, e);
    case 'newLib':
      return newLib(f, e);
    case 'newCollection':
      return newCollection(f, e);
    case 'newMap':
      return newMap(f, e);
    case 'newSObject':
      return newSObject(f, e);
    default:
      return null;
  }
}

/** What is made once, when the script is loaded. */
function constant(f: Frame, e: Expr): string | null {
  const { unit } = f;
  switch (e.k) {
    case 'literalDecimal':
      return unit.shared(e.double ? `dbl(${Number(e.text)})` : `dec(${quote(e.text)})`);
    case 'enumConstant':
      return `${unit.cls(e.cls)}.constants[${e.cls.constants.indexOf(e.name)}]`;
    case 'libEnum':
      return unit.libEnum(e.pos, e.lib, e.name);
    case 'classLiteral':
      return unit.shared(`new TypeToken(${quote(typeName(e.of))})`);
    case 'token':
      return unit.shared(
        e.field === null
          ? `new SObjectTypeToken(${quote(e.object)})`
          : `new SObjectFieldToken(${quote(e.object)},${quote(e.field)})`,
      );
    default:
      return null;
  }
}

function rowPart(f: Frame, e: Expr): string {
  switch (e.k) {
    case 'sobjectField':
      return `sget(${readable(f, e.object)},${quote(e.name)})`;
    case 'sobjectParent':
      return `sparent(${readable(f, e.object)},${quote(e.relationship)})`;
    case 'sobjectChildren': {
      const of = e.type.k === 'list' ? typeName(e.type.of) : 'SObject';
      return `schildren(${notNull(f, e.object)},${quote(e.relationship)},${quote(of)})`;
    }
    default:
      throw new Error(`There is no code for a ${e.k}.`);
  }
}

function literal(value: null | boolean | string | number): string {
  return typeof value === 'number' && value < 0 ? `(${value})` : JSON.stringify(value);
}

/** A receiver of `?.` or the left side of `??`: a query without rows is null there. */
function maybe(f: Frame, e: Expr): string {
  return e.k === 'soql' ? soql(f, e, true) : expression(f, e);
}

/** A record whose field is read: only a parent of another record may be null. */
function readable(f: Frame, object: Expr): string {
  return object.k === 'sobjectParent' ? expression(f, object) : notNull(f, object);
}

/** The value, or NullPointerException. */
export function notNull(f: Frame, e: Expr): string {
  const code = expression(f, e);
  return neverNull(e) ? code : `(${code}??npe())`;
}

function field(f: Frame, e: Of<'field'>): string {
  const { getter } = e.field;
  const object = notNull(f, e.object);
  if (getter && !f.raw(e.field))
    return f.invoke(f.unit.options.colouring.method(getter), `${object}[${quote(getter.slot)}]()`);
  return `${object}.${fieldKey(e.field)}`;
}

function staticField(f: Frame, e: Of<'staticField'>): string {
  const { getter, owner } = e.field;
  if (getter && !f.raw(e.field)) {
    const code = `${f.unit.cls(owner)}[${quote(getter.slot)}]()`;
    return f.invoke(f.unit.options.colouring.method(getter), code);
  }
  return `${staticsOf(f, owner)}.${fieldKey(e.field)}`;
}

function cast(f: Frame, e: Of<'cast'>): string {
  const code = expression(f, e.e);
  if (numberLetter(e.e.type) && numberLetter(e.type)) return convertCode(code, e.e.type, e.type);
  const to = typeName(e.type);
  return to === 'Object' || to === typeName(e.e.type) ? code : `cast(${code},${quote(to)})`;
}

function convert(f: Frame, e: Of<'convert'>): string {
  const inner = e.e;
  if (inner.k === 'literal' && typeof inner.value === 'number') {
    const target = numberLetter(e.type);
    if (target === 'l') return `${inner.value}n`;
    if (target === 'n') return f.unit.shared(`dec(${quote(String(inner.value))})`);
  }
  if (inner.k === 'literalDecimal' && numberLetter(e.type) === 'd')
    return f.unit.shared(`dbl(${Number(inner.text)})`);
  return convertCode(expression(f, inner), inner.type, e.type);
}

function instance(f: Frame, e: Of<'instanceof'>): string {
  const code = expression(f, e.e);
  if (e.of.k === 'class' && e.of.cls.kind === 'class')
    return `(${code} instanceof ${f.unit.cls(e.of.cls)})`;
  return `isA(${code},${quote(typeName(e.of))})`;
}
