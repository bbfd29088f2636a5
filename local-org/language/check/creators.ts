/** `new …`. */
import type { ClassInfo } from '../classes';
import type { ExprSyntax } from '../parse/syntax';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import { unknown, type Body } from './body';
import { expr } from './expressions';
import { libConstructor, passArgs } from './lib-members';
import { interviewCall, isInterviewType } from './interviews';
import { isException, platformBase } from './lineage';
import { isClassVisible, isVisible } from './members';
import { chooseOverload } from './overloads';
import { fieldOf, parentField, parentObject } from './sobjects';
import { typeOfField } from './scalars';
import {
  classOf,
  INTEGER,
  isPrim,
  libOf,
  listOf,
  sobjectOf,
  STRING,
  typeName,
  typeNames,
  UNKNOWN,
} from './types';

type Of<K extends ExprSyntax['k']> = Extract<ExprSyntax, { k: K }>;

export function newExpr(b: Body, s: Of<'new'>): Expr {
  const made = s.type.parts.map(({ name }) => name);
  if (isInterviewType(made)) return expr(b, interviewCall(s.type, s.args));
  const type = b.type(s.type);
  if (type.k === 'sobject') return newSObject(b, s, type);
  const args = s.args.map((a) => expr(b, a));
  switch (type.k) {
    case 'class':
      return newClassInstance(b, s, type.cls, args);
    case 'list':
    case 'set':
      return newCollectionFrom(b, s, type, args);
    case 'map':
      return newMapFrom(b, s, type, args);
    case 'lib':
      return libConstructor(b, s.pos, type, args);
    default:
      if (type === UNKNOWN) return unknown(s.pos);
      return b.wrong(s.pos, `Type cannot be constructed: ${typeName(type)}`);
  }
}

const EXCEPTION_CONSTRUCTORS: readonly (readonly ApexType[])[] = [
  [],
  [STRING],
  [libOf('System.Exception')],
  [STRING, libOf('System.Exception')],
];

function newClassInstance(b: Body, s: Of<'new'>, cls: ClassInfo, args: readonly Expr[]): Expr {
  const type = classOf(cls);
  if (cls.kind !== 'class') return b.wrong(s.pos, `Type cannot be constructed: ${cls.name}`);
  if (cls.isAbstract) return b.wrong(s.pos, `Abstract classes cannot be constructed: ${cls.name}`);
  if (!isClassVisible(b, cls)) return b.wrong(s.pos, `Type is not visible: ${cls.name}`);
  const call = constructorCall(b, s.pos, cls, args);
  if (!call) return { ...unknown(s.pos), type };
  return { k: 'new', cls, ctor: call.ctor, args: call.args, type, pos: s.pos };
}

/** Chooses a constructor; null (after a report) when none fits. Also for `this(…)` and `super(…)`. */
export function constructorCall(
  b: Body,
  pos: Expr['pos'],
  cls: ClassInfo,
  args: readonly Expr[],
): { readonly ctor: ClassInfo['constructors'][number] | null; readonly args: Expr[] } | null {
  const own = cls.constructors.map((ctor) => ({
    candidate: ctor,
    params: ctor.params.map((p) => p.type),
  }));
  const inherited =
    platformBase(cls) !== null && isException(classOf(cls))
      ? EXCEPTION_CONSTRUCTORS.filter(
          (params) => !own.some((o) => typeNames(o.params) === typeNames(params)),
        ).map((params) => ({ candidate: null, params }))
      : own.length === 0
        ? [{ candidate: null, params: [] }]
        : [];
  const candidates = [...own, ...inherited].map((c) => ({ candidate: c, params: c.params }));
  const chosen = chooseOverload(b.world, candidates, args);
  if (chosen.kind !== 'found') {
    if (!args.some((a) => a.type === UNKNOWN))
      b.report(
        pos,
        `Constructor not defined: [${cls.name}].<Constructor>(${typeNames(args.map((a) => a.type))})`,
      );
    return null;
  }
  const { candidate: ctor, params } = chosen.candidate;
  if (ctor && !isVisible(b, cls, ctor.access, ctor.annotations))
    b.report(pos, `Constructor is not visible: [${cls.name}].<Constructor>(${typeNames(params)})`);
  return { ctor, args: passArgs(b, args, params) };
}

function newSObject(b: Body, s: Of<'new'>, type: Extract<ApexType, { k: 'sobject' }>): Expr {
  const object = type.name === null ? undefined : b.world.schema.object(type.name);
  if (!object) return b.wrong(s.pos, `Type cannot be constructed: ${typeName(type)}`);
  const fields: [string, Expr][] = [];
  const seen = new Set<string>();
  for (const arg of s.args) {
    if (arg.k !== 'assign' || arg.op !== null || arg.target.k !== 'name') {
      b.report(arg.pos, `SObject constructor must use name-value pairs: ${object.name}`);
      continue;
    }
    const name = arg.target.name;
    const value = expr(b, arg.value);
    const target = fieldTarget(b, type, name);
    if (!target) {
      b.report(arg.pos, `Field does not exist: ${name} on ${object.name}`);
      continue;
    }
    if (seen.has(target.name)) b.report(arg.pos, `Duplicate field initialization: ${name}`);
    seen.add(target.name);
    if (!target.writable)
      b.report(arg.pos, `Field is not writeable: ${object.name}.${target.name}`);
    fields.push([target.name, b.assign(value, target.type, arg.value.pos)]);
  }
  return { k: 'newSObject', object: object.name, fields, type, pos: s.pos };
}

