/** Platform serialization: a job is stored as it was when it was enqueued, without transient fields. */
import { Machine } from '../runtime/core/machine';
import {
  ApexList,
  ApexMap,
  ApexObject,
  ApexSet,
  SObjectValue,
  type Value,
} from '../runtime/core/values-all';
import type { Vm } from '../runtime/core/vm';

/** A deep copy. Objects that are shared, or refer to each other in a circle, stay so in the copy. */
export function snapshot(vm: Vm, value: Value): Value {
  return copy(vm, value, new Map());
}

function copy(vm: Vm, value: Value, done: Map<object, Value>): Value {
  if (value === null || typeof value !== 'object') return value;
  const known = done.get(value);
  if (known !== undefined) return known;
  if (value instanceof ApexList) {
    const list = new ApexList(value.of);
    done.set(value, list);
    for (const item of value.items) list.items.push(copy(vm, item, done));
    return list;
  }
  if (value instanceof ApexSet) {
    const set = vm.set(value.of);
    done.set(value, set);
    for (const item of value.values()) set.add(copy(vm, item, done));
    return set;
  }
  if (value instanceof ApexMap) {
    const map = vm.map(value.keyType, value.valueType);
    done.set(value, map);
    for (const [k, v] of value.entries()) map.put(copy(vm, k, done), copy(vm, v, done));
    return map;
  }
  if (value instanceof SObjectValue) return copyRecord(vm, value, done);
  if (value instanceof ApexObject) return copyObject(vm, value, done);
  // Everything else (dates, decimals, enum constants, tokens) never changes.
  return value;
}

function copyRecord(vm: Vm, record: SObjectValue, done: Map<object, Value>): SObjectValue {
  const twin = new SObjectValue(record.schema, record.type, record.queried);
  done.set(record, twin);
  for (const [name, field] of record.fields) twin.fields.set(name, copy(vm, field, done));
  for (const name of record.dirty) twin.dirty.add(name);
  return twin;
}

function copyObject(vm: Vm, object: ApexObject, done: Map<object, Value>): Value {
  const twin = blankLike(vm, object);
  done.set(object, twin);
  const dropped = transientKeys(vm, object.$type);
  for (const [key, value] of Object.entries(object))
    twin[key] = dropped.has(key) ? null : copy(vm, value, done);
  return twin;
}

/** A job that waited while its class was deployed again wakes up as an object of the new class. */
function blankLike(vm: Vm, object: ApexObject): Record<string, Value> {
  const cls = vm instanceof Machine ? vm.classes.get(object.$type) : undefined;
  const twin: unknown = cls?.blank
    ? new cls.blank()
    : Object.create(Object.getPrototypeOf(object) as object);
  return twin as Record<string, Value>;
}

const NONE: ReadonlySet<string> = new Set();

/** JavaScript names of the transient fields of a class. */
function transientKeys(vm: Vm, type: string): ReadonlySet<string> {
  if (!(vm instanceof Machine)) return NONE;
  const cls = vm.classes.get(type);
  if (!cls?.fields.some((f) => f.transient)) return NONE;
  const names = new Set(cls.fields.filter((f) => f.transient).map((f) => f.name));
  return new Set(cls.stored.filter(([name]) => names.has(name)).map(([, key]) => key));
}
