/** Text of Apex values, as in string concatenation, System.debug and String.valueOf. */
import { BigDecimal } from 'bigdecimal.js';
import { ApexMap, ApexSet } from './collections';
import { PlatformObject } from './tokens';
import { ApexException } from './throwing';
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

/** The platform shows this many elements of a collection, then three dots. */
const SHOWN = 10;

/** What text needs to know of objects written in Apex. */
export interface ObjectText {
  /** The text that a `toString` of the class gives, or undefined when it has none. */
  userText(object: ApexObject): string | undefined;
  /** Instance fields with their values, for classes without `toString`. */
  fieldsOf(object: ApexObject): Iterable<readonly [string, Value]>;
}

export function textOf(objects: ObjectText, value: Value): string {
  return write(objects, value, []);
}

function write(objects: ObjectText, value: Value, path: readonly Value[]): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'object')
    return value === true
      ? 'true'
      : typeof value === 'boolean'
        ? 'false'
        : (value as number | bigint).toString();
  if (value instanceof BigDecimal) return value.toString();
  if (value instanceof ApexDouble) return doubleText(value.value);
  if (value instanceof EnumValue) return value.name;
  if (value instanceof ApexDatetime) return datetimeText(value.ms);
  if (value instanceof ApexDate) return datetimeText(value.days * 86_400_000);
  if (value instanceof ApexTime) return `${new Date(value.ms).toISOString().slice(11)}`;
  if (value instanceof ApexBlob) return `Blob[${value.bytes.length}]`;
  if (value instanceof PlatformObject) return value.toString();
  if (path.includes(value)) return '(already output)';
  const inner = [...path, value];
  const text = (part: Value): string => write(objects, part, inner);
  if (value instanceof ApexList) return `(${some(value.items, value.items.length, text)})`;
  if (value instanceof ApexSet) return `{${some(value.values(), value.size, text)}}`;
  if (value instanceof ApexMap)
    return `{${some(value.entries(), value.size, ([k, v]) => `${text(k)}=${text(v)}`)}}`;
  if (value instanceof SObjectValue) return `${value.type}:{${pairs(value.fields, text)}}`;
  if (value instanceof ApexObject) return objectText(objects, value, text);
  return Object.prototype.toString.call(value);
}

function objectText(objects: ObjectText, value: ApexObject, text: (v: Value) => string): string {
  const own = objects.userText(value);
  if (own !== undefined) return own;
  if (value instanceof ApexException) return `${value.$type}: ${value.$text}`;
  return `${simpleName(value.$type)}:[${pairs(objects.fieldsOf(value), text)}]`;
}

function simpleName(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

function pairs(all: Iterable<readonly [string, Value]>, text: (v: Value) => string): string {
  return Array.from(all, ([name, value]) => `${name}=${text(value)}`).join(', ');
}

function some<T>(all: Iterable<T>, size: number, text: (item: T) => string): string {
  const parts: string[] = [];
  for (const item of all) {
    if (parts.length === SHOWN) break;
    parts.push(text(item));
  }
  if (size > SHOWN) parts.push('...');
  return parts.join(', ');
}

/** `yyyy-MM-dd HH:mm:ss` in GMT. */
export function datetimeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

/** Shortest digits that give the same Double again, laid out as Java does. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value))
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
