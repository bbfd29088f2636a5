/** EventBus.publish: events join the commit, or leave at once, as their definition says. */
import type { ObjectSchema } from '../database/schema';
import type { RowResult } from '../runtime/host';
import { SObjectValue } from '../runtime/core/values-all';
import type { Step } from '../scheduler/suspension';
import { applyDefaults } from './dml/audit';
import { overlay, rowWork, type RowWork } from './dml/rows';
import { checkRequired, validated } from './dml/validate';
import { fromStored } from './field-values';
import { DURING_MAINTENANCE, isReadOnly } from './maintenance';
import type { PublishedEvent } from './services';
import type { Transaction } from './transaction';

export function* publish(tx: Transaction, events: readonly SObjectValue[]): Step<RowResult[]> {
  if (events.length === 0) return [];
  for (const event of events)
    if (tx.schema.object(event.type)?.kind !== 'event')
      throw tx.vm.exception(
        'System.TypeException',
        `Invalid type for EventBus.publish: ${event.type}`,
      );
  return yield* publishAll(tx, events);
}

/** Publishes events of one call: it counts once for each way of publishing that it uses. */
export function* publishAll(tx: Transaction, events: readonly SObjectValue[]): Step<RowResult[]> {
  const objects = events.map((e) => tx.schema.object(e.type)!);
  const immediate = (object: ObjectSchema): boolean =>
    object.publishBehavior === 'PublishImmediately';
  if (objects.some((o) => !immediate(o))) tx.limits.use('DmlStatements');
  if (objects.some(immediate)) {
    tx.limits.use('PublishImmediateDML');
    yield* tx.step({
      kind: 'publish',
      object: objects[0]!.name,
      detail: `${events.length} events`,
    });
  }
  if (isReadOnly(tx))
    return events.map(() => ({ success: false, id: null, errors: [DURING_MAINTENANCE] }));
  const now: PublishedEvent[] = [];
  const results = events.map((event, index) => {
    const object = objects[index]!;
    const row = prepare(tx, object, rowWork(index, event));
    if (row.errors.length > 0) return { success: false, id: null, errors: row.errors };
    const published = { object: object.name, event: row.now, publisher: tx.user };
    if (immediate(object)) now.push(published);
    else tx.events.push(published);
    return { success: true, id: `${object.keyPrefix}xx0000000000AAA`, errors: [] };
  });
  tx.services.async.deliver(now);
  return results;
}

/** A copy of the event with everything that the platform adds. */
function prepare(tx: Transaction, object: ObjectSchema, row: RowWork): RowWork {
  row.now = new SObjectValue(object, object.name);
  overlay(row.now, row.record, row.record.fields.keys());
  applyDefaults(tx, object, row);
  checkRequired(object, row);
  validated(tx, object, row, row.now.fields.keys());
  const created = object.fields.get('createddate');
  if (created)
    row.now.fields.set(created.name, fromStored(created, Math.floor(tx.now() / 1000) * 1000));
  if (object.fields.has('createdbyid')) row.now.fields.set('CreatedById', tx.user.id);
  if (object.fields.has('eventuuid')) row.now.fields.set('EventUuid', uuid(tx));
  return row;
}

function uuid(tx: Transaction): string {
  return 'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx'.replace(/x/g, () =>
    tx.services.random.below(16).toString(16),
  );
}
