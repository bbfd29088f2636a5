/** Methods that a call cannot tell apart: a method, what it overrides, and what overrides it. */
import type { ClassInfo, MethodInfo } from '../classes';
import type { ApexType } from '../types';
import { lineage } from './names';

/** Disjoint groups. */
export class Groups<T> {
  readonly #group = new Map<T, Set<T>>();

  join(a: T, b: T): void {
    const x = this.group(a);
    const y = this.group(b);
    if (x === y) return;
    const [large, small] = x.size >= y.size ? [x, y] : [y, x];
    for (const item of small) {
      large.add(item);
      this.#group.set(item, large);
    }
  }
  group(item: T): Set<T> {
    let group = this.#group.get(item);
    if (!group) this.#group.set(item, (group = new Set([item])));
    return group;
  }
  members(): Iterable<T> {
    return this.#group.keys();
  }
}

export function lineageOf(classes: readonly ClassInfo[]): Groups<MethodInfo> {
  const groups = new Groups<MethodInfo>();
  for (const cls of classes) {
    const bySlot = new Map<string, MethodInfo>();
    for (const c of [...lineage(cls), ...interfacesOf(cls)])
      for (const m of instanceMethods(c)) {
        const first = bySlot.get(m.slot);
        if (first) groups.join(first, m);
        else bySlot.set(m.slot, m);
        groups.group(m);
      }
  }
  return groups;
}

function* instanceMethods(cls: ClassInfo): Iterable<MethodInfo> {
  for (const m of cls.methods) if (!m.isStatic) yield m;
  for (const f of cls.fields) {
    if (f.isStatic) continue;
    if (f.getter) yield f.getter;
    if (f.setter) yield f.setter;
  }
}

/** All interfaces written in Apex that the class answers to. */
function interfacesOf(cls: ClassInfo): Set<ClassInfo> {
  const found = new Set<ClassInfo>();
  const visit = (type: ApexType): void => {
    if (type.k !== 'class' || found.has(type.cls)) return;
    found.add(type.cls);
    if (type.cls.superType) visit(type.cls.superType);
    type.cls.interfaces.forEach(visit);
  };
  for (const c of lineage(cls)) c.interfaces.forEach(visit);
  return found;
}
