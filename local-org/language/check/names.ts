/** Names and dotted names: variables first, then types, then namespaces. */
import { platformNamespace } from '../platform';
import type { ClassInfo, FieldInfo, Position } from '../classes';
import type { ExprSyntax } from '../parse/syntax';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import type { Body } from './body';
import { unknown } from './body';
import { asSingleRow } from './convert';
import { expr, throughSafe } from './expressions';
import { libField } from './lib-members';
import { findField, isVisible } from './members';
import { findType } from './resolve-type';
import { fieldOf, sobjectMember, token } from './sobjects';
import { typeField } from './statics';
import { classOf, typeName, UNKNOWN } from './types';

/** What a name stands for. */
export type Target =
  | { readonly kind: 'value'; readonly e: Expr }
  /** A type, a namespace, or both, as `System` and `Database` are. */
  | {
      readonly kind: 'static';
      readonly type: ApexType | null;
      readonly namespace: string | null;
      readonly text: string;
    };

type Dot = Extract<ExprSyntax, { k: 'dot' }>;
type Name = Extract<ExprSyntax, { k: 'name' }>;

export const nameExpr = (b: Body, s: Name): Expr =>
  variable(b, s.pos, s.name) ?? b.wrong(s.pos, `Variable does not exist: ${s.name}`);

export function dotExpr(b: Body, s: Dot): Expr {
  const target = targetOf(b, s);
  if (target.kind === 'value') return target.e;
  return b.wrong(s.pos, `Variable does not exist: ${s.name}`);
}

/** A local variable, or a field of this class, its super classes or its outer classes. */
export function variable(b: Body, pos: Position, name: string): Expr | null {
  const v = b.local(name);
  if (v) return { k: 'local', v, type: v.type, pos };
  for (let cls: ClassInfo | null = b.cls; cls; cls = cls.outer) {
    const field = findField(cls, name);
    if (field) return ownField(b, pos, field, cls);
  }
  return null;
}

function ownField(b: Body, pos: Position, field: FieldInfo, cls: ClassInfo): Expr {
  const direct = b.options.property === field ? { direct: true } : {};
  if (!isVisible(b, field.owner, field.access, field.annotations))
    return b.wrong(pos, `Variable is not visible: ${field.name}`);
  if (field.isStatic) return { k: 'staticField', field, type: field.type, pos, ...direct };
  if (b.isStatic || cls !== b.cls) {
    b.report(pos, `Non static variable cannot be referenced from a static context: ${field.name}`);
    return { ...unknown(pos), type: field.type };
  }
  const object: Expr = { k: 'this', type: classOf(b.cls), pos };
  return { k: 'field', object, field, type: field.type, pos, ...direct };
}

function staticTarget(b: Body, parts: readonly string[]): Target | null {
  const type = findType(b.world, parts, [], b.cls);
  const namespace = parts.length === 1 ? (platformNamespace(parts[0] ?? '') ?? null) : null;
  if (!type && namespace === null) return null;
  return { kind: 'static', type, namespace, text: parts.join('.') };
}

/** The dotted parts of an expression that is nothing but names. */
function partsOf(s: ExprSyntax): readonly string[] | null {
  if (s.k === 'name') return [s.name];
  if (s.k !== 'dot' || s.safe) return null;
  const parts = partsOf(s.object);
  return parts && [...parts, s.name];
}

/** What stands in front of a dot. */
export function targetOf(b: Body, s: ExprSyntax): Target {
  if (s.k === 'name') {
    const v = variable(b, s.pos, s.name);
    if (v) return { kind: 'value', e: v };
    if (s.name.toLowerCase() === 'page') {
      b.unsupported(s.pos, 'Visualforce pages');
      return { kind: 'value', e: unknown(s.pos) };
    }
    return (
      staticTarget(b, [s.name]) ?? {
        kind: 'value',
        e: b.wrong(s.pos, `Variable does not exist: ${s.name}`),
      }
    );
  }
  if (s.k !== 'dot') return { kind: 'value', e: expr(b, s) };
  const describe = describePath(b, s);
  if (describe) return { kind: 'value', e: describe };
  const owner = targetOf(b, s.object);
  if (owner.kind === 'value')
    return { kind: 'value', e: access(b, s, owner.e, () => staticMember(b, s)) };
  return staticDot(b, s, owner) ?? { kind: 'value', e: missing(b, s, owner) };
}

/** `A.b` where `A` is a type or namespace. */
function staticDot(b: Body, s: Dot, owner: Extract<Target, { kind: 'static' }>): Target | null {
  if (owner.type === UNKNOWN) return { kind: 'value', e: unknown(s.pos) };
  const e = owner.type && typeField(b, s.pos, owner.type, s.name);
  if (e) return { kind: 'value', e };
  const parts = partsOf(s);
  return parts && staticTarget(b, parts);
}

