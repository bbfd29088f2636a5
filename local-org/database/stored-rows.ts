/** Committed rows as plain data, to be written to a file and read back under the same schema. */
import type { Values } from './contract';
import type { DatabaseImage } from './memory-database';
import { Row } from './row';
import type { Schema } from './schema';
import { Store } from './store';
import type { Counters } from './table';

export interface StoredTable extends Counters {
  readonly object: string;
  readonly rows: readonly (readonly [
    id: string,
    order: number,
    values: Values,
    deletedWith?: string,
  ])[];
}

export interface StoredRows {
  readonly nextTx: number;
  readonly commitSequence: number;
  readonly tables: readonly StoredTable[];
}

export function writeRows({ store, nextTx, commitSequence }: DatabaseImage): StoredRows {
  const tables = [...store.tables()].map((table): StoredTable => ({
    object: table.schema.name,
    ...table.counters(),
    rows: [...table.rows.values()].flatMap(({ id, order, committed }) => {
      if (!committed) return [];
      const { values, deletedWith } = committed;
      return [deletedWith === undefined ? [id, order, values] : [id, order, values, deletedWith]];
    }),
  }));
  return { nextTx, commitSequence, tables };
}

/** Objects that `schema` has not got are left out. */
export function readRows(stored: StoredRows, schema: Schema): DatabaseImage {
  const store = new Store(schema);
  for (const { object, rows, ...counters } of stored.tables) {
    const table = store.find(object);
    if (!table) continue;
    for (const [id, order, values, deletedWith] of rows)
      table.setCommitted(new Row(table, id, order), {
        values: table.complete(values),
        ...(deletedWith === undefined ? {} : { deletedWith }),
      });
    table.resetCounters(counters);
  }
  return { store, nextTx: stored.nextTx, commitSequence: stored.commitSequence };
}
