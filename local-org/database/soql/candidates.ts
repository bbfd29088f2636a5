/** Runs an access path: yields the rows that a query has to test. */
import type { KeyRange } from '../field-index';
import { normalizeId } from '../ids';
import type { FieldIndex } from '../field-index';
import { visible, type LockOwner, type Row } from '../row';
import type { Table } from '../table';
import type { AccessPath, Walk } from './planner';

/** In the order of insertion. */
export function candidates(
  table: Table,
  path: Exclude<AccessPath, Walk>,
  reader: LockOwner,
): Iterable<Row> {
  switch (path.kind) {
    case 'scan':
      return table.rows.values();
    case 'ids': {
      const rows = new Set<Row>();
      for (const id of path.ids) {
        const row = table.rows.get(normalizeId(String(id)));
        if (row) rows.add(row);
      }
      return inOrder(rows);
    }
    case 'hash': {
      const [only] = path.keys;
      if (path.keys.length === 1 && only !== undefined) {
        return path.index.get(only)?.sorted() ?? [];
      }
      // One row can stand under two keys: what is committed and what is pending.
      const rows = new Set<Row>();
      for (const key of path.keys)
        for (const row of path.index.get(key)?.rows() ?? []) rows.add(row);
      return inOrder(rows);
    }
    case 'range':
      return inOrder(new Set(walkRange(path.index, path.range, false, reader)));
  }
}

/** In the order of the walk; rows with equal keys in the order of insertion. */
export function* walkRows(walk: Walk, reader: LockOwner): Generator<Row> {
  if (walk.nulls === 'first') yield* walkNulls(walk.index, reader);
  yield* walkRange(walk.index, walk.range, walk.descending, reader);
  if (walk.nulls === 'last') yield* walkNulls(walk.index, reader);
}

/** Each row once: under the key of the version that the reader sees. */
function* walkRange(
  index: FieldIndex,
  range: KeyRange,
  descending: boolean,
  reader: LockOwner,
): Generator<Row> {
  for (const [key, bucket] of index.walk(range, descending)) {
    for (const row of bucket.sorted()) {
      if (index.key(visible(row, reader)) === key) yield row;
    }
  }
}

function* walkNulls(index: FieldIndex, reader: LockOwner): Generator<Row> {
  for (const row of index.nulls.sorted()) {
    if (index.key(visible(row, reader)) === null) yield row;
  }
}

function inOrder(rows: Iterable<Row>): Row[] {
  return [...rows].sort((a, b) => a.order - b.order);
}
