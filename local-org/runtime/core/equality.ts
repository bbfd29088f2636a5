/** `==` on Object, and the keys under which Set and Map file values. */
import { Big, BigDecimal } from 'bigdecimal.js';
import { ApexMap, ApexSet } from './collections';
import { PlatformObject } from './tokens';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexList,
  ApexObject,
  ApexTime,
  EnumValue,
  SObjectValue,
  type Value,
} from './values';

/** Equality written in Apex. Undefined when the class leaves it to identity. */
export interface ObjectEquality {
  userEquals(object: ApexObject, other: Value): boolean | undefined;
  userHash(object: ApexObject): number | undefined;
}

export function equalValues(objects: ObjectEquality, a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || b === null || a === undefined || b === undefined) return false;
  const same = (x: Value, y: Value): boolean => equalValues(objects, x, y);
  if (
    typeof a === 'number' ||
    typeof a === 'bigint' ||
    typeof b === 'number' ||
    typeof b === 'bigint'
  )
    return equalNumbers(a, b);
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (a instanceof ApexDouble || a instanceof BigDecimal) return equalNumbers(a, b);
  if (a instanceof EnumValue)
    return b instanceof EnumValue && a.name === b.name && a.type === b.type;
  if (a instanceof ApexDate) return b instanceof ApexDate && a.days === b.days;
  if (a instanceof ApexDatetime) return b instanceof ApexDatetime && seconds(a) === seconds(b);
  if (a instanceof ApexTime) return b instanceof ApexTime && a.ms === b.ms;
  if (a instanceof ApexBlob) return b instanceof ApexBlob && a.bytes.equals(b.bytes);
  if (a instanceof ApexList)
    return (
      b instanceof ApexList &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => same(item, b.items[i]))
    );
  if (a instanceof ApexSet)
    return b instanceof ApexSet && a.size === b.size && every(a.values(), (item) => b.has(item));
  if (a instanceof ApexMap)
    return (
      b instanceof ApexMap &&
      a.size === b.size &&
      every(a.entries(), ([key, value]) => b.has(key) && same(value, b.get(key)))
    );
  if (a instanceof SObjectValue) return b instanceof SObjectValue && equalRows(a, b, same);
  if (a instanceof PlatformObject) return a.equals(b);
  if (a instanceof ApexObject) return objects.userEquals(a, b) ?? false;
  return false;
}

/** Datetimes compare to the second: the platform ignores the rest. */
const seconds = (at: ApexDatetime): number => Math.floor(at.ms / 1000);

function every<T>(all: Iterable<T>, test: (item: T) => boolean): boolean {
  for (const item of all) if (!test(item)) return false;
  return true;
}

/** Same object and same fields; a field that is absent counts as null. */
function equalRows(
  a: SObjectValue,
  b: SObjectValue,
  same: (x: Value, y: Value) => boolean,
): boolean {
  if (a.type !== b.type) return false;
  for (const [name, value] of a.fields) if (!same(value, b.fields.get(name) ?? null)) return false;
  for (const [name, value] of b.fields) if (value !== null && !a.fields.has(name)) return false;
  return true;
}

/** Numbers of all four types compare by value. */
function equalNumbers(a: Value, b: Value): boolean {
  if (a instanceof ApexDouble && b instanceof ApexDouble) return a.value === b.value;
  const x = decimalOf(a);
  const y = decimalOf(b);
  return x !== null && y !== null && x.compareTo(y) === 0;
}

function decimalOf(value: Value): BigDecimal | null {
  if (value instanceof BigDecimal) return value;
  if (typeof value === 'number' || typeof value === 'bigint') return Big(value);
  if (value instanceof ApexDouble && Number.isFinite(value.value)) return Big(value.value);
  return null;
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** Equal values give equal keys. Identity keys never show in results, so one counter serves all. */
export function hashValue(objects: ObjectEquality, value: Value): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (value === null || value === undefined) return '\0null';
  if (typeof value === 'bigint') return numberKey(value);
  if (typeof value !== 'object') return `\0${typeof value}:${value === true}`;
  const parts = (items: Iterable<Value>): string[] =>
    Array.from(items, (item) => String(hashValue(objects, item)));
  if (value instanceof ApexDouble) return value.value;
  if (value instanceof BigDecimal) return numberKey(value);
  if (value instanceof EnumValue) return `\0${value.type}.${value.name}`;
  if (value instanceof ApexDate) return `\0d${value.days}`;
  if (value instanceof ApexDatetime) return `\0dt${seconds(value)}`;
  if (value instanceof ApexTime) return `\0t${value.ms}`;
  if (value instanceof ApexBlob) return `\0b${value.bytes.toString('latin1')}`;
  if (value instanceof ApexList) return `\0(${parts(value.items).join()}`;
  if (value instanceof ApexSet) return `\0{${parts(value.values()).sort().join()}`;
  if (value instanceof ApexMap) return `\0m${parts(value.keys()).sort().join()}`;
  if (value instanceof SObjectValue) return rowKey(objects, value);
  if (value instanceof PlatformObject) return value.hashKey() ?? identity(value);
  if (value instanceof ApexObject) return objects.userHash(value) ?? identity(value);
  return identity(value);
}

/** Numbers that are equal across types meet under their Double. */
function numberKey(value: bigint | BigDecimal): number {
  return typeof value === 'bigint' ? Number(value) : value.numberValue();
}

function rowKey(objects: ObjectEquality, row: SObjectValue): string {
  const fields: string[] = [];
  for (const [name, value] of row.fields)
    if (value !== null) fields.push(`${name}=${String(hashValue(objects, value))}`);
  return `\0${row.type}${fields.sort().join()}`;
}

/** A number of the object's own. */
export function identityOf(value: object): number {
  let known = identities.get(value);
  if (known === undefined) identities.set(value, (known = ++lastIdentity));
  return known;
}

const identity = (value: object): string => `\0#${identityOf(value)}`;
