/** Delete and undelete of one chunk. */
import type { ObjectSchema, Stored } from '../../database/schema';
import type { Operation, Step } from '../../scheduler/suspension';
import { objectError } from '../access/writes';
import type { Transaction } from '../transaction';
import { Patience } from '../waiting';
import { stampUpdate } from './audit';
import { fire } from './fire';
import { idsOf, live, recordOf, type RowWork } from './rows';
import type { ChunkOptions } from './statement';
import { checkId, lockAndLoad } from './update';
import { writeRow } from './write';

export function* deleteChunk(
  tx: Transaction,
  object: ObjectSchema,
  rows: readonly RowWork[],
  options: ChunkOptions,
): Step<void> {
  check(tx, object, rows, options);
  if (options.stop(rows)) return;
  const patience = new Patience(tx);
  const op: Operation = { kind: 'delete', object: object.name, ids: idsOf(live(rows)) };
  yield* lockAndLoad(tx, object, rows, options, op, patience);
  if (options.stop(rows)) return;
  yield* fire(tx, object, 'before delete', rows);
  if (options.stop(rows)) return;
  // Details and lookups that point here are written too: others may go first.
  if (hasChildren(tx, object)) yield* tx.step(op);
  for (const row of live(rows))
    yield* writeRow(tx, patience, op, row, () => tx.db.delete(object.name, row.id!));
  if (options.stop(rows)) return;
  yield* fire(tx, object, 'after delete', rows);
}

export function* undeleteChunk(
  tx: Transaction,
  object: ObjectSchema,
  rows: readonly RowWork[],
  options: ChunkOptions,
): Step<void> {
  check(tx, object, rows, options);
  if (options.stop(rows)) return;
  const op: Operation = { kind: 'undelete', object: object.name, ids: idsOf(live(rows)) };
  yield* tx.step(op);
  const patience = new Patience(tx);
  for (const row of live(rows)) {
    const outcome = yield* writeRow(tx, patience, op, row, () =>
      tx.db.undelete(object.name, row.id!),
    );
    if (!outcome) continue;
    const stamps: Record<string, Stored> = {};
    stampUpdate(tx, object, stamps);
    tx.db.update(object.name, row.id!, stamps);
    row.now = recordOf(tx, object, tx.db.read(object.name, row.id!)!);
  }
  if (options.stop(rows)) return;
  yield* fire(tx, object, 'after undelete', rows);
}

function check(
  tx: Transaction,
  object: ObjectSchema,
  rows: readonly RowWork[],
  options: ChunkOptions,
): void {
  for (const row of rows) {
    checkId(tx, object, row);
    const denied = objectError(tx, object, 'delete', options.access);
    if (denied && row.errors.length === 0) row.errors.push(denied);
  }
}

function hasChildren(tx: Transaction, object: ObjectSchema): boolean {
  return tx.schema.children(object.name).some((c) => c.field.custom);
}
