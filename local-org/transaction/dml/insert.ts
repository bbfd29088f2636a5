/** Insert of one chunk, in save order. */
import type { ObjectSchema, Stored } from '../../database/schema';
import { SObjectValue } from '../../runtime/core/values-all';
import type { Operation, Step } from '../../scheduler/suspension';
import { fieldError, objectError } from '../access/writes';
import type { Transaction } from '../transaction';
import { Patience } from '../waiting';
import { checkAssignment } from './assignments';
import { applyDefaults, composeName, stampInsert } from './audit';
import { resolveParents } from './external-parents';
import { fire } from './fire';
import { checkRules, computeFormulas } from './formulas';
import { fail, live, overlay, recordOf, type RowWork } from './rows';
import type { ChunkOptions } from './statement';
import { checkRequired, validated } from './validate';
import { writeRow } from './write';

export function* insertChunk(
  tx: Transaction,
  object: ObjectSchema,
  rows: readonly RowWork[],
  options: ChunkOptions,
): Step<void> {
  for (const row of rows) prepare(tx, object, row, options);
  yield* resolveParents(tx, object, live(rows));
  yield* fire(tx, object, 'before insert', rows);
  if (options.stop(rows)) return;
  const checked = live(rows).map((row) => {
    checkRequired(object, row);
    const values = validated(tx, object, row, row.now.fields.keys());
    checkRules(tx, object, row);
    return { row, values };
  });
  if (options.stop(rows)) return;
  const op: Operation = {
    kind: 'insert',
    object: object.name,
    detail: keysOf(
      object,
      checked.map((c) => c.values),
    ),
  };
  yield* tx.step(op);
  const patience = new Patience(tx);
  for (const { row, values } of checked) {
    if (row.errors.length > 0) continue;
    stampInsert(tx, object, values);
    composeName(object, row, values);
    checkAssignment(tx, object, values, row);
    if (row.errors.length > 0) continue;
    const outcome = yield* writeRow(tx, patience, op, row, () => tx.db.insert(object.name, values));
    if (!outcome || !('id' in outcome)) continue;
    row.id = outcome.id;
    row.now = recordOf(tx, object, tx.db.read(object.name, outcome.id)!);
  }
  if (options.stop(rows)) return;
  yield* fire(tx, object, 'after insert', rows);
}

/** How many rows, and their unique values: what other inserts may meet. */
function keysOf(object: ObjectSchema, rows: readonly Readonly<Record<string, Stored>>[]): string {
  const keys: string[] = [];
  for (const field of object.fields.values())
    if (field.unique)
      for (const row of rows) {
        const value = row[field.name] ?? null;
        if (value !== null) keys.push(`${field.name}=${String(value)}`);
      }
  return [`${rows.length} rows`, ...keys].join(' ');
}

function prepare(tx: Transaction, object: ObjectSchema, row: RowWork, options: ChunkOptions): void {
  if (row.record.fields.get('Id'))
    return fail(row, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', [
      'Id',
    ]);
  const denied =
    objectError(tx, object, 'create', options.access) ??
    fieldError(tx, object, row.record, options.access);
  if (denied) {
    row.errors.push(denied);
    return;
  }
  row.now = new SObjectValue(object, object.name);
  overlay(row.now, row.record, row.record.fields.keys());
  applyDefaults(tx, object, row);
  computeFormulas(tx, object, row.now);
}
