import type { Blocked, TxId } from './contract';
import { live, type Row } from './row';
import type { Work } from './work';

export function blockedOn(ids: Iterable<TxId>): Blocked {
  return { blocked: true, on: [...ids] };
}

export function byId(a: Row, b: Row): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Takes the locks of rows in Id order, which keeps two statements over the same rows from
 * deadlocking. Stops at the first foreign lock and keeps what it has, as a waiting statement does.
 * Rows that the transaction cannot see have nothing to lock.
 */
export function lockRows(work: Work, rows: readonly Row[]): Blocked | undefined {
  const ordered = rows.length > 1 ? [...rows].sort(byId) : rows;
  for (const row of ordered) {
    if (!live(row, work)) {
      work.observer?.referred(work.id, row);
      continue;
    }
    const holder = work.lock(row);
    if (holder !== undefined) return blockedOn([holder]);
  }
  return undefined;
}
