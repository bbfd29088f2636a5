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
 * that transaction, because only its end decides.
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
    const bucket = key === null ? undefined : index.get(key);
    if (key !== null) work.observer?.claimed(work.id, name, key, table.schema.name);
    if (!bucket) continue;
    for (const row of bucket.rows()) {
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
  }
  return waitFor && blockedOn(waitFor);
}

/** Rows in the recycle bin do not hold their unique values. */
function takes(index: FieldIndex, key: unknown, version: Version | undefined): boolean {
  return version !== undefined && version.deletedWith === undefined && index.key(version) === key;
}
