/** Apex values as plain data: what a waiting job holds, written to a file and read back. */
import { BigDecimal, Big } from 'bigdecimal.js';
import { Machine } from '../runtime/core/machine';
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
} from '../runtime/core/values-all';
import type { Vm } from '../runtime/core/vm';
import type { Schema } from '../database/schema';

/** A value without parts, or the number of an object in the list of nodes. */
type Leaf =
  null | boolean | number | string | readonly [kind: string, ...rest: (string | number)[]];

type Node =
  | { readonly list: string; readonly items: readonly Leaf[] }
  | { readonly set: string; readonly items: readonly Leaf[] }
  | {
      readonly map: readonly [string, string];
      readonly entries: readonly (readonly [Leaf, Leaf])[];
    }
  | {
      readonly record: string;
      readonly queried: boolean;
      readonly dirty: readonly string[];
      readonly fields: readonly (readonly [string, Leaf])[];
    }
  | { readonly object: string; readonly fields: readonly (readonly [string, Leaf])[] };

export interface StoredValue {
  readonly root: Leaf;
  readonly nodes: readonly Node[];
}

/** Something that has no form outside of the running org, such as a describe result. */
export class NotStorable extends Error {}

/** @throws NotStorable */
export function storeValue(vm: Vm, value: Value): StoredValue {
  const writer = new Writer(vm);
  const root = writer.leaf(value);
  return { root, nodes: writer.nodes as readonly Node[] };
}

class Writer {
  readonly nodes: (Node | null)[] = [];
  readonly #known = new Map<object, number>();

  constructor(readonly vm: Vm) {}

  leaf(value: Value): Leaf {
    if (value === null || value === undefined) return null;
    if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
      return value;
    if (typeof value === 'bigint') return ['long', String(value)];
    const simple = simpleLeaf(value);
    if (simple !== null) return simple;
    const known = this.#known.get(value);
    if (known !== undefined) return ['node', known];
    const at = this.nodes.push(null) - 1;
    this.#known.set(value, at);
    this.nodes[at] = this.#node(value);
    return ['node', at];
  }

  #node(value: object): Node {
    const items = (list: Iterable<Value>): Leaf[] => Array.from(list, (item) => this.leaf(item));
    if (value instanceof ApexList) return { list: value.of, items: items(value.items) };
    if (value instanceof ApexSet) return { set: value.of, items: items(value.values()) };
    if (value instanceof ApexMap)
      return {
        map: [value.keyType, value.valueType],
        entries: Array.from(value.entries(), ([k, v]) => [this.leaf(k), this.leaf(v)] as const),
      };
    if (value instanceof SObjectValue)
      return {
        record: value.type,
        queried: value.queried,
        dirty: [...value.dirty],
        fields: Array.from(value.fields, ([name, v]) => [name, this.leaf(v)] as const),
      };
    const cls =
      value instanceof ApexObject && this.vm instanceof Machine
        ? this.vm.classes.get(value.$type)
        : undefined;
    if (!cls) throw new NotStorable(this.vm.typeOf(value));
    const raw = value as Record<string, Value>;
    const transient = new Set(cls.fields.filter((f) => f.transient).map((f) => f.name));
    const fields = cls.stored.filter(([name]) => !transient.has(name));
    return {
      object: cls.name,
      fields: fields.map(([name, key]) => [name, this.leaf(raw[key] ?? null)]),
    };
  }
}

function simpleLeaf(value: object): Leaf {
  if (value instanceof BigDecimal) return ['decimal', value.toPlainString()];
  if (value instanceof ApexDouble) return ['double', String(value.value)];
  if (value instanceof ApexDate) return ['date', value.days];
  if (value instanceof ApexDatetime) return ['datetime', value.ms];
  if (value instanceof ApexTime) return ['time', value.ms];
  if (value instanceof ApexBlob) return ['blob', value.bytes.toString('base64')];
  if (value instanceof EnumValue) return ['enum', value.type, value.name, value.ordinal];
  return null;
}

/**
 * Makes the value again, with the classes as they are now: fields that are gone are dropped, new ones
 * are null.
 * @throws NotStorable when a class or an object of the schema is gone
 */
export function restoreValue(vm: Vm, schema: Schema, stored: StoredValue): Value {
  return new Reader(vm, schema, stored).leaf(stored.root);
}

class Reader {
  readonly #made = new Map<number, Value>();

  constructor(
    readonly vm: Vm,
    readonly schema: Schema,
    readonly stored: StoredValue,
  ) {}

  leaf(leaf: Leaf): Value {
    if (!Array.isArray(leaf)) return leaf;
    const [kind, first, second, third] = leaf as [string, ...(string | number)[]];
    switch (kind) {
      case 'node':
        return this.#object(Number(first));
      case 'long':
        return BigInt(first!);
      case 'decimal':
        return Big(String(first));
      case 'double':
        return new ApexDouble(Number(first));
      case 'date':
        return new ApexDate(Number(first));
      case 'datetime':
        return new ApexDatetime(Number(first));
      case 'time':
        return new ApexTime(Number(first));
      case 'blob':
        return new ApexBlob(Buffer.from(String(first), 'base64'));
      case 'enum':
        return this.#constant(String(first), String(second), Number(third));
      default:
        throw new NotStorable(kind);
    }
  }

  #constant(type: string, name: string, ordinal: number): Value {
    const own = this.vm instanceof Machine ? this.vm.enumValues(type) : null;
    return own?.find((constant) => constant.name === name) ?? new EnumValue(type, name, ordinal);
  }

  #object(at: number): Value {
    const known = this.#made.get(at);
    if (known !== undefined) return known;
    const node = this.stored.nodes[at]!;
    const keep = <T extends Value>(made: T): T => {
      this.#made.set(at, made);
      return made;
    };
    if ('list' in node) {
      const list = keep(new ApexList(node.list));
      for (const item of node.items) list.items.push(this.leaf(item));
      return list;
    }
    if ('set' in node) {
      const set = keep(this.vm.set(node.set));
      for (const item of node.items) set.add(this.leaf(item));
      return set;
    }
    if ('map' in node) {
      const map = keep(this.vm.map(...node.map));
      for (const [key, value] of node.entries) map.put(this.leaf(key), this.leaf(value));
      return map;
    }
    return 'record' in node ? this.#record(node, keep) : this.#instance(node, keep);
  }

  #record(node: Extract<Node, { record: string }>, keep: <T extends Value>(made: T) => T): Value {
    const object = this.schema.object(node.record);
    if (!object) throw new NotStorable(node.record);
    const record = keep(new SObjectValue(object, object.name, node.queried));
    for (const [name, value] of node.fields) record.fields.set(name, this.leaf(value));
    for (const name of node.dirty) record.dirty.add(name);
    return record;
  }

  #instance(node: Extract<Node, { object: string }>, keep: <T extends Value>(made: T) => T): Value {
    const cls = this.vm instanceof Machine ? this.vm.classes.get(node.object) : undefined;
    if (!cls?.blank) throw new NotStorable(node.object);
    const made = keep(new cls.blank() as unknown);
    const raw = made as Record<string, Value>;
    const keys = new Map(cls.stored);
    for (const [name, value] of node.fields) {
      const key = keys.get(name);
      if (key !== undefined) raw[key] = this.leaf(value);
    }
    return made;
  }
}
