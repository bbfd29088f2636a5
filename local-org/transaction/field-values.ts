/** Field values: as the database stores them, and as Apex sees them. */
import { Big, type BigDecimal } from 'bigdecimal.js';
import type { FieldSchema, Stored } from '../database/schema';
import { ApexBlob, ApexDate, ApexDatetime, ApexTime, type Value } from '../runtime/core/values-all';
import type { Vm } from '../runtime/core/vm';
import { plainValue } from './plain-value';

const DAY = 86_400_000;

function decimal(field: FieldSchema, value: number): BigDecimal {
  const exact = Big(String(value));
  return field.scale !== undefined && exact.scale() < field.scale
    ? exact.setScale(field.scale)
    : exact;
}

export function fromStored(field: FieldSchema, value: Stored | undefined): Value {
  if (value === null || value === undefined) return field.type === 'boolean' ? false : null;
  switch (field.type) {
    case 'double':
    case 'currency':
    case 'percent':
      return decimal(field, Number(value));
    case 'int':
      return Number(value) | 0;
    case 'date':
      return new ApexDate(Math.floor(Date.parse(`${String(value)}T00:00:00Z`) / DAY));
    case 'datetime':
      return new ApexDatetime(Number(value));
    case 'time':
      return new ApexTime(Number(value));
    case 'base64':
      return new ApexBlob(Buffer.from(String(value), 'base64'));
    default:
      return value;
  }
}

/** The stored form of an Apex value; the database normalizes it further. */
export function toStored(vm: Vm, field: FieldSchema, value: Value): Stored {
  if (value instanceof ApexBlob) return value.bytes.toString('base64');
  if (value instanceof ApexDatetime && field.type === 'date')
    return new Date(value.ms).toISOString().slice(0, 10);
  if (value instanceof ApexDate && field.type === 'datetime') return value.days * DAY;
  return plainValue(vm, value);
}
