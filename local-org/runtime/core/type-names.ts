/** Run-time type names: taken apart, compared, and read off values. */
import { BigDecimal } from 'bigdecimal.js';
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
  type TypeName,
  type Value,
} from './values';

export interface ParsedType {
  /** `List`, `Map`, `Integer`, `Outer.Inner`. */
  readonly base: string;
  readonly args: readonly TypeName[];
}

const parsed = new Map<TypeName, ParsedType>();

/** `Map<Id,List<String>>` into `Map`, `Id` and `List<String>`. */
export function parseType(name: TypeName): ParsedType {
  const known = parsed.get(name);
  if (known) return known;
  const open = name.indexOf('<');
  const result =
    open < 0
      ? { base: name.trim(), args: [] }
      : { base: name.slice(0, open).trim(), args: splitArgs(name.slice(open + 1, -1)) };
  parsed.set(name, result);
  return result;
}

function splitArgs(text: string): TypeName[] {
  const args: TypeName[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const c = text[i];
    if (c === '<') depth++;
    else if (c === '>') depth--;
    else if (c === undefined || (c === ',' && depth === 0)) {
      args.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return args;
}

/** Canonical run-time type of a value; `null` for null. */
export function typeOf(value: Value): TypeName {
  switch (typeof value) {
    case 'string':
      return 'String';
    case 'number':
      return 'Integer';
    case 'bigint':
      return 'Long';
    case 'boolean':
      return 'Boolean';
    default:
  }
  if (value === null || value === undefined) return 'null';
  if (value instanceof BigDecimal) return 'Decimal';
  if (value instanceof ApexDouble) return 'Double';
  if (value instanceof ApexObject || value instanceof PlatformObject) return value.$type;
  if (value instanceof SObjectValue || value instanceof EnumValue) return value.type;
  if (value instanceof ApexList) return `List<${value.of}>`;
  if (value instanceof ApexSet) return `Set<${value.of}>`;
  if (value instanceof ApexMap) return `Map<${value.keyType},${value.valueType}>`;
  if (value instanceof ApexDatetime) return 'Datetime';
  if (value instanceof ApexDate) return 'Date';
  if (value instanceof ApexTime) return 'Time';
  if (value instanceof ApexBlob) return 'Blob';
  return (value as { $type?: TypeName }).$type ?? 'Object';
}

const PRIMITIVES: ReadonlySet<string> = new Set([
  'string',
  'integer',
  'long',
  'double',
  'decimal',
  'boolean',
  'id',
  'date',
  'datetime',
  'time',
  'blob',
]);

/** `System.Integer` and `Integer` are the same type; names ignore case. */
export function canonicalKey(type: TypeName): string {
  const key = type.toLowerCase();
  const short = key.startsWith('system.') ? key.slice(7) : key;
  return PRIMITIVES.has(short) || short === 'object' || short === 'sobject' ? short : key;
}

const ID_SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form of a 15- or 18-character Id, or null when `text` is none. */
export function toId(text: string): string | null {
  if (!/^(?:[a-zA-Z0-9]{15}|[a-zA-Z0-9]{18})$/.test(text)) return null;
  const base = text.slice(0, 15);
  let suffix = '';
  for (let part = 0; part < 15; part += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i++) if (/[A-Z]/.test(base[part + i]!)) bits |= 1 << i;
    suffix += ID_SUFFIX[bits];
  }
  const full = base + suffix;
  return text.length === 15 || full.toUpperCase() === text.toUpperCase() ? full : null;
}
