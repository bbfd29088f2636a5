/** Between field values as the database keeps them and as Apex sees them. */
import { Big, RoundingMode } from 'bigdecimal.js';
import type { FieldSchema, Stored } from '../../../database/schema';
import { toId } from '../../core/type-names';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexTime,
  type TypeName,
  type Value,
} from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { asDecimal, asNumber } from '../support/numbers';
import { fail } from '../support/checks';
import { isoDay, parseDay } from '../time/datetime-text';
import { instantOf, userZone } from '../time/zone';
import { wallOf } from '../time/date';

/** Apex type of a field's values. */
export function apexType(field: FieldSchema): TypeName {
  switch (field.type) {
    case 'id':
    case 'reference':
      return 'Id';
    case 'boolean':
      return 'Boolean';
    case 'int':
      return 'Integer';
    case 'double':
    case 'currency':
    case 'percent':
      return 'Decimal';
    case 'date':
      return 'Date';
    case 'datetime':
      return 'Datetime';
    case 'time':
      return 'Time';
    case 'base64':
      return 'Blob';
    default:
      return 'String';
  }
}

/** A stored value as Apex sees it. Numbers have the scale of their field. */
export function fromStored(field: FieldSchema, stored: Stored): Value {
  if (stored === null) return null;
  switch (apexType(field)) {
    case 'Integer':
      return Number(stored);
    case 'Decimal': {
      const exact = Big(String(stored));
      return field.scale === undefined ? exact : exact.setScale(field.scale, RoundingMode.HALF_UP);
    }
    case 'Date':
      return parseDay(String(stored)) ?? corrupt(field, stored);
    case 'Datetime':
      return new ApexDatetime(Number(stored));
    case 'Time':
      return new ApexTime(Number(stored));
    case 'Blob':
      return new ApexBlob(Buffer.from(String(stored), 'base64'));
    default:
      return stored;
  }
}

function corrupt(field: FieldSchema, stored: Stored): never {
  throw new Error(`${field.name} holds ${String(stored)}, which is no ${field.type}.`);
}

function illegal(vm: Vm, value: Value, to: TypeName): never {
  return fail(vm, 'SObjectException', `Illegal assignment from ${vm.typeOf(value)} to ${to}`);
}

/** A value as a field takes it: converted where the platform converts, refused otherwise. */
export function toFieldValue(vm: Vm, field: FieldSchema, value: Value): Value {
  if (value === null || value === undefined) return null;
  const type = apexType(field);
  switch (type) {
    case 'String':
      return typeof value === 'string' ? value : illegal(vm, value, type);
    case 'Id':
      if (typeof value !== 'string') return illegal(vm, value, type);
      return toId(value) ?? fail(vm, 'StringException', `Invalid id: ${value}`);
    case 'Boolean':
      return typeof value === 'boolean' ? value : illegal(vm, value, type);
    case 'Integer':
      return typeof value === 'number' ? value : illegal(vm, value, type);
    case 'Decimal':
      return asDecimal(value) ?? illegal(vm, value, type);
    case 'Date':
      if (value instanceof ApexDate) return value;
      return value instanceof ApexDatetime ? dropTime(value) : illegal(vm, value, type);
    case 'Datetime':
      if (value instanceof ApexDatetime) return value;
      if (!(value instanceof ApexDate)) return illegal(vm, value, type);
      return new ApexDatetime(instantOf(wallOf(value), userZone(vm)));
    case 'Time':
      return value instanceof ApexTime ? value : illegal(vm, value, type);
    default:
      return value instanceof ApexBlob ? value : illegal(vm, value, type);
  }
}

/** A date-time put into a date field keeps its day in GMT. */
function dropTime(at: ApexDatetime): ApexDate {
  return new ApexDate(Math.floor(at.ms / 86_400_000));
}

/** A value of Apex as the database keeps it. Wrong types get the platform's errors. */
export function toStored(vm: Vm, field: FieldSchema, value: Value): Stored {
  const fits = toFieldValue(vm, field, value);
  if (fits === null) return null;
  if (fits instanceof ApexDate) return isoDay(fits);
  if (fits instanceof ApexDatetime || fits instanceof ApexTime) return fits.ms;
  if (fits instanceof ApexBlob) return fits.bytes.toString('base64');
  return typeof fits === 'string' || typeof fits === 'boolean' ? fits : asNumber(fits);
}
