/** Members of classes written in Apex: finding them, and who may use them. */
import type { Access, ClassInfo, FieldInfo, MethodInfo } from '../classes';
import type { Body } from './body';
import { allSupers, classChain, isSubclass } from './lineage';
import { ANONYMOUS, classOf, outermost } from './types';

export function findField(cls: ClassInfo, name: string): FieldInfo | undefined {
  const key = name.toLowerCase();
  for (const c of classChain(cls)) {
    const found = c.fields.find((f) => f.name.toLowerCase() === key);
    if (found) return found;
  }
  return undefined;
}

/** All methods of that name that a call may mean; overridden ones are left out. */
export function findMethods(b: Body, cls: ClassInfo, name: string): MethodInfo[] {
  const key = name.toLowerCase();
  const found: MethodInfo[] = [];
  const add = (c: ClassInfo): void => {
    for (const m of c.methods)
      if (m.name.toLowerCase() === key && !found.some((f) => f.slot === m.slot)) found.push(m);
  };
  for (const c of classChain(cls)) add(c);
  // Interfaces, for interface types and for abstract classes that leave a method open.
  if (cls.kind === 'interface' || cls.isAbstract)
    for (const type of allSupers(b.world, classOf(cls))) if (type.k === 'class') add(type.cls);
  return found;
}

/** May code in `b` use a member of `owner` that was declared with this access? */
export function isVisible(
  b: Body,
  owner: ClassInfo,
  access: Access,
  annotations: readonly { readonly name: string }[],
): boolean {
  if (access === 'public' || access === 'global') return true;
  if (outermost(owner) === outermost(b.cls)) return true;
  // Classes of an anonymous block are inner classes of it.
  if (owner.unit === ANONYMOUS && b.cls.unit === ANONYMOUS) return true;
  if (annotations.some((a) => a.name === 'testvisible') && outermost(b.cls).isTest) return true;
  if (access !== 'protected') return false;
  for (let c: ClassInfo | null = b.cls; c; c = c.outer) if (isSubclass(c, owner)) return true;
  return false;
}

export function isClassVisible(b: Body, cls: ClassInfo): boolean {
  return !cls.outer || isVisible(b, cls.outer, cls.access, cls.annotations);
}
