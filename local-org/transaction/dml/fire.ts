/** Runs the triggers of one event on the rows of a chunk. */
import type { TriggerEvent } from '../../language/classes';
import type { CompiledTrigger } from '../../language/program';
import type { ObjectSchema } from '../../database/schema';
import type { SaveMoment } from '../../runtime/flows';
import type { TriggerContext } from '../../runtime/host';
import { SObjectValue, type ApexList, type Value } from '../../runtime/core/values-all';
import type { Step } from '../../scheduler/suspension';
import type { Transaction } from '../transaction';
import { collectErrors } from './record-errors';
import { fail, live, type RowWork } from './rows';

const MAX_DEPTH = 16;

export function hasTriggers(
  tx: Transaction,
  object: string,
  events: readonly TriggerEvent[],
): boolean {
  const { program, flows } = tx;
  return events.some(
    (e) => program.triggers(object, e).length > 0 || (isSave(e) && flows.startWith(object, e)),
  );
}

/**
 * Fires `event` for the rows without errors; what triggers and flows refuse ends up in the rows' errors.
 * Record-triggered flows run before the before triggers and after the after triggers:
 * https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_triggers_order_of_execution.htm
 */
export function* fire(
  tx: Transaction,
  object: ObjectSchema,
  event: TriggerEvent,
  rows: readonly RowWork[],
): Step<void> {
  const isBefore = event.startsWith('before');
  if (isBefore) yield* startFlows(tx, object, event, rows);
  yield* fireTriggers(tx, object, event, rows);
  if (!isBefore) yield* startFlows(tx, object, event, rows);
}

function isSave(event: TriggerEvent): event is TriggerEvent & SaveMoment {
  return event.endsWith(' insert') || event.endsWith(' update');
}

function* startFlows(
  tx: Transaction,
  object: ObjectSchema,
  event: TriggerEvent,
  rows: readonly RowWork[],
): Step<void> {
  if (!isSave(event) || !tx.flows.startWith(object.name, event)) return;
  const flowRows = live(rows).map((row) => ({
    record: row.now,
    prior: row.old,
    fail: (statusCode: string, message: string, fields: readonly string[]) =>
      fail(row, statusCode, message, fields),
  }));
  if (flowRows.length > 0) yield* tx.flows.saved(tx.vm, tx, object.name, event, flowRows);
}

function* fireTriggers(
  tx: Transaction,
  object: ObjectSchema,
  event: TriggerEvent,
  rows: readonly RowWork[],
): Step<void> {
  const triggers = tx.program.triggers(object.name, event);
  if (triggers.length === 0) return;
  const affected = live(rows);
  if (affected.length === 0) return;
  if (tx.triggers.length >= MAX_DEPTH)
    throw tx.vm.exception('System.LimitException', 'Maximum trigger depth exceeded');
  tx.triggers.push(contextOf(tx, object, event, affected));
  try {
    for (const trigger of triggers) {
      if (yield* runOne(tx, trigger, event, affected)) return;
    }
    for (const row of affected) collectErrors(row);
  } finally {
    tx.triggers.pop();
  }
}

/** An exception that leaves a trigger fails every row of the chunk. */
function* runOne(
  tx: Transaction,
  trigger: CompiledTrigger,
  event: TriggerEvent,
  rows: readonly RowWork[],
): Step<boolean> {
  const title = `${trigger.name} on ${trigger.object} trigger event ${eventName(event)}`;
  const unit = [title, `__sfdc_trigger/${trigger.name}`];
  tx.log.add('CODE_UNIT_STARTED', '[EXTERNAL]', ...unit);
  try {
    yield* trigger.run();
    return false;
  } catch (error) {
    const exception = tx.vm.caught(error);
    const failure = exception === null ? null : tx.vm.failure(error);
    if (!failure) throw error;
    const message =
      `${trigger.name}: execution of ${eventName(event)}\n\ncaused by: ${failure.type}: ` +
      `${failure.message}\n\n${withinTrigger(failure.stackTrace)}`;
    for (const row of rows) fail(row, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message);
    return true;
  } finally {
    tx.log.add('CODE_UNIT_FINISHED', ...unit);
  }
}

/** Frames of the trigger and what it called, not of the code whose DML fired it. */
function withinTrigger(stackTrace: string): string {
  const frames = stackTrace.split('\n');
  const at = frames.findIndex((f) => f.startsWith('Trigger.'));
  return frames.slice(0, at < 0 ? undefined : at + 1).join('\n');
}

/** `before insert` is `BeforeInsert` in messages. */
function eventName(event: TriggerEvent): string {
  return event.replace(/(?:^| )(\w)/g, (_all, c: string) => c.toUpperCase());
}

function contextOf(
  tx: Transaction,
  object: ObjectSchema,
  event: TriggerEvent,
  rows: readonly RowWork[],
): TriggerContext {
  const isInsert = event.endsWith('insert');
  const isDelete = event.endsWith('delete') && !event.endsWith('undelete');
  const isUpdate = event.endsWith('update');
  const isBefore = event.startsWith('before');
  for (const row of rows) {
    if (!isBefore) row.now.readOnly = true;
    if (row.old) row.old.readOnly = true;
  }
  const news = isDelete
    ? null
    : list(
        tx,
        object,
        rows.map((r) => r.now),
      );
  const olds =
    isUpdate || isDelete
      ? list(
          tx,
          object,
          rows.map((r) => r.old),
        )
      : null;
  return {
    isBefore,
    isInsert,
    isUpdate,
    isDelete,
    isUndelete: event.endsWith('undelete'),
    newList: news,
    newMap: news && !(isBefore && isInsert) ? byId(tx, object, news) : null,
    oldList: olds,
    oldMap: olds ? byId(tx, object, olds) : null,
    size: rows.length,
    operation: event.toUpperCase().replace(' ', '_'),
  };
}

function list(tx: Transaction, object: ObjectSchema, records: readonly Value[]): ApexList {
  return tx.vm.list(object.name, [...records]);
}

function byId(tx: Transaction, object: ObjectSchema, records: ApexList): Value {
  const map = tx.vm.map('Id', object.name);
  for (const record of records.items)
    if (record instanceof SObjectValue) map.put(record.fields.get('Id') ?? null, record);
  return map;
}
