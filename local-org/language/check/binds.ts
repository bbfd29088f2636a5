/** What a query that is given as text may name in its binds: everything that a plain name reaches. */
import type { ClassInfo, FieldInfo, Position } from '../classes';
import type { Expr } from '../tree';
import type { Body } from './body';
import { classChain } from './lineage';
import { isVisible } from './members';
import { classOf } from './types';

export interface Bindable {
  /** In lower case. */
  readonly name: string;
  readonly value: Expr;
}

/** Variables in sight, then fields of the class, of what it extends, and static ones of outer classes. */
export function bindable(b: Body, pos: Position): readonly Bindable[] {
  const found = new Map<string, Expr>();
  for (const v of b.locals()) found.set(v.name.toLowerCase(), { k: 'local', v, type: v.type, pos });
  for (let cls: ClassInfo | null = b.cls; cls; cls = cls.outer)
    for (const field of classChain(cls).flatMap((c) => c.fields)) {
      const name = field.name.toLowerCase();
      const value = found.has(name) ? null : valueOf(b, field, cls, pos);
      if (value) found.set(name, value);
    }
  return [...found].map(([name, value]) => ({ name, value }));
}

function valueOf(b: Body, field: FieldInfo, cls: ClassInfo, pos: Position): Expr | null {
  const readable = b.world.propertyOf(field)?.get ?? field.access;
  if (!isVisible(b, field.owner, readable, field.annotations)) return null;
  const direct = b.options.property === field ? { direct: true } : {};
  if (field.isStatic) return { k: 'staticField', field, type: field.type, pos, ...direct };
  if (b.isStatic || cls !== b.cls) return null;
  const object: Expr = { k: 'this', type: classOf(b.cls), pos };
  return { k: 'field', object, field, type: field.type, pos, ...direct };
}
