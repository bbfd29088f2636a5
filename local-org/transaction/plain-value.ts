import type { Stored } from '../database/schema';
import {
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexTime,
  EnumValue,
  SObjectValue,
  type Value,
} from '../runtime/core/values-all';
import type { Vm } from '../runtime/core/vm';
import { asNumber } from '../runtime/library/support/numbers';

/** An Apex value as a bind of a query: what the database compares with. */
export function plainValue(vm: Vm, value: Value): Stored {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof ApexDate)
    return new Date(value.days * 86_400_000).toISOString().slice(0, 10);
  // Stored date-times have whole seconds, and comparisons ignore the rest.
  if (value instanceof ApexDatetime) return Math.floor(value.ms / 1000) * 1000;
  if (value instanceof ApexTime) return value.ms;
  if (value instanceof EnumValue) return value.name;
  if (value instanceof SObjectValue) return (value.fields.get('Id') as string | undefined) ?? null;
  if (value instanceof ApexDouble) return value.value;
  return asNumber(value) ?? vm.str(value);
}
