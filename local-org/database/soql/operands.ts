/** The right-hand side of a comparison, brought into the form of the field on the left. */
import { SoqlError, type TxId } from '../contract';
import { keyFunction, kindOf, type FieldKind, type Key } from '../field-kinds';
import { isValidId, normalizeId } from '../ids';
import type { LockOwner } from '../row';
import type { FieldSchema, Stored } from '../schema';
import { dateLiteralRange } from './date-literals';
import type { BindValue, LiteralType, Operand } from './ast';

/** What one execution of a query is given. */
export interface Execution {
  readonly reader: LockOwner & { readonly id: TxId };
  readonly binds: readonly BindValue[];
  /** Org time, the same for the whole statement. */
  readonly now: number;
}

/** A single value, or what a date literal covers in keys of the field (`end` is outside). */
export type Comparand = { readonly key: Key | null } | { readonly start: Key; readonly end: Key };

/** All values that an operand stands for: several for a list or a bound collection. */
export function comparands(
  field: FieldSchema,
  operand: Operand,
  execution: Execution,
): Comparand[] {
  switch (operand.kind) {
    case 'literal':
      return [{ key: toKey(field, operand.value) }];
    case 'bind': {
      const value = bound(operand.index, execution);
      const list: readonly Stored[] = isList(value) ? value : [value];
      return list.map((each) => ({ key: toKey(field, each) }));
    }
    case 'list':
      return operand.items.flatMap((item) => comparands(field, item, execution));
    case 'dateLiteral': {
      const { start, end } = dateLiteralRange(operand.name, operand.n, execution.now);
      if (kindOf(field) === 'date') return [{ start: isoDate(start), end: isoDate(end) }];
      return [{ start, end }];
    }
  }
}

/** The one value of an operand; a collection has no place here. */
export function comparand(field: FieldSchema, operand: Operand, execution: Execution): Comparand {
  const all = comparands(field, operand, execution);
  const only = all[0];
  if (all.length === 1 && only) return only;
  throw new SoqlError(
    'MALFORMED_QUERY',
    `Field '${field.name}' needs a single value here, not a list.`,
  );
}

/** A number for LIMIT or OFFSET; undefined when there is no such clause. */
export function wholeNumber(
  clause: 'LIMIT' | 'OFFSET',
  operand: Operand | undefined,
  execution: Execution,
): number | undefined {
  if (!operand) return undefined;
  const value =
    operand.kind === 'literal'
      ? operand.value
      : operand.kind === 'bind'
        ? bound(operand.index, execution)
        : null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new SoqlError('MALFORMED_QUERY', `Invalid ${clause} expression: ${String(value)}`);
}

/** Brings one value to the key form of `field`, or says in the platform's words why it cannot be. */
export function toKey(field: FieldSchema, value: Stored): Key | null {
  if (value === null || value === '') return null;
  switch (kindOf(field)) {
    case 'id':
      if (typeof value === 'string' && isValidId(value)) return normalizeId(value);
      throw new SoqlError('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${String(value)}`);
    case 'text':
      if (typeof value === 'string') return keyFunction(field)(value);
      break;
    case 'number':
    case 'time':
      if (typeof value === 'number') return value;
      break;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      break;
    case 'date':
      if (typeof value === 'string' && ISO_DATE.test(value)) return value;
      if (typeof value === 'number') return isoDate(value);
      break;
    case 'datetime':
      if (typeof value === 'number') return Math.floor(value / 1000) * 1000;
      if (typeof value === 'string' && ISO_DATE.test(value)) return Date.parse(value);
      break;
  }
  throw wrongType(field, typeof value === 'string');
}

/** Can a literal of this type stand beside `field`? Known before any data is. */
export function checkLiteralType(field: FieldSchema, type: LiteralType): void {
  if (type === 'null') return;
  const allowed = LITERALS[kindOf(field)];
  if (!allowed.includes(type)) throw wrongType(field, type === 'string');
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

const LITERALS: Readonly<Record<FieldKind, readonly LiteralType[]>> = {
  id: ['string'],
  text: ['string'],
  number: ['number'],
  boolean: ['boolean'],
  date: ['date'],
  datetime: ['datetime'],
  time: ['time'],
};

function wrongType(field: FieldSchema, quoted: boolean): SoqlError {
  const quotes = quoted ? 'should not be enclosed in quotes' : 'should be enclosed in quotes';
  const kind = kindOf(field);
  const needsQuotes = kind === 'text' || kind === 'id';
  const rest = needsQuotes === quoted ? '' : ` and ${quotes}`;
  return new SoqlError(
    'INVALID_FIELD',
    `value of filter criterion for field '${field.name}' must be of type ${typeName(field)}${rest}`,
  );
}

function typeName(field: FieldSchema): string {
  switch (kindOf(field)) {
    case 'text':
    case 'id':
      return 'string';
    case 'number':
      return field.type === 'int' ? 'int' : 'double';
    case 'datetime':
      return 'dateTime';
    default:
      return field.type;
  }
}

function bound(index: number, execution: Execution): BindValue {
  const value = execution.binds[index];
  if (value === undefined) throw new Error(`The query has no bind value ${index}.`);
  return value;
}

function isList(value: BindValue): value is readonly Stored[] {
  return Array.isArray(value);
}

function isoDate(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
