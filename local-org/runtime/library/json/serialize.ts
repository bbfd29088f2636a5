/** `JSON.serialize`. */
import type { Step } from '../../../scheduler/suspension';
import { reflectionOf } from '../../core/reflection';
import { TypeToken } from '../../core/tokens';
import { ApexException } from '../../core/throwing';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexList,
  ApexMap,
  ApexObject,
  ApexSet,
  ApexTime,
  EnumValue,
  SObjectValue,
  type Value,
} from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail } from '../support/checks';
import { doubleText, isDecimal } from '../support/numbers';
import { isoDay, isoText, isoTime } from '../time/datetime-text';
import type { JsonWriter } from './writer';

/** Path of the API under which records have their address. */
const API = '/services/data/v65.0/sobjects';

export interface SerializeOptions {
  /** Leaves out null fields of objects written in Apex. */
  readonly suppressNulls: boolean;
}

function unsupportedType(vm: Vm, type: string): never {
  return fail(vm, 'JSONException', `Apex Type unsupported in JSON: ${type}`);
}

/** Writes any value. `path` holds the containers around it, to find cycles. */
export function* writeValue(
  vm: Vm,
  out: JsonWriter,
  value: Value,
  options: SerializeOptions,
  path: readonly Value[] = [],
): Step<void> {
  if (writeScalar(out, value)) return;
  if (path.includes(value)) fail(vm, 'JSONException', 'Direct self-reference leading to cycle');
  const inner = [...path, value];
  const write = (v: Value): Step<void> => writeValue(vm, out, v, options, inner);
  if (value instanceof ApexList || value instanceof ApexSet) {
    out.startArray();
    for (const item of value instanceof ApexList ? value.items : value.values()) yield* write(item);
    out.endArray();
  } else if (value instanceof ApexMap) {
    out.startObject();
    for (const [key, item] of value.entries()) {
      out.name(keyText(vm, key));
      yield* write(item);
    }
    out.endObject();
  } else if (value instanceof SObjectValue) yield* writeRecord(out, value, write);
  else if (value instanceof ApexObject) yield* writeObject(vm, out, value, options, write);
  else unsupportedType(vm, vm.typeOf(value));
}

/** Null, text, numbers, dates: everything without parts. Date-times have milliseconds and a Z. */
function writeScalar(out: JsonWriter, value: Value): boolean {
  if (value === null || value === undefined) out.raw('null');
  else if (typeof value === 'string') out.string(value);
  else if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint')
    out.raw(String(value));
  else if (value instanceof ApexDouble) out.raw(doubleText(value.value));
  else if (isDecimal(value)) out.raw(value.toString());
  else if (value instanceof EnumValue) out.string(value.name);
  else if (value instanceof ApexDate) out.string(isoDay(value));
  else if (value instanceof ApexDatetime) out.string(isoText(value));
  else if (value instanceof ApexTime) out.string(isoTime(value));
  else if (value instanceof ApexBlob) out.string(value.bytes.toString('base64'));
  else if (value instanceof TypeToken) out.string(value.name);
  else return false;
  return true;
}

function keyText(vm: Vm, key: Value): string {
  if (key instanceof ApexDatetime) return isoText(key);
  if (key instanceof ApexDate) return isoDay(key);
  if (key instanceof ApexObject || key instanceof SObjectValue)
    return unsupportedType(vm, `Map<${vm.typeOf(key)},ANY>`);
  return vm.str(key);
}

/** Date-times of records end in `+0000`, unlike those of Apex objects. */
function recordScalar(value: Value): Value {
  return value instanceof ApexDatetime ? isoText(value).replace(/Z$/, '+0000') : value;
}

function* writeRecord(
  out: JsonWriter,
  record: SObjectValue,
  write: (v: Value) => Step<void>,
): Step<void> {
  const id = record.fields.get('Id');
  out.startObject();
  out.name('attributes');
  out.startObject();
  out.name('type');
  out.string(record.type);
  if (typeof id === 'string') {
    out.name('url');
    out.string(`${API}/${record.type}/${id}`);
  }
  out.endObject();
  for (const [name, value] of record.fields) {
    out.name(name);
    if (!(value instanceof ApexList)) yield* write(recordScalar(value));
    else {
      out.startObject();
      out.name('totalSize');
      out.raw(String(value.items.length));
      out.name('done');
      out.raw('true');
      out.name('records');
      yield* write(value);
      out.endObject();
    }
  }
  out.endObject();
}

function* writeObject(
  vm: Vm,
  out: JsonWriter,
  object: ApexObject,
  options: SerializeOptions,
  write: (v: Value) => Step<void>,
): Step<void> {
  const shape = object instanceof ApexException ? null : reflectionOf(vm).shape(object.$type);
  // Exceptions cannot be written since API 63.
  if (!shape) return unsupportedType(vm, object.$type);
  out.startObject();
  for (const field of shape.fields) {
    if (field.transient) continue;
    const value = yield* field.get(object);
    if (value === null && options.suppressNulls) continue;
    out.name(field.name);
    yield* write(value);
  }
  out.endObject();
}
