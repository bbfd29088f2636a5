/** Upsert: looks rows up, then inserts or updates. Not atomic, as on the platform. */
import type { ObjectSchema, FieldSchema, Stored } from '../../database/schema';
import type { Step } from '../../scheduler/suspension';
import { toStored } from '../field-values';
import type { Transaction } from '../transaction';
import { insertChunk } from './insert';
import { fail, live, type RowWork } from './rows';
import type { ChunkOptions } from './statement';
import { updateChunk } from './update';

export function* upsertChunk(
  tx: Transaction,
  object: ObjectSchema,
  rows: readonly RowWork[],
  options: ChunkOptions,
): Step<void> {
  const name = options.externalId;
  const key = name ? object.fields.get(name.toLowerCase()) : undefined;
  if (key && key.name !== 'Id') yield* findByKey(tx, object, key, rows);
  else for (const row of rows) row.created = row.id === null;
  if (options.stop(rows)) return;
  const inserts = live(rows).filter((r) => r.created);
  const updates = live(rows).filter((r) => !r.created);
  if (inserts.length > 0) yield* insertChunk(tx, object, inserts, options);
  if (options.stop(rows)) return;
  if (updates.length > 0) yield* updateChunk(tx, object, updates, options);
}

function* findByKey(
  tx: Transaction,
  object: ObjectSchema,
  key: FieldSchema,
  rows: readonly RowWork[],
): Step<void> {
  const seen = new Set<Stored>();
  yield* tx.step({ kind: 'query', object: object.name, detail: `upsert by ${key.name}` });
  for (const row of rows) {
    const value = toStored(tx.vm, key, row.record.fields.get(key.name) ?? null);
    if (value === null || value === '') {
      fail(row, 'MISSING_ARGUMENT', `${key.name} not specified`, [key.name]);
      continue;
    }
    const folded = typeof value === 'string' && !key.caseSensitive ? value.toLowerCase() : value;
    if (seen.has(folded)) {
      fail(row, 'DUPLICATE_VALUE', `Duplicate external id specified: ${String(value)}`, [key.name]);
      continue;
    }
    seen.add(folded);
    const found = rowsWith(tx, object, key, value);
    if (found.length > 1)
      fail(
        row,
        'DUPLICATE_VALUE',
        `${key.name}: more than one record found for external id field: [${found.join(', ')}]`,
        [key.name],
      );
    row.created = found.length === 0;
    row.id = found[0] ?? null;
  }
}

function rowsWith(
  tx: Transaction,
  object: ObjectSchema,
  key: FieldSchema,
  value: Stored,
): string[] {
  const result = tx.db.query(
    {
      select: [{ kind: 'field', path: ['Id'] }],
      from: object.name,
      where: {
        kind: 'compare',
        left: { kind: 'field', path: [key.name] },
        op: '=',
        right: { kind: 'bind', index: 0 },
      },
      source: `SELECT Id FROM ${object.name} WHERE ${key.name} = :value`,
    },
    [value],
  );
  return result.rows.flatMap((row) => (row.id === undefined ? [] : [row.id]));
}