function fieldTarget(
  b: Body,
  type: Extract<ApexType, { k: 'sobject' }>,
  name: string,
): { readonly name: string; readonly type: ApexType; readonly writable: boolean } | null {
  const object = type.name === null ? undefined : b.world.schema.object(type.name);
  if (!object) return null;
  const field = fieldOf(object, name);
  if (field)
    return {
      name: field.name,
      type: typeOfField(field),
      writable: field.createable || field.updateable || field.type === 'id',
    };
  const parent = parentField(object, name);
  const target = parent && parentObject(b.world, parent);
  if (parent?.relationshipName === undefined || !target) return null;
  return { name: parent.relationshipName, type: sobjectOf(target.name), writable: true };
}

function newCollectionFrom(
  b: Body,
  s: Of<'new'>,
  type: Extract<ApexType, { k: 'list' | 'set' }>,
  args: readonly Expr[],
): Expr {
  const [from] = args;
  const node = {
    k: 'newCollection',
    items: null,
    from: null,
    size: null,
    type,
    pos: s.pos,
  } as const;
  if (!from) return { ...node, items: [] };
  const fail = (): Expr =>
    b.wrong(
      s.pos,
      `Constructor not defined: [${typeName(type)}].<Constructor>(${typeNames(args.map((a) => a.type))})`,
    );
  if (args.length > 1) return fail();
  if (from.type === UNKNOWN) return unknown(s.pos);
  if (type.k === 'list' && isPrim(from.type, 'Integer')) return { ...node, size: from };
  if (from.type.k !== 'list' && from.type.k !== 'set') return fail();
  const wanted = from.type.k === 'list' ? listOf(type.of) : { k: 'set' as const, of: type.of };
  const loosely = from.type.k === 'set' && listFits(from.type.of, type.of);
  return { ...node, from: loosely ? from : b.assign(from, wanted, s.pos) };
}

/** Sets do not convert, but a new collection may take the elements of one. */
const listFits = (from: ApexType, to: ApexType): boolean =>
  typeName(from) !== typeName(to) && isText(from) && isText(to);

const isText = (t: ApexType): boolean => isPrim(t, 'String', 'Id');

function newMapFrom(
  b: Body,
  s: Of<'new'>,
  type: Extract<ApexType, { k: 'map' }>,
  args: readonly Expr[],
): Expr {
  const [from] = args;
  const node = { k: 'newMap', type, pos: s.pos } as const;
  if (!from) return { ...node, entries: [], from: null };
  if (from.type === UNKNOWN) return unknown(s.pos);
  const ofRows =
    from.type.k === 'list' &&
    type.value.k === 'sobject' &&
    (isPrim(type.key, 'Id') || isPrim(type.key, 'String'));
  if (args.length > 1 || !(ofRows || from.type.k === 'map'))
    return b.wrong(
      s.pos,
      `Constructor not defined: [${typeName(type)}].<Constructor>(${typeNames(args.map((a) => a.type))})`,
    );
  const wanted = ofRows ? listOf(type.value) : type;
  return { ...node, entries: null, from: b.assign(from, wanted, s.pos) };
}

/** `new T[]{…}`, `new List<T>{…}`, `new Set<T>{…}`, `new T[n]`, and `{}` for a map. */
export function newItems(b: Body, s: Of<'newItems'>): Expr {
  const type = b.type(s.type);
  if (type === UNKNOWN) {
    for (const item of s.items ?? []) expr(b, item);
    return unknown(s.pos);
  }
  if (type.k === 'map' && s.items?.length === 0)
    return { k: 'newMap', entries: [], from: null, type, pos: s.pos };
  if (type.k !== 'list' && type.k !== 'set')
    return b.wrong(s.pos, `Type cannot be constructed: ${typeName(type)}`);
  const items = s.items?.map((i) => b.assign(expr(b, i), type.of, i.pos)) ?? null;
  const size = s.size && b.assign(expr(b, s.size), INTEGER);
  return {
    k: 'newCollection',
    items: size ? null : (items ?? []),
    from: null,
    size,
    type,
    pos: s.pos,
  };
}

export function newMap(b: Body, s: Of<'newMap'>): Expr {
  const type = b.type(s.type);
  if (type.k !== 'map') {
    if (type !== UNKNOWN) return b.wrong(s.pos, `Type cannot be constructed: ${typeName(type)}`);
    return unknown(s.pos);
  }
  const entries = s.entries.map(
    ([k, v]) =>
      [b.assign(expr(b, k), type.key, k.pos), b.assign(expr(b, v), type.value, v.pos)] as const,
  );
  return { k: 'newMap', entries, from: null, type, pos: s.pos };
}
