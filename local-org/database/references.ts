/** What a write to one row means for the rows that it points to. */
import { ConstraintError } from './constraint-error';
import type { Blocked, Values } from './contract';
import { blockedOn, lockRows } from './locks';
import { live, type Row } from './row';
import type { FieldSchema } from './schema';
import type { Store } from './store';
import type { Table } from './table';
import type { Work } from './work';

/** Lookups whose target must outlive them take its lock, as master-detail fields do. */
function locksTarget(field: FieldSchema): boolean {
  return (
    field.masterDetail === true ||
    field.deleteConstraint === 'Restrict' ||
    field.deleteConstraint === 'Cascade'
  );
}

/**
 * Takes the locks that writing a row needs on its parents, and checks that new parents exist. A
 * detail locks its master at every write; other references matter only when they are set.
 *
 * @param before what the row held, if it existed
 */
export function lockParents(
  work: Work,
  store: Store,
  table: Table,
  before: Values | undefined,
  after: Values,
): Blocked | undefined {
  let parents: Row[] | undefined;
  for (const field of table.referenceFields) {
    const was = before?.[field.name] ?? null;
    const now = after[field.name] ?? null;
    if (!field.masterDetail && was === now) continue;
    for (const id of was === now ? [now] : [was, now]) {
      if (typeof id !== 'string') continue;
      const parent = store.rowById(id);
      if (parent) work.observer?.referred(work.id, parent);
      if (parent && locksTarget(field)) (parents ??= []).push(parent);
      else if (parent && id === now) {
        const deleter = pendingDeleter(work, parent);
        if (deleter !== undefined) return blockedOn([deleter]);
      }
    }
  }
  const blocked = parents && lockRows(work, parents);
  if (!blocked) requireParents(work, store, table, before, after);
  return blocked;
}

/** An unlocked lookup still waits for a target that is about to be deleted: it may dangle. */
function pendingDeleter(work: Work, parent: Row): number | undefined {
  const { pending, owner } = parent;
  return pending?.deletedWith !== undefined && owner !== work ? owner?.id : undefined;
}

function requireParents(
  work: Work,
  store: Store,
  table: Table,
  before: Values | undefined,
  after: Values,
): void {
  for (const field of table.referenceFields) {
    const id = after[field.name];
    // Audit fields point at users, and those are not ours to judge.
    if (typeof id !== 'string' || !(field.custom || locksTarget(field))) continue;
    if (before && before[field.name] === id) continue;
    const parent = store.rowById(id);
    if (parent && live(parent, work)) continue;
    throw new ConstraintError(
      'INVALID_CROSS_REFERENCE_KEY',
      'invalid cross reference id',
      [id],
      field.name,
    );
  }
}