function missing(b: Body, s: Dot, owner: Extract<Target, { kind: 'static' }>): Expr {
  if (owner.type?.k === 'lib' && owner.type.name === 'System.Label') {
    b.unsupported(s.pos, 'custom labels');
    return unknown(s.pos);
  }
  if (owner.namespace === 'ConnectApi') {
    b.unsupported(s.pos, `ConnectApi.${s.name}`);
    return unknown(s.pos);
  }
  if (owner.type?.k === 'sobject')
    return b.wrong(s.pos, `Field does not exist: ${s.name} on ${typeName(owner.type)}`);
  return b.wrong(s.pos, `Variable does not exist: ${s.name}`);
}

/** When a variable hides a type of the same name, the type still has its static members. */
function staticMember(b: Body, s: Dot): Expr | null {
  const parts = partsOf(s.object);
  const type = parts && findType(b.world, parts, [], b.cls);
  return type && type !== UNKNOWN ? typeField(b, s.pos, type, s.name) : null;
}

function access(b: Body, s: Dot, object: Expr, otherwise: () => Expr | null): Expr {
  if (object.type === UNKNOWN) return unknown(s.pos);
  const receiver =
    object.type.k === 'list' && object.type.of.k === 'sobject'
      ? (asSingleRow(object, object.type.of) ?? object)
      : object;
  if (s.safe) {
    const temp = b.temporary(receiver.type);
    const inner: Expr = { k: 'local', v: temp, type: receiver.type, pos: s.pos };
    return throughSafe(s.object, receiver, (r) => {
      const then = member(b, s, inner, otherwise);
      return { k: 'safe', receiver: r, temp, then, type: then.type, pos: s.pos };
    });
  }
  return throughSafe(s.object, receiver, (r) => member(b, s, r, otherwise));
}

/** A field of a value. */
function member(b: Body, s: Dot, object: Expr, otherwise: () => Expr | null): Expr {
  const { pos, name } = s;
  const type = object.type;
  if (type.k === 'class') {
    const field = findField(type.cls, name);
    if (field && !field.isStatic) {
      const written = b.target === s && b.world.propertyOf(field) !== undefined;
      if (!written && !isReadable(b, field))
        return b.wrong(pos, `Variable is not visible: ${field.name}`);
      const direct = b.options.property === field && object.k === 'this' ? { direct: true } : {};
      return { k: 'field', object, field, type: field.type, pos, ...direct };
    }
    const other = otherwise();
    if (other) return other;
    if (field)
      return b.wrong(
        pos,
        `Static field cannot be referenced from a non static context: ${field.name}`,
      );
    return b.wrong(pos, `Variable does not exist: ${name}`);
  }
  if (type.k === 'sobject') {
    const found = sobjectMember(b, pos, object, type.name, name);
    return (
      found ?? otherwise() ?? b.wrong(pos, `Field does not exist: ${name} on ${typeName(type)}`)
    );
  }
  const field = libField(b, pos, type, object, name) ?? otherwise();
  if (field) return field;
  return b.wrong(
    pos,
    type.k === 'lib'
      ? `Variable does not exist: ${name}`
      : `Initial term of field expression must be a concrete SObject: ${typeName(type)}`,
  );
}

function isReadable(b: Body, field: FieldInfo): boolean {
  const property = b.world.propertyOf(field);
  const level = property ? property.get : field.access;
  return level !== null && isVisible(b, field.owner, level, field.annotations);
}

/**
 * `Schema.SObjectType.Account`, its `.fields.Name` and `.fieldSets`; `Account.fields.Name`. These look
 * like fields but are describes.
 */
function describePath(b: Body, s: Dot): Expr | null {
  const parts = partsOf(s)?.map((p) => p.toLowerCase());
  if (!parts || b.local(parts[0] ?? '')) return null;
  const at = parts[0] === 'schema' ? 1 : 0;
  if (parts[at] === 'sobjecttype' && parts.length > at + 1) {
    const object = b.world.schema.object(parts[at + 1] ?? '');
    if (!object) return null;
    const rest = parts.slice(at + 2);
    const call = (name: string, receiver: Expr, type: string): Expr => ({
      k: 'libCall',
      lib: typeName(receiver.type),
      name,
      params: [],
      receiver,
      args: [],
      type: { k: 'lib', name: type, args: [] },
      pos: s.pos,
    });
    if (rest.length === 0)
      return call('getDescribe', token(s.pos, object.name, null), 'Schema.DescribeSObjectResult');
    if (rest.length === 2 && rest[0] === 'fields') {
      const field = fieldOf(object, rest[1] ?? '');
      if (!field) return b.wrong(s.pos, `Field does not exist: ${s.name} on ${object.name}`);
      return call(
        'getDescribe',
        token(s.pos, object.name, field.name),
        'Schema.DescribeFieldResult',
      );
    }
    return null;
  }
  // `Account.SObjectType.fields.Name` is another way to say it.
  if (parts[at + 1] === 'sobjecttype' && parts[at + 2] === 'fields') parts.splice(at + 1, 1);
  if (parts.length === at + 3 && parts[at + 1] === 'fields') {
    const object = b.world.schema.object(parts[at] ?? '');
    const field = object && fieldOf(object, parts[at + 2] ?? '');
    return object && field ? token(s.pos, object.name, field.name) : null;
  }
  return null;
}
