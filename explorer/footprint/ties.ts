import type { Row } from '../../local-org/database';
import type { Creation } from './names';

/**
 * Pairs of new rows of different tasks whose order in a result only their creation decides: rows
 * without an order of their own come, and are locked, in the order of their Ids.
 * @param sortKey rows with equal keys are in the order of creation
 */
export function tiesIn(
  rows: readonly Row[],
  creationOf: (row: Row) => Creation | undefined,
  sortKey: (row: Row) => string,
): [string, string][] {
  const ties: [string, string][] = [];
  const groups = new Map<string, Creation[]>();
  for (const row of rows) {
    const creation = creationOf(row);
    if (!creation) continue;
    const object = row.table.schema.name;
    const key = `${object} ${sortKey(row)}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    for (const other of group)
      if (other.task !== creation.task)
        ties.push([`${object} ${other.name}`, `${object} ${creation.name}`]);
    group.push(creation);
  }
  return ties;
}
