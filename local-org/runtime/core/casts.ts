/** `(T) value`, with the platform's rules for what converts. */
import { Big, BigDecimal } from 'bigdecimal.js';
import type { Machine } from './machine';
import { canonicalKey, toId, typeOf } from './type-names';
import { ApexDate, ApexDatetime, ApexDouble, type TypeName, type Value } from './values';

export function castValue(machine: Machine, value: Value, type: TypeName): Value {
  if (value === null || value === undefined) return null;
  const key = canonicalKey(type);
  if (key === 'object') return value;
  if (key === 'id' && typeof value === 'string') return toIdOrThrow(machine, value);
  const wider = widen(value, key);
  if (wider !== undefined) return wider;
  if (machine.isInstance(value, type)) return value;
  throw machine.exception(
    'System.TypeException',
    `Invalid conversion from runtime type ${typeOf(value)} to ${type}`,
  );
}

/** A value as the wider type of that name; undefined when nothing is to be done. */
function widen(value: Value, to: string): Value | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (to === 'long') return BigInt(value);
    if (to === 'double') return new ApexDouble(Number(value));
    if (to === 'decimal') return Big(value);
  }
  if (to === 'datetime' && value instanceof ApexDate)
    return new ApexDatetime(value.days * 86_400_000);
  if (to === 'double' && value instanceof BigDecimal) return new ApexDouble(value.numberValue());
  if (to === 'decimal' && value instanceof ApexDouble) return Big(value.value);
  return undefined;
}

export function toIdOrThrow(machine: Machine, text: string): string {
  const id = toId(text);
  if (id === null) throw machine.exception('System.StringException', `Invalid id: ${text}`);
  return id;
}
