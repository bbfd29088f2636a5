import BTree from 'sorted-btree';
import { compareKeys, keyFunction, kindOf, type Key } from './field-kinds';
import type { Row, Version } from './row';
import type { FieldSchema } from './schema';

/** Rows under one key. Nearly always one row, so the set is made only for the second. */
export class Bucket {
  #one: Row | undefined = undefined;
  #many: Set<Row> | undefined = undefined;

  add(row: Row): void {
    if (this.#many) this.#many.add(row);
    else if (this.#one === undefined || this.#one === row) this.#one = row;
    else {
      this.#many = new Set([this.#one, row]);
      this.#one = undefined;
    }
  }

  remove(row: Row): void {
    if (this.#many) this.#many.delete(row);
    else if (this.#one === row) this.#one = undefined;
  }

  get size(): number {
    return this.#many ? this.#many.size : this.#one ? 1 : 0;
  }

  /** In the order of insertion into the table. */
  sorted(): readonly Row[] {
    if (!this.#many) return this.#one ? [this.#one] : [];
    return [...this.#many].sort((a, b) => a.order - b.order);
  }

  /** In no promised order. */
  *rows(): Iterable<Row> {
    if (this.#many) yield* this.#many;
    else if (this.#one) yield this.#one;
  }
}

/** Part of an ordered index. Absent bounds are open. */
export interface KeyRange {
  readonly low?: Key;
  readonly lowOpen?: boolean;
  readonly high?: Key;
  readonly highOpen?: boolean;
}

/**
 * Finds rows by the value of one field. A row stands under the key of its committed version and
 * under that of its pending one, so every reader finds its rows here, and must then look at the
 * version it may see.
 */
export class FieldIndex {
  readonly keyOf: ReturnType<typeof keyFunction>;
  /** Rows without a value. */
  readonly nulls = new Bucket();
  readonly #hash = new Map<Key, Bucket>();
  readonly #ordered: BTree<Key, Bucket> | undefined;

  constructor(readonly field: FieldSchema) {
    this.keyOf = keyFunction(field);
    this.#ordered = isOrdered(field) ? new BTree<Key, Bucket>(undefined, compareKeys) : undefined;
  }

  get ordered(): boolean {
    return this.#ordered !== undefined;
  }

  /** The key of a version; undefined when there is no version. */
  key(version: Version | undefined): Key | null | undefined {
    return version && this.keyOf(version.values[this.field.name]);
  }

  get(key: Key | null): Bucket | undefined {
    return key === null ? this.nulls : this.#hash.get(key);
  }

  /** Keeps the index in step when the versions of `row` change from (c0, p0) to (c1, p1). */
  move(
    row: Row,
    c0: Version | undefined,
    p0: Version | undefined,
    c1: Version | undefined,
    p1: Version | undefined,
  ): void {
    const was1 = this.key(c0);
    const was2 = this.key(p0);
    const now1 = c1 === c0 ? was1 : c1 === p0 ? was2 : this.key(c1);
    const now2 = p1 === p0 ? was2 : this.key(p1);
    if (was1 !== undefined && was1 !== now1 && was1 !== now2) this.#remove(was1, row);
    if (was2 !== undefined && was2 !== was1 && was2 !== now1 && was2 !== now2) {
      this.#remove(was2, row);
    }
    if (now1 !== undefined && now1 !== was1 && now1 !== was2) this.#add(now1, row);
    if (now2 !== undefined && now2 !== was1 && now2 !== was2) this.#add(now2, row);
  }

  /** Buckets in key order. The index must not change meanwhile. */
  *walk(range: KeyRange, descending: boolean): Generator<[Key, Bucket]> {
    const tree = this.#ordered;
    if (!tree) throw new Error(`${this.field.name} has no ordered index.`);
    const pairs = descending ? tree.entriesReversed(range.high) : tree.entries(range.low);
    for (const [key, bucket] of pairs) {
      if (range.low !== undefined) {
        const order = compareKeys(key, range.low);
        if (order < 0 || (order === 0 && range.lowOpen)) {
          if (descending) return;
          continue;
        }
      }
      if (range.high !== undefined) {
        const order = compareKeys(key, range.high);
        if (order > 0 || (order === 0 && range.highOpen)) {
          if (!descending) return;
          continue;
        }
      }
      yield [key, bucket];
    }
  }

  #add(key: Key | null, row: Row): void {
    let bucket = this.get(key);
    if (!bucket) {
      bucket = new Bucket();
      this.#hash.set(key!, bucket);
      this.#ordered?.set(key!, bucket);
    }
    bucket.add(row);
  }

  #remove(key: Key | null, row: Row): void {
    const bucket = this.get(key);
    bucket?.remove(row);
    if (bucket?.size === 0 && key !== null) {
      this.#hash.delete(key);
      this.#ordered?.delete(key);
    }
  }
}

/** Fields that get an index. Picklists too: a status of few rows is the way past many settled ones. */
export function isIndexed(field: FieldSchema): boolean {
  return Boolean(
    field.unique || field.externalId || field.type === 'reference' || field.type === 'picklist',
  );
}

function isOrdered(field: FieldSchema): boolean {
  const kind = kindOf(field);
  return Boolean(field.unique || field.externalId) && (kind === 'text' || kind === 'number');
}
