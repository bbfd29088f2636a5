/** System validation: what the platform checks after the before triggers. */
import type { FieldSchema, ObjectSchema, Stored } from '../../database/schema';
import { objectOfId } from '../ids';
import { toStored } from '../field-values';
import type { Transaction } from '../transaction';
import { fail, type RowWork } from './rows';

const TEXT = new Set([
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'email',
  'phone',
  'url',
  'base64',
]);
const NUMBERS = new Set(['int', 'double', 'currency', 'percent']);

/** The values of `names` in stored form; problems go to the row's errors. */
export function validated(
  tx: Transaction,
  object: ObjectSchema,
  row: RowWork,
  names: Iterable<string>,
): Record<string, Stored> {
  const values: Record<string, Stored> = {};
  for (const name of names) {
    const field = object.fields.get(name.toLowerCase());
    if (!field || field.name === 'Id' || field.type === 'autonumber' || field.formula) continue;
    const value = toStored(tx.vm, field, row.now.fields.get(field.name) ?? null);
    values[field.name] = value === '' ? null : value;
    checkValue(tx, field, value, row);
  }
  return values;
}

/** Required fields without a value, all in one error as the platform reports them. */
export function checkRequired(
  object: ObjectSchema,
  row: RowWork,
  only?: ReadonlySet<string>,
): void {
  const missing: string[] = [];
  for (const field of object.fields.values()) {
    if (!field.required || field.type === 'boolean' || field.type === 'autonumber') continue;
    if (only && !only.has(field.name)) continue;
    const value = row.now.fields.get(field.name);
    if (value === null || value === undefined || value === '') missing.push(field.name);
  }
  if (missing.length > 0)
    fail(
      row,
      'REQUIRED_FIELD_MISSING',
      `Required fields are missing: [${missing.join(', ')}]`,
      missing,
    );
}

function checkValue(tx: Transaction, field: FieldSchema, value: Stored, row: RowWork): void {
  if (value === null || value === '') {
    if (field.type === 'boolean' && row.now.fields.has(field.name))
      fail(row, 'INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.label}: value not of required type: `, [
        field.name,
      ]);
    return;
  }
  if (TEXT.has(field.type) && typeof value === 'string') checkText(field, value, row);
  else if (NUMBERS.has(field.type) && typeof value === 'number') checkNumber(field, value, row);
  else if (field.type === 'reference' && typeof value === 'string')
    checkReference(tx, field, value, row);
}

function checkText(field: FieldSchema, value: string, row: RowWork): void {
  if (field.length !== undefined && value.length > field.length) {
    const shown = value.length > 255 ? value.slice(0, 255) : value;
    fail(
      row,
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${shown} (max length=${field.length})`,
      [field.name],
    );
  }
  if (field.type === 'picklist' || field.type === 'multipicklist') checkPicklist(field, value, row);
  if (field.type === 'email' && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value))
    fail(row, 'INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${value}`, [
      field.name,
    ]);
}

function checkPicklist(field: FieldSchema, value: string, row: RowWork): void {
  if (!field.restricted || !field.picklistValues) return;
  const chosen = field.type === 'multipicklist' ? value.split(';') : [value];
  const known = new Set(field.picklistValues.map((v) => v.toLowerCase()));
  const bad = chosen.find((v) => !known.has(v.toLowerCase()));
  if (bad !== undefined)
    fail(
      row,
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${field.label}: bad value for restricted picklist field: ${bad}`,
      [field.name],
    );
}

function checkNumber(field: FieldSchema, value: number, row: RowWork): void {
  if (field.precision === undefined) return;
  const digits = field.precision - (field.scale ?? 0);
  if (Math.abs(value) < 10 ** digits) return;
  fail(
    row,
    'NUMBER_OUTSIDE_VALID_RANGE',
    `${field.label}: value outside of valid range on numeric field: ${value}`,
    [field.name],
  );
}

function checkReference(tx: Transaction, field: FieldSchema, value: string, row: RowWork): void {
  const target = objectOfId(tx.schema, value);
  const allowed = field.referenceTo ?? [];
  if (target && (allowed.length === 0 || allowed.includes(target.name))) return;
  fail(row, 'FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${value}`, [
    field.name,
  ]);
}
