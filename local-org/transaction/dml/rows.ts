/** The rows of one chunk of a DML statement on their way through the save order. */
import type { Values } from '../../database/contract';
import type { ObjectSchema } from '../../database/schema';
import type { RowError, RowResult } from '../../runtime/host';
import { SObjectValue } from '../../runtime/core/values-all';
import { fromStored } from '../field-values';
import type { Transaction } from '../transaction';
import { computeFormulas } from './formulas';

export interface RowWork {
  /** Position in the statement. */
  readonly index: number;
  /** The caller's own object. */
  readonly record: SObjectValue;
  id: string | null;
  /** What triggers see as Trigger.new. */
  now: SObjectValue;
  /** What triggers see as Trigger.old, and what it was made from. */
  old: SObjectValue | null;
  stored: Values | null;
  readonly errors: RowError[];
  /** Upsert only. */
  created?: boolean;
}

export function rowWork(index: number, record: SObjectValue): RowWork {
  const id = (record.fields.get('Id') as string | null | undefined) ?? null;
  return { index, record, id, now: record, old: null, stored: null, errors: [] };
}

export function live(rows: readonly RowWork[]): RowWork[] {
  return rows.filter((r) => r.errors.length === 0);
}

export function fail(
  row: RowWork,
  statusCode: string,
  message: string,
  fields: readonly string[] = [],
): void {
  row.errors.push({ statusCode, message, fields });
}

export function resultOf(row: RowWork): RowResult {
  const success = row.errors.length === 0;
  return {
    success,
    id: success ? row.id : null,
    // An insert of a record that has an Id is refused for that Id.
    target: row.id ?? (row.record.fields.get('Id') as string | null | undefined) ?? null,
    ...(row.created === undefined ? {} : { created: row.created && success }),
    errors: row.errors,
  };
}

/** A record with all fields of a stored row. */
export function recordOf(tx: Transaction, object: ObjectSchema, values: Values): SObjectValue {
  const record = new SObjectValue(object, object.name);
  for (const field of object.fields.values()) {
    const value = values[field.name];
    if (value === undefined && field.type !== 'boolean') continue;
    record.fields.set(field.name, fromStored(field, value));
  }
  computeFormulas(tx, object, record);
  return record;
}

/** Copies what the caller set: real fields only, no related records. */
export function overlay(target: SObjectValue, source: SObjectValue, names: Iterable<string>): void {
  for (const name of names) {
    const field = target.schema?.fields.get(name.toLowerCase());
    if (!field) continue;
    target.fields.set(field.name, source.fields.get(name) ?? null);
    target.dirty.add(field.name);
  }
}

/** For the fields of a row: `[first, second]`, at most a few Ids. */
export function idsOf(rows: readonly RowWork[]): string[] {
  return rows.flatMap((r) => (r.id === null ? [] : [r.id]));
}
