/** Update of one chunk, in save order. */
import type { Values } from '../../database/contract';
import type { ObjectSchema, Stored } from '../../database/schema';
import type { Operation, Step } from '../../scheduler/suspension';
import { bindsSharing, fieldError, NOT_SHARED, objectError } from '../access/writes';
import { toStored } from '../field-values';
import { objectOfId } from '../ids';
import type { Transaction } from '../transaction';
import { isBlocked, Patience, TIMED_OUT } from '../waiting';
import { composeName, stampUpdate } from './audit';
import { resolveParents } from './external-parents';
import { fire } from './fire';
import { checkRules, computeFormulas } from './formulas';
import { fail, idsOf, live, overlay, recordOf, type RowWork } from './rows';
import type { ChunkOptions } from './statement';
import { checkRequired, validated } from './validate';
import { gone, unlockable, writeRow } from './write';

export function* updateChunk(
  tx: Transaction,
  object: ObjectSchema,
  rows: readonly RowWork[],
  options: ChunkOptions,
): Step<void> {
  for (const row of rows) {
    checkId(tx, object, row);
    const denied =
      objectError(tx, object, 'edit', options.access) ??
      fieldError(tx, object, row.record, options.access);
    if (denied && row.errors.length === 0) row.errors.push(denied);
  }
  if (options.stop(rows)) return;
  const patience = new Patience(tx);
  const op: Operation = { kind: 'update', object: object.name, ids: idsOf(live(rows)) };
  yield* lockAndLoad(tx, object, rows, options, op, patience);
  if (options.stop(rows)) return;
  for (const row of live(rows)) {
    overlay(row.now, row.record, changedByCaller(row));
    computeFormulas(tx, object, row.now);
  }
  yield* resolveParents(tx, object, live(rows));
  yield* fire(tx, object, 'before update', rows);
  if (options.stop(rows)) return;
  const checked = live(rows).map((row) => {
    const names = changedFields(tx, object, row);
    checkRequired(object, row, new Set(names));
    const values = validated(tx, object, row, names);
    checkRules(tx, object, row);
    return { row, values };
  });
  if (options.stop(rows)) return;
  if (checked.some((c) => touchesUnique(object, c.values))) yield* tx.step(op);
  for (const { row, values } of checked) {
    stampUpdate(tx, object, values);
    composeName(object, row, values);
    const outcome = yield* writeRow(tx, patience, op, row, () =>
      tx.db.update(object.name, row.id!, values),
    );
    if (outcome) row.now = recordOf(tx, object, tx.db.read(object.name, row.id!)!);
  }
  if (options.stop(rows)) return;
  yield* fire(tx, object, 'after update', rows);
}

/** Takes the row locks, and loads the old values before or after them. */
export function* lockAndLoad(
  tx: Transaction,
  object: ObjectSchema,
  rows: readonly RowWork[],
  options: ChunkOptions,
  op: Operation,
  patience: Patience,
): Step<void> {
  const before = tx.services.settings.loadOld === 'beforeLock';
  yield* tx.step(op);
  if (before) {
    load(tx, object, rows, options);
    // Others may write between the load and the lock: that is the point of this setting.
    yield* tx.step(op);
  }
  const ids = idsOf(live(rows));
  const locked = yield* patience.wait(op, () => tx.db.lock(object.name, ids));
  if (locked === TIMED_OUT)
    for (const row of live(rows))
      if (isBlocked(tx.db.lock(object.name, [row.id!]))) unlockable(row);
  if (!before) load(tx, object, rows, options);
  else
    for (const row of live(rows)) if (!tx.db.read(object.name, row.id!)) gone(tx, object.name, row);
}

function load(
  tx: Transaction,
  object: ObjectSchema,
  rows: readonly RowWork[],
  options: ChunkOptions,
): void {
  const shared = !bindsSharing(tx, object, options.access);
  for (const row of live(rows)) {
    const values = tx.db.read(object.name, row.id!);
    if (!values) gone(tx, object.name, row);
    else if (!shared && values['OwnerId'] !== tx.user.id) row.errors.push(NOT_SHARED);
    else {
      row.stored = values;
      row.old = recordOf(tx, object, values);
      row.now = recordOf(tx, object, values);
    }
  }
}

export function checkId(tx: Transaction, object: ObjectSchema, row: RowWork): void {
  if (row.id === null) return fail(row, 'MISSING_ARGUMENT', 'Id not specified in an update call');
  if (objectOfId(tx.schema, row.id)?.name !== object.name)
    fail(row, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
}

function changedByCaller(row: RowWork): string[] {
  return [...row.record.dirty].filter((name) => name !== 'Id');
}

/** What the save writes. See `Settings.staleSave` for rows that were loaded before their lock. */
function changedFields(tx: Transaction, object: ObjectSchema, row: RowWork): string[] {
  const { loadOld, staleSave } = tx.services.settings;
  const all = loadOld === 'beforeLock' && staleSave === 'all';
  const names: string[] = [];
  for (const field of object.fields.values()) {
    if (!field.updateable || field.name === 'Id') continue;
    const now = toStored(tx.vm, field, row.now.fields.get(field.name) ?? null);
    if (all || now !== storedOf(row.stored!, field.name)) names.push(field.name);
  }
  return names;
}

function storedOf(values: Values, name: string): Stored {
  return values[name] ?? null;
}

function touchesUnique(object: ObjectSchema, values: Values): boolean {
  return Object.keys(values).some((name) => object.fields.get(name.toLowerCase())?.unique);
}
