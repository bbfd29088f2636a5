/** What the type of a field means for storing, comparing and indexing its values. */
import { normalizeId } from './ids';
import type { FieldSchema, Stored } from './schema';

/** What two values are compared by. Equal keys mean equal values for SOQL and for unique fields. */
export type Key = string | number | boolean;

export type FieldKind = 'id' | 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'time';

const KINDS: Readonly<Record<FieldSchema['type'], FieldKind>> = {
  id: 'id',
  reference: 'id',
  boolean: 'boolean',
  int: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
  string: 'text',
  textarea: 'text',
  picklist: 'text',
  multipicklist: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  autonumber: 'text',
  base64: 'text',
};

export function kindOf(field: Pick<FieldSchema, 'type'>): FieldKind {
  return KINDS[field.type];
}

/** How values of `field` become keys: text ignores case unless the field minds it. */
export function keyFunction(field: FieldSchema): (value: Stored | undefined) => Key | null {
  if (kindOf(field) !== 'text' || field.caseSensitive) return exactKey;
  return foldedKey;
}

const exactKey = (value: Stored | undefined): Key | null => value ?? null;
const foldedKey = (value: Stored | undefined): Key | null =>
  typeof value === 'string' ? value.toLowerCase() : (value ?? null);

/** Orders keys of one field. */
export function compareKeys(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The form in which the platform keeps a value: empty text is null, a checkbox is never null, Ids
 * have 18 characters, and date-times lose their milliseconds.
 */
export function normalizeValue(field: FieldSchema, value: Stored): Stored {
  switch (kindOf(field)) {
    case 'boolean':
      return value ?? false;
    case 'id':
      return typeof value === 'string' && value !== '' ? normalizeId(value) : null;
    case 'text':
      return value === '' ? null : value;
    case 'datetime':
      return typeof value === 'number' ? Math.floor(value / 1000) * 1000 : value;
    default:
      return value;
  }
}
