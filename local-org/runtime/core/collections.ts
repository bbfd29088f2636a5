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
  /** The next entry with the same hash. */
  next: Entry | null;
}

/**
 * Insertion-ordered hash table. The order is that of the JavaScript map as long as no two keys share a
 * hash; from then on it is kept apart.
 */
class Table {
  readonly #first = new Map<string | number, Entry>();
  #order: Set<Entry> | null = null;
  #size = 0;
  /** Number of for-each loops that run over it now: it must not change meanwhile. */
  iterating = 0;
  constructor(readonly keying: Keying) {}

  get size(): number {
    return this.#size;
  }

  find(key: Value): Entry | undefined {
    return this.#search(this.#first.get(this.keying.hash(key)), key);
  }

  #search(chain: Entry | undefined, key: Value): Entry | undefined {
    for (let e: Entry | null = chain ?? null; e; e = e.next)
      if (e.key === key || this.keying.equals(e.key, key)) return e;
    return undefined;
  }

  /** @returns the value that was there, or undefined. */
  put(key: Value, value: Value): Value | undefined {
    const hash = this.keying.hash(key);
    const chain = this.#first.get(hash);
    const old = this.#search(chain, key);
    if (old) {
      const before = old.value;
      old.value = value;
      return before;
    }
    const entry: Entry = { key, value, next: null };
    if (chain) {
      this.#order ??= new Set(this.#first.values());
      let last = chain;
      while (last.next) last = last.next;
      last.next = entry;
    } else this.#first.set(hash, entry);
    this.#order?.add(entry);
    this.#size++;
    return undefined;
  }

  remove(key: Value): Entry | undefined {
    const hash = this.keying.hash(key);
    const chain = this.#first.get(hash);
    const entry = this.#search(chain, key);
    if (!chain || !entry) return undefined;
    if (entry !== chain) {
      let before = chain;
      while (before.next !== entry) before = before.next!;
      before.next = entry.next;
    } else if (entry.next) this.#first.set(hash, entry.next);
    else this.#first.delete(hash);
    this.#order?.delete(entry);
    this.#size--;
    return entry;
  }

  clear(): void {
    this.#first.clear();
    this.#order = null;
    this.#size = 0;
  }

  entries(): Iterable<Entry> {
    return this.#order ?? this.#first.values();
  }
}

export class ApexSet {
  readonly #table: Table;
  /** See `Heap`. */
  measuredAt = -1;
  /** True of `Map.keySet()`: nothing may be added to it. */
  readonly isView: boolean;
  /**
   * @param keysOf table of a map: the set shows its keys, takes them away there, and adds none.
   */
  constructor(
    readonly of: TypeName,
    readonly keying: Keying,
    items: Iterable<Value> = [],
    keysOf?: Table,
  ) {
    this.#table = keysOf ?? new Table(keying);
    this.isView = keysOf !== undefined;
    for (const item of items) this.add(item);
  }
  get iterating(): number {
    return this.#table.iterating;
  }
  set iterating(loops: number) {
    this.#table.iterating = loops;
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
  /** See `Heap`. */
  measuredAt = -1;
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
  /** Number of for-each loops that run over its keys now. */
  get iterating(): number {
    return this.#table.iterating;
  }
  /** Its keys as a set that follows the map. */
  keySet(): ApexSet {
    return new ApexSet(this.keyType, this.keying, [], this.#table);
  }
  /** Null when absent, as in Apex. */
  get(key: Value): Value {
    return this.#table.find(key)?.value ?? null;
  }
  /** @returns the value that was there, or null. */
  put(key: Value, value: Value): Value {
    return this.#table.put(key, value) ?? null;
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
