/** `new Child__c(Parent__r = new Parent__c(Key__c = 'a'))`: finds parents by their external ids. */
import type { FieldSchema, ObjectSchema } from '../../database/schema';
import { SObjectValue } from '../../runtime/core/values-all';
import type { Step } from '../../scheduler/suspension';
import { toStored } from '../field-values';
import type { Transaction } from '../transaction';
import { fail, type RowWork } from './rows';

export function* resolveParents(
  tx: Transaction,
  object: ObjectSchema,
  rows: readonly RowWork[],
): Step<void> {
  for (const field of object.fields.values()) {
    if (!field.relationshipName) continue;
    for (const row of rows) {
      const parent = row.record.fields.get(field.relationshipName);
      // Parents that were queried say nothing new; those made by Apex name a key.
      if (parent instanceof SObjectValue && !parent.queried && parent.dirty.size > 0)
        yield* resolve(tx, field, row, parent);
    }
  }
}

function* resolve(
  tx: Transaction,
  field: FieldSchema,
  row: RowWork,
  parent: SObjectValue,
): Step<void> {
  const key = [...parent.dirty]
    .map((name) => parent.schema?.fields.get(name.toLowerCase()))
    .find((f) => f?.externalId);
  if (!key || !parent.schema) return;
  yield* tx.step({ kind: 'query', object: parent.schema.name, detail: `by ${key.name}` });
  const value = toStored(tx.vm, key, parent.fields.get(key.name) ?? null);
  const found = tx.db.query(
    {
      select: [{ kind: 'field', path: ['Id'] }],
      from: parent.schema.name,
      where: {
        kind: 'compare',
        left: { kind: 'field', path: [key.name] },
        op: '=',
        right: { kind: 'bind', index: 0 },
      },
      source: `SELECT Id FROM ${parent.schema.name} WHERE ${key.name} = :value`,
    },
    [value],
  ).rows[0];
  if (!found?.id)
    return fail(
      row,
      'INVALID_FIELD',
      `Foreign key external ID: ${String(value)} not found for field ${key.name} in entity ${parent.schema.name}`,
    );
  row.now.fields.set(field.name, found.id);
  row.now.dirty.add(field.name);
}
