/** Names of types, as they are seen from a class. */
import { platformNamespace, platformTypeInScope, standardObject } from '../platform';
import type { ClassInfo } from '../classes';
import type { TypeSyntax } from '../parse/syntax';
import type { ApexType, PrimitiveName } from '../types';
import { classOf, libOf, listOf, mapOf, prim, setOf, SOBJECT, sobjectOf, UNKNOWN } from './types';
import { isInterviewType } from './interviews';
import type { FileRef, World } from './world';

const PRIMITIVES = new Map<string, PrimitiveName>(
  (
    [
      'Boolean',
      'Integer',
      'Long',
      'Double',
      'Decimal',
      'String',
      'Id',
      'Date',
      'Datetime',
      'Time',
      'Blob',
      'Object',
    ] as const
  ).map((name) => [name.toLowerCase(), name]),
);

const ARITY = new Map([
  ['list', 1],
  ['set', 1],
  ['map', 2],
]);

/** The type that stands for a platform type of this full name: primitives and collections have forms of their own. */
export function typeOfPlatformName(fullName: string, args: readonly ApexType[]): ApexType {
  const short = fullName.replace(/^system\./i, '').toLowerCase();
  const primitive = PRIMITIVES.get(short);
  if (primitive) return prim(primitive);
  if (short === 'sobject') return SOBJECT;
  const [a = UNKNOWN, b = UNKNOWN] = args;
  if (short === 'list') return listOf(a);
  if (short === 'set') return setOf(a);
  if (short === 'map') return mapOf(a, b);
  return libOf(fullName, args);
}

/** An inner class by name, seen from `from`: its own, its outer classes' and its super classes'. */
function innerClass(name: string, from: ClassInfo | null): ClassInfo | undefined {
  const key = name.toLowerCase();
  const simple = (c: ClassInfo): string => c.name.slice(c.name.lastIndexOf('.') + 1).toLowerCase();
  for (let scope = from; scope; scope = scope.outer) {
    const seen = new Set<ClassInfo>();
    for (let c: ClassInfo | null = scope; c && !seen.has(c); c = superClassOf(c)) {
      seen.add(c);
      const found = c.inner.find((i) => simple(i) === key);
      if (found) return found;
      if (simple(c) === key && c.outer) return c;
    }
  }
  return undefined;
}

/** Types of the platform that the type data lacks. */
const NEWER: ReadonlySet<string> = new Set([
  'dataweavescriptresource',
  'dataweavescriptexception',
  'database.paginationcursor',
]);

export const superClassOf = (cls: ClassInfo): ClassInfo | null =>
  cls.superType?.k === 'class' ? cls.superType.cls : null;

/** A type by dotted name, or null. Namespaces `System` and `Schema` may be left out. */
export function findType(
  world: World,
  parts: readonly string[],
  args: readonly ApexType[],
  from: ClassInfo | null,
): ApexType | null {
  const [first = '', ...rest] = parts;
  const cls = innerClass(first, from) ?? world.topLevel(first);
  if (cls) {
    let found: ClassInfo | undefined = cls;
    for (const part of rest) found = found && innerClass(part, { ...found, outer: null });
    if (found) return classOf(found);
  }
  if (world.isBroken(first)) return UNKNOWN;
  if (rest.length === 0) {
    const primitive = PRIMITIVES.get(first.toLowerCase());
    if (primitive) return prim(primitive);
    const object = findObject(world, first);
    if (object) return object;
  }
  if (rest.length === 1 && first.toLowerCase() === 'schema' && rest[0] !== undefined) {
    const object = findObject(world, rest[0]);
    if (object) return object;
  }
  const platform = platformTypeInScope(
    (isInterviewType(parts) ? parts.slice(0, 2) : parts).join('.'),
  );
  return platform ? typeOfPlatformName(platform.name, args) : null;
}

export function findObject(world: World, name: string): ApexType | null {
  const key = name.toLowerCase();
  if (key === 'sobject') return SOBJECT;
  if (key === 'aggregateresult') return sobjectOf('AggregateResult');
  const object = world.schema.object(name);
  return object ? sobjectOf(object.name) : null;
}

/** Resolves a type as written; reports `Invalid type` and gives UNKNOWN when there is none. */
export function resolveType(
  world: World,
  file: FileRef,
  syntax: TypeSyntax,
  from: ClassInfo | null,
): ApexType {
  const last = syntax.parts[syntax.parts.length - 1];
  const args = (last?.args ?? []).map((a) => resolveType(world, file, a, from));
  const names = syntax.parts.map((p) => p.name);
  let type = findType(world, names, args, from);
  if (type && (type.k === 'list' || type.k === 'set' || type.k === 'map')) {
    const wanted = ARITY.get(type.k) ?? 0;
    if (args.length !== wanted) type = null;
  }
  if (!type) {
    const text = typeText(syntax);
    const object = standardObject(names[names.length - 1] ?? '') ?? companionOf(world, names);
    const namespace = names.length > 1 && platformNamespace(names[0] ?? '');
    if (
      (object !== undefined && names.length === 1) ||
      namespace === 'ConnectApi' ||
      NEWER.has((names[0] ?? '').toLowerCase()) ||
      NEWER.has(names.join('.').toLowerCase())
    )
      world.unsupported(file, syntax.pos, names.join('.'));
    else world.report(file, syntax.pos, `Invalid type: ${text}`);
    type = UNKNOWN;
  }
  for (let i = 0; i < syntax.dims; i++) type = listOf(type);
  return type;
}

/** `Job__Share` and its kin, which come with every custom object on the platform. */
function companionOf(world: World, names: readonly string[]): string | undefined {
  const base = /^(.+)__(Share|History|Feed|ChangeEvent)$/i.exec(names[0] ?? '')?.[1];
  return base !== undefined && world.schema.object(`${base}__c`) ? names[0] : undefined;
}

export function typeText(syntax: TypeSyntax): string {
  const parts = syntax.parts.map((p) =>
    p.args.length > 0 ? `${p.name}<${p.args.map(typeText).join(',')}>` : p.name,
  );
  return parts.join('.') + '[]'.repeat(syntax.dims);
}
