/**
 * Set and Map of Apex: insertion-ordered, keyed by value. A key is filed under its hash (`Vm.hash`);
 * values that share a hash are told apart with `Vm.equals`.
 */
import type { TypeName, Value } from './values';

/** What the collections need of the virtual machine. */
export interface Keying {
  hash(value: Value): string | number;
  equals(a: Value, b: Value): boolean;
}

interface Entry {
  readonly key: Value;
  value: Value;
}

/** Insertion-ordered hash table. */
class Table {
  readonly #buckets = new Map<string | number, Entry[]>();
  readonly #order = new Set<Entry>();
  constructor(readonly keying: Keying) {}

  get size(): number {
    return this.#order.size;
  }

  find(key: Value): Entry | undefined {
    return this.#buckets.get(this.keying.hash(key))?.find((e) => this.keying.equals(e.key, key));
  }

  put(key: Value, value: Value): Entry | undefined {
    const old = this.find(key);
    if (old) {
      const before = { key: old.key, value: old.value };
      old.value = value;
      return before;
    }
    const entry = { key, value };
    const hash = this.keying.hash(key);
    const bucket = this.#buckets.get(hash);
    if (bucket) bucket.push(entry);
    else this.#buckets.set(hash, [entry]);
    this.#order.add(entry);
    return undefined;
  }

  remove(key: Value): Entry | undefined {
    const hash = this.keying.hash(key);
    const bucket = this.#buckets.get(hash);
    const at = bucket?.findIndex((e) => this.keying.equals(e.key, key)) ?? -1;
    if (!bucket || at < 0) return undefined;
    const [entry] = bucket.splice(at, 1);
    if (bucket.length === 0) this.#buckets.delete(hash);
    this.#order.delete(entry!);
    return entry;
  }

  clear(): void {
    this.#buckets.clear();
    this.#order.clear();
  }

  entries(): Iterable<Entry> {
    return this.#order;
  }
}

export class ApexSet {
  readonly #table: Table;
  /** Number of for-each loops that run over it now: it must not change meanwhile. */
  iterating = 0;
  constructor(
    readonly of: TypeName,
    readonly keying: Keying,
    items: Iterable<Value> = [],
  ) {
    this.#table = new Table(keying);
    for (const item of items) this.add(item);
  }
  get size(): number {
    return this.#table.size;
  }
  has(value: Value): boolean {
    return this.#table.find(value) !== undefined;
  }
  /** @returns false when it was there already. */
  add(value: Value): boolean {
    if (this.#table.find(value)) return false;
    this.#table.put(value, true);
    return true;
  }
  delete(value: Value): boolean {
    return this.#table.remove(value) !== undefined;
  }
  clear(): void {
    this.#table.clear();
  }
  *values(): Iterable<Value> {
    for (const e of this.#table.entries()) yield e.key;
  }
}

export class ApexMap {
  readonly #table: Table;
  constructor(
    readonly keyType: TypeName,
    readonly valueType: TypeName,
    readonly keying: Keying,
  ) {
    this.#table = new Table(keying);
  }
  get size(): number {
    return this.#table.size;
  }
  has(key: Value): boolean {
    return this.#table.find(key) !== undefined;
  }
  /** Null when absent, as in Apex. */
  get(key: Value): Value {
    return this.#table.find(key)?.value ?? null;
  }
  /** @returns the value that was there, or null. */
  put(key: Value, value: Value): Value {
    return this.#table.put(key, value)?.value ?? null;
  }
  delete(key: Value): Value {
    return this.#table.remove(key)?.value ?? null;
  }
  clear(): void {
    this.#table.clear();
  }
  *keys(): Iterable<Value> {
    for (const e of this.#table.entries()) yield e.key;
  }
  *values(): Iterable<Value> {
    for (const e of this.#table.entries()) yield e.value;
  }
  *entries(): Iterable<readonly [Value, Value]> {
    for (const e of this.#table.entries()) yield [e.key, e.value];
  }
}
