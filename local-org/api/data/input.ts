/** JSON values of a request → values as the database stores them. */
import type { FieldSchema, FieldType, ObjectSchema, Stored } from '../../database/schema';
import { OrgError } from '../../org/contract';
import type { JsonObject } from '../body';
import { isObject } from '../body';
import { jsonError } from '../errors';
import type { RowError } from '../types';
import { to18 } from './ids';

/** A parent that is named by its external id: `{ "Lane__r": { "Key__c": "sync" } }`. */
export interface ParentByKey {
  readonly field: FieldSchema;
  readonly target: string;
  readonly key: string;
  readonly value: unknown;
}

export interface RowInput {
  readonly values: Readonly<Record<string, Stored>>;
  readonly parents: readonly ParentByKey[];
  /** Reasons for which the row cannot be written. */
  readonly errors: readonly RowError[];
}

export type Write = 'insert' | 'update' | 'upsert';

function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'VALUE_STRING';
  if (typeof value === 'number')
    return Number.isInteger(value) ? 'VALUE_NUMBER_INT' : 'VALUE_NUMBER_FLOAT';
  if (typeof value === 'boolean') return value ? 'VALUE_TRUE' : 'VALUE_FALSE';
  return Array.isArray(value) ? 'START_ARRAY' : 'START_OBJECT';
}

function refuse(type: FieldType, value: unknown): never {
  const shown =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? ` value ${value}`
      : '';
  throw jsonError(
    `Cannot deserialize instance of ${type} from ${kindOf(value)}${shown} or request may be missing a required field`,
  );
}

const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** `2026-01-05T09:00:00.000+0000` and its kin; a bare date is its first moment in GMT. */
function parseDatetime(text: string): number | undefined {
  const [, date, time = '00:00', zone = 'Z'] = ISO.exec(text) ?? [];
  if (date === undefined || parseDate(date) === undefined) return undefined;
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const ms = Date.parse(`${date}T${time}${offset}`);
  return Number.isNaN(ms) ? undefined : ms;
}

function parseDate(text: string): string | undefined {
  const date = ISO.exec(text)?.[1];
  if (date === undefined) return undefined;
  const ms = Date.parse(`${date}T00:00:00Z`);
  // Date.parse takes 31 April for 1 May.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date) ? date : undefined;
}

function parseTime(text: string): number | undefined {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?Z?$/.exec(text);
  if (parts === null) return undefined;
  const [, hours, minutes, seconds = '0', fraction = '0'] = parts;
  return (
    ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 +
    Number(fraction.padEnd(3, '0'))
  );
}

const MAX_INT = 2_147_483_647;

function parseNumber(type: FieldType, value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return refuse(type, value);
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : refuse(type, value);
}

/** Converts one value by the type of its field. */
export function toStored(field: Pick<FieldSchema, 'type'>, value: unknown): Stored {
  const { type } = field;
  if (value === null || value === undefined || value === '') return null;
  const text = typeof value === 'string' ? value : undefined;
  switch (type) {
    case 'boolean':
      if (typeof value === 'boolean') return value;
      if (text?.toLowerCase() === 'true' || text === '1') return true;
      if (text?.toLowerCase() === 'false' || text === '0') return false;
      return refuse(type, value);
    case 'int': {
      const parsed = parseNumber(type, value);
      return Math.trunc(parsed) === parsed && Math.abs(parsed) <= MAX_INT
        ? parsed
        : refuse(type, value);
    }
    case 'double':
    case 'currency':
    case 'percent':
      return parseNumber(type, value);
    case 'datetime':
      return (text === undefined ? undefined : parseDatetime(text)) ?? refuse(type, value);
    case 'date':
      return (text === undefined ? undefined : parseDate(text)) ?? refuse(type, value);
    case 'time':
      return (text === undefined ? undefined : parseTime(text)) ?? refuse(type, value);
    case 'id':
    case 'reference':
      return to18(text ?? refuse(type, value));
    default:
      return text ?? refuse(type, value);
  }
}

function noSuchColumn(name: string, schema: ObjectSchema): OrgError {
  return new OrgError(
    400,
    'INVALID_FIELD',
    `No such column '${name}' on sobject of type ${schema.name}`,
  );
}

function parentOf(schema: ObjectSchema, name: string, value: JsonObject): ParentByKey {
  const lower = name.toLowerCase();
  const field = [...schema.fields.values()].find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === lower,
  );
  const [entry, ...more] = Object.entries(value).filter(([key]) => key !== 'attributes');
  const attributes = isObject(value['attributes']) ? value['attributes'] : {};
  const target = attributes['type'] ?? field?.referenceTo?.[0];
  if (field === undefined || entry === undefined || typeof target !== 'string')
    throw noSuchColumn(name, schema);
  if (more.length > 0)
    throw new OrgError(400, 'INVALID_FIELD', `Only one key may name the parent ${name}.`);
  return { field, target, key: entry[0], value: entry[1] };
}

/**
 * Converts one record.
 *
 * @throws OrgError for names and values that make no sense; what merely may not be written becomes
 *   an error of the row
 */
export function toRow(schema: ObjectSchema, record: JsonObject, write: Write): RowInput {
  const values: Record<string, Stored> = {};
  const parents: ParentByKey[] = [];
  const locked: string[] = [];
  for (const [name, value] of Object.entries(record)) {
    if (name === 'attributes' || value === undefined) continue;
    const field = schema.fields.get(name.toLowerCase());
    if (field === undefined) {
      if (!isObject(value)) throw noSuchColumn(name, schema);
      parents.push(parentOf(schema, name, value));
    } else if (field.type === 'id') {
      values[field.name] = toStored(field, value);
    } else {
      if (!(write === 'insert' ? field.createable : write === 'update' ? field.updateable : true))
        locked.push(field.name);
      values[field.name] = toStored(field, value);
    }
  }
  return { values, parents, errors: locked.length === 0 ? [] : [lockedError(locked)] };
}

function lockedError(fields: readonly string[]): RowError {
  return {
    statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
    message: `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    fields,
  };
}
