/** Super types, across classes written in Apex and types of the platform. */
import { platformType, type PlatformType, type Signature } from '../platform';
import type { ClassInfo } from '../classes';
import type { ApexType } from '../types';
import { typeOfPlatformName } from './resolve-type';
import { libOf, OBJECT, sameType, typeName } from './types';
import type { World } from './world';
import { findObject } from './resolve-type';

/** Type arguments by type parameter. */
export type TypeArguments = ReadonlyMap<string, ApexType>;
export const NO_ARGUMENTS: TypeArguments = new Map();

/** A signature of the platform with its type parameters filled in. */
export function typeOfSignature(world: World, s: Signature, env: TypeArguments): ApexType {
  const bound = env.get(s.name);
  if (bound) return bound;
  if (s.name === 'void') return { k: 'void' };
  // A type parameter that nobody filled in, as in a raw `Iterable`.
  if (/^[A-Z]$/.test(s.name)) return OBJECT;
  const args = s.args.map((a) => typeOfSignature(world, a, env));
  if (s.name.startsWith('Schema.') && !platformType(s.name)) {
    const name = s.name.slice('Schema.'.length);
    return findObject(world, name) ?? { k: 'sobject', name: null };
  }
  return typeOfPlatformName(s.name, args);
}

export function argumentsOf(type: PlatformType, args: readonly ApexType[]): TypeArguments {
  if (type.typeParams.length === 0) return NO_ARGUMENTS;
  return new Map(type.typeParams.map((name, i) => [name, args[i] ?? OBJECT]));
}

/** The platform's description of a type, with its type arguments. Apex classes have none. */
export function platformOf(
  type: ApexType,
): { readonly type: PlatformType; readonly env: TypeArguments } | null {
  const of = (name: string, args: readonly ApexType[] = []) => {
    const found = platformType(name);
    return found ? { type: found, env: argumentsOf(found, args) } : null;
  };
  switch (type.k) {
    case 'primitive':
      return of(type.name === 'Object' ? 'Object' : `System.${type.name}`);
    case 'list':
      return of('System.List', [type.of]);
    case 'set':
      return of('System.Set', [type.of]);
    case 'map':
      return of('System.Map', [type.key, type.value]);
    case 'sobject':
      return of('System.SObject');
    case 'lib':
      return of(type.name, type.args);
    default:
      return null;
  }
}

/** Direct super types: class and interfaces. */
export function directSupers(world: World, type: ApexType): readonly ApexType[] {
  if (type.k === 'class')
    return type.cls.superType ? [type.cls.superType, ...type.cls.interfaces] : type.cls.interfaces;
  const platform = platformOf(type);
  if (!platform) return [];
  const supers = platform.type.interfaces.map((s) => typeOfSignature(world, s, platform.env));
  return platform.type.superName ? [libOf(platform.type.superName), ...supers] : supers;
}

/** All super types, nearest first, the type itself included. */
export function allSupers(world: World, type: ApexType): readonly ApexType[] {
  const found: ApexType[] = [];
  const seen = new Set<string>();
  const queue = [type];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const name = typeName(next);
    if (seen.has(name)) continue;
    seen.add(name);
    found.push(next);
    queue.push(...directSupers(world, next));
  }
  return found;
}

/** Whether `sub` descends from `sup`; type arguments of platform interfaces need only be related. */
export function isSubtype(world: World, sub: ApexType, sup: ApexType): boolean {
  if (sameType(sub, sup)) return true;
  return allSupers(world, sub).some(
    (s) =>
      sameType(s, sup) ||
      (s.k === 'lib' &&
        sup.k === 'lib' &&
        s.name === sup.name &&
        (sup.args.length === 0 ||
          s.args.length === 0 ||
          s.args.every((a, i) => {
            // Checked at run time, if at all: `Iterable<Object>` passes for `Iterable<String>`.
            const b = sup.args[i] ?? OBJECT;
            return looselyFits(world, a, b) || looselyFits(world, b, a);
          }))),
  );
}

function looselyFits(world: World, from: ApexType, to: ApexType): boolean {
  if (from === to || to === OBJECT || (to.k === 'sobject' && from.k === 'sobject')) return true;
  return isSubtype(world, from, to);
}

/** A class with its super classes written in Apex, nearest first; safe against cycles. */
export function classChain(cls: ClassInfo): ClassInfo[] {
  const chain: ClassInfo[] = [];
  for (
    let c: ClassInfo | null = cls;
    c && !chain.includes(c);
    c = c.superType?.k === 'class' ? c.superType.cls : null
  )
    chain.push(c);
  return chain;
}

export const isSubclass = (sub: ClassInfo, sup: ClassInfo): boolean =>
  classChain(sub).includes(sup);

/** The platform class that the chain ends in, e.g. `System.Exception`, or null. */
export function platformBase(cls: ClassInfo): string | null {
  const last = classChain(cls).pop();
  return last?.superType?.k === 'lib' ? last.superType.name : null;
}

export const isException = (type: ApexType): boolean =>
  type.k === 'class'
    ? isPlatformException(platformBase(type.cls))
    : type.k === 'lib' && isPlatformException(type.name);

function isPlatformException(name: string | null): boolean {
  for (let n = name; n !== null; n = platformType(n)?.superName ?? null)
    if (n === 'System.Exception') return true;
  return false;
}
