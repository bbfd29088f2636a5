/**
 * Values of flows are values of Apex: texts are strings, numbers Decimals, moments Dates and
 * Datetimes, records SObjects, collections Lists. A flow copies what it assigns.
 */
import { Big } from 'bigdecimal.js';
import type { FieldSchema, Stored } from '../../database/schema';
import { ApexDate, ApexDatetime, ApexList, SObjectValue } from '../../runtime/core/values-all';
import type { Value } from '../../runtime/core/values-all';
import type { Vm } from '../../runtime/core/vm';
import { asDecimal, decimalToBigInt, isDecimal } from '../../runtime/library/support/numbers';
import { decimalToInt } from '../../runtime/library/numbers/parse';
import { isoDay, parseDay } from '../../runtime/library/time/datetime-text';
import { apexType, toFieldValue } from '../../runtime/library/sobject/convert';
import type { DataType } from '../model';
import type { ValueType } from '../compile/types';

const DAY = 86_400_000;

/** As texts show it: numbers without trailing zeros, moments in ISO form and GMT. */
export function textOf(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (isDecimal(value)) {
    const text = value.toPlainString();
    return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  }
  if (value instanceof ApexDate) return isoDay(value);
  if (value instanceof ApexDatetime) return new Date(value.ms).toISOString();
  return value === true ? 'true' : 'false';
}

/** A value whose type was found to fit, as the wanted type has it. */
export function convert(value: Value, to: DataType): Value {
  if (value === null || value === undefined) return null;
  if (value instanceof ApexList)
    return new ApexList(
      value.of,
      value.items.map((item) => convert(item, to)),
    );
  switch (to) {
    case 'String':
    case 'Picklist':
    case 'Multipicklist':
      return textOf(value);
    case 'Number':
    case 'Currency':
      return asDecimal(value);
    case 'Date':
      return value instanceof ApexDatetime ? new ApexDate(Math.floor(value.ms / DAY)) : value;
    case 'DateTime':
      return value instanceof ApexDate ? new ApexDatetime(value.days * DAY) : value;
    case 'SObject':
      return copyOf(value as SObjectValue);
    default:
      return value;
  }
}

/** Whoever changes the one does not change the other. */
export function copyOf(record: SObjectValue): SObjectValue {
  const copy = new SObjectValue(record.schema, record.type, record.queried);
  for (const [name, value] of record.fields) copy.fields.set(name, value);
  for (const name of record.dirty) copy.dirty.add(name);
  return copy;
}

/** Value of a field; one that was not loaded is empty. */
export function fieldOf(record: Value, field: FieldSchema): Value {
  if (!(record instanceof SObjectValue)) return null;
  const value = record.fields.get(field.name) ?? null;
  if (value === null) return field.type === 'boolean' ? false : null;
  return typeof value === 'number' ? asDecimal(value) : value;
}

/** Puts a value into a field, in the form that the field has in Apex. */
export function setField(vm: Vm, record: SObjectValue, field: FieldSchema, value: Value): void {
  const fit = apexType(field) === 'Integer' && isDecimal(value) ? decimalToInt(value) : value;
  record.fields.set(field.name, toFieldValue(vm, field, fit));
  record.dirty.add(field.name);
}

/** A value as the formula engine computes with it. */
export function toStored(value: Value): Stored {
  if (value === null || value === undefined) return null;
  if (isDecimal(value)) return value.numberValue();
  if (value instanceof ApexDate) return isoDay(value);
  if (value instanceof ApexDatetime) return value.ms;
  return value as string | boolean;
}

export function fromStored(stored: Stored, to: DataType): Value {
  if (stored === null) return null;
  if (typeof stored === 'number')
    return to === 'DateTime' ? new ApexDatetime(stored) : Big(String(stored));
  return to === 'Date' ? parseDay(String(stored)) : stored;
}

/**
 * A value that comes from outside, from Apex or as JSON; undefined when it has the wrong type.
 * Only JSON may write moments as texts.
 */
export function accept(value: Value, type: ValueType, json = false): Value | undefined {
  if (value === null || value === undefined) return null;
  if (!type.list) return acceptOne(value, type, json);
  const given: readonly Value[] | null = value instanceof ApexList ? value.items : null;
  if (!given) return undefined;
  const items = given.map((item) => acceptOne(item, type, json));
  return items.includes(undefined) ? undefined : new ApexList(listOf(type), items);
}

/** Run-time name of what a collection holds. */
export function listOf({ data, object }: ValueType): string {
  if (data === 'SObject') return object ?? 'SObject';
  if (data === 'Number' || data === 'Currency') return 'Decimal';
  if (data === 'DateTime') return 'Datetime';
  return data === 'Boolean' || data === 'Date' ? data : 'String';
}

function acceptOne(value: Value, type: ValueType, json: boolean): Value | undefined {
  switch (type.data) {
    case 'String':
    case 'Picklist':
    case 'Multipicklist':
      return typeof value === 'string' ? value : undefined;
    case 'Number':
    case 'Currency':
      return asDecimal(value) ?? undefined;
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'SObject':
      if (!(value instanceof SObjectValue)) return undefined;
      return value.type.toLowerCase() === type.object?.toLowerCase() ? copyOf(value) : undefined;
    case 'Date':
    case 'DateTime': {
      const at = json && typeof value === 'string' ? momentOf(value) : value;
      const isMoment = at instanceof ApexDate || at instanceof ApexDatetime;
      return isMoment ? convert(at, type.data) : undefined;
    }
  }
}

/** `2026-01-31` or `2026-01-31T10:00:00Z`; the text itself when it is neither. */
export function momentOf(text: string): Value {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? parseDay(text) : null;
  if (day) return day;
  const ms = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(ms) ? text : new ApexDatetime(ms);
}

/** A value of a flow as a parameter of invocable Apex takes it. */
export function toApex(vm: Vm, value: Value, type: string): Value {
  if (value === null || value === undefined) return null;
  if (isDecimal(value) && type === 'Integer') return decimalToInt(value);
  if (isDecimal(value) && type === 'Long') return BigInt.asIntN(64, decimalToBigInt(value));
  return vm.cast(value instanceof SObjectValue ? copyOf(value) : value, type);
}

/** What invocable Apex gave, as flows have it. */
export function fromApex(value: Value, type: ValueType): Value {
  if (!(value instanceof ApexList)) return convert(value, type.data);
  return new ApexList(
    listOf(type),
    value.items.map((item) => convert(item, type.data)),
  );
}
