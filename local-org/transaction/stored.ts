/** Between values of the database and values of Apex. */
import type { ResultRow, ResultValue } from '../database/contract';
import type { FieldSchema, ObjectSchema, Schema, Stored } from '../database/schema';
import { ApexList, SObjectValue, type Value } from '../runtime/core/values-all';
import { fromStored } from './field-values';

/** The value of one bind: one stored value, or several for IN. */
export function toBind(value: Value, plain: (value: Value) => Stored): Stored | readonly Stored[] {
  if (value instanceof ApexList) return value.items.map((v) => plain(v));
  const set = value as { values?: () => Iterable<Value>; size?: number } | null;
  if (set && typeof set === 'object' && typeof set.values === 'function' && 'keying' in set)
    return [...set.values()].map((v) => plain(v));
  return plain(value);
}

/** Of these the value in an aggregate result is what it is in a record. */
const MOMENTS: ReadonlySet<string> = new Set(['date', 'datetime', 'time']);

/** A row of an aggregate result as Apex sees it; `fields` are those behind its aliases. */
export function toAggregate(
  schema: Schema,
  row: ResultRow,
  fields: ReadonlyMap<string, FieldSchema>,
): SObjectValue {
  const record = toSObject(schema, row);
  for (const [name, value] of Object.entries(row.values)) {
    const field = fields.get(name.toLowerCase());
    if (field && MOMENTS.has(field.type))
      record.fields.set(name, fromStored(field, value as Stored));
  }
  return record;
}

/** A row of a query result as Apex sees it. */
export function toSObject(schema: Schema, row: ResultRow): SObjectValue {
  const object = schema.object(row.object) ?? null;
  const record = new SObjectValue(object, row.object, true);
  if (row.id !== undefined) record.fields.set('Id', row.id);
  for (const [name, value] of Object.entries(row.values))
    record.fields.set(name, resultValue(schema, object, name, value));
  return record;
}

function resultValue(
  schema: Schema,
  object: ObjectSchema | null,
  name: string,
  value: ResultValue,
): Value {
  if (Array.isArray(value)) {
    const rows = value as readonly ResultRow[];
    return new ApexList(
      rows[0]?.object ?? 'SObject',
      rows.map((r) => toSObject(schema, r)),
    );
  }
  if (value !== null && typeof value === 'object') return toSObject(schema, value as ResultRow);
  const field = object?.fields.get(name.toLowerCase());
  return field ? fromStored(field, value) : aggregateValue(value);
}

/** Aggregates lose their field: whole numbers are Integer, others Decimal. */
function aggregateValue(value: Stored): Value {
  if (typeof value !== 'number' || Number.isInteger(value)) return value;
  return fromStored(DECIMAL, value);
}

const DECIMAL: FieldSchema = {
  name: '',
  label: '',
  type: 'double',
  createable: false,
  updateable: false,
  custom: false,
};
