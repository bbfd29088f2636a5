import type { Blocked, TxId, Values } from './contract';
import { blockedOn } from './locks';
import type { FieldIndex } from './field-index';
import type { Row, Version } from './row';
import type { Table } from './table';
import type { Work } from './work';

export interface Duplicate {
  readonly duplicate: { readonly field: string; readonly id: string };
}

/**
 * Would `values` break a unique field? A value that is certainly taken is a duplicate. A value that
 * hangs on an open transaction (written but not committed, or about to be given up) must wait for
 * that transaction, because only its end decides. So must one that it wrote and gave up again, as
 * in PostgreSQL and Oracle: a rollback to a savepoint could bring it back.
 *
 * @param self the row being written, which never conflicts with itself
 * @param fields only these fields, when not all of them change
 */
export function uniqueConflict(
  work: Work,
  table: Table,
  values: Values,
  self?: Row,
  fields?: Values,
): Duplicate | Blocked | undefined {
  let waitFor: Set<TxId> | undefined;
  for (const index of table.uniqueIndexes) {
    const name = index.field.name;
    if (fields && !(name in fields)) continue;
    const key = index.keyOf(values[name]);
    if (key === null) continue;
    work.observer?.claimed(work.id, name, key, table.schema.name);
    for (const row of index.get(key)?.rows() ?? []) {
      if (row === self) continue;
      const committed = takes(index, key, row.committed);
      // Without a pending version the committed one is what stays.
      const pending = row.pending === undefined ? committed : takes(index, key, row.pending);
      const taken = row.owner === work ? pending : committed && pending;
      if (taken) return { duplicate: { field: name, id: row.id } };
      if (row.owner && row.owner !== work && (committed || pending)) {
        (waitFor ??= new Set()).add(row.owner.id);
      }
    }
    for (const [row, versions] of table.givenUp) {
      if (row.owner && row.owner !== work && versions.some((each) => takes(index, key, each))) {
        (waitFor ??= new Set()).add(row.owner.id);
      }
    }
  }
  return waitFor && blockedOn(waitFor);
}

/** Keeps a version in mind that is written over, if a unique value is given up with it. */
export function noteGivenUp(row: Row, before: Version, after: Version): void {
  const { uniqueIndexes, givenUp } = row.table;
  const gives = uniqueIndexes.some((index) => {
    const key = index.key(before);
    return key !== null && takes(index, key, before) && !takes(index, key, after);
  });
  if (!gives) return;
  const versions = givenUp.get(row);
  if (versions) versions.push(before);
  else givenUp.set(row, [before]);
}

/** The opposite: a savepoint brings `before` back. */
export function forgetGivenUp(row: Row, before: Version): void {
  const versions = row.table.givenUp.get(row);
  if (versions?.at(-1) !== before) return;
  versions.pop();
  if (versions.length === 0) row.table.givenUp.delete(row);
}

/** Rows in the recycle bin do not hold their unique values. */
function takes(index: FieldIndex, key: unknown, version: Version | undefined): boolean {
  return version !== undefined && version.deletedWith === undefined && index.key(version) === key;
}
