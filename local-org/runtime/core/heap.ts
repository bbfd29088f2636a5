/**
 * The heap of a transaction, as far as it can be told. JavaScript does not say what local variables
 * hold, so this is a lower bound made of what certainly lives: everything that can be reached from
 * the roots (statics and what the transaction itself keeps), and the collection or record that is
 * growing at this moment, which its caller must be holding. Same run, same figure.
 *
 * Counting additions costs next to nothing. Only when enough has been added is the reachable part
 * measured, so dropping values in between is free.
 */
import { ApexMap, ApexSet } from './collections';
import { ApexBlob, ApexList, ApexObject, SObjectValue, type TypeName, type Value } from './values';

/** Bytes, by rule of thumb: the platform does not publish how it counts. */
const WORD = 8;
const REFERENCE = 4;
/** A holder is measured when that part of the limit has been added since it was last. */
const PART = 8;
/** Measuring visits at most that many times the bytes that are added. */
const EFFORT = 16;

/** Something that can grow. */
export interface Holder {
  /** Bytes added in its transaction when it was last measured or first grew; negative before. */
  measuredAt: number;
}

export class Heap {
  #added = 0;
  /** Nothing is measured before so much has been added. */
  #rest = 0;
  #grown: Value = null;

  /**
   * @param limit bytes
   * @param roots what lives as long as the transaction
   * @param exceeded makes the exception for too large a heap
   */
  constructor(
    readonly limit: number,
    private readonly roots: () => Iterable<Value>,
    private readonly exceeded: (bytes: number) => Error,
  ) {}

  /** Notes that `holder` got `item`. Throws System.LimitException when the heap is found too large. */
  grew(holder: Holder, item: Value): void {
    this.#grown = holder;
    // It may have grown in another transaction before.
    if (holder.measuredAt < 0 || holder.measuredAt > this.#added) holder.measuredAt = this.#added;
    this.#added += REFERENCE + ownSize(item) + fieldsSize(item);
    if (this.#added - holder.measuredAt < this.limit / PART || this.#added < this.#rest) return;
    holder.measuredAt = this.#added;
    const bytes = this.bytes();
    this.#rest = this.#added + bytes / EFFORT;
    if (bytes > this.limit) throw this.exceeded(bytes);
  }

  /** Notes that `holder` was made with these items. */
  grewBy(holder: Holder, items: Iterable<Value>): void {
    for (const item of items) this.grew(holder, item);
  }

  /** What can be reached now from the roots and from what grew last. */
  bytes(): number {
    return reachableSize([...this.roots(), this.#grown]);
  }
}

/** Bytes of a value without what it refers to; characters count one byte each. */
function ownSize(value: Value): number {
  if (typeof value === 'string') return REFERENCE + value.length;
  if (typeof value === 'object' && value instanceof ApexBlob) return REFERENCE + value.bytes.length;
  return WORD;
}

/**
 * Bytes of what the fields of a record or object hold themselves. Fields are set without a note, so
 * they are counted when their owner is added somewhere; elements have been noted one by one.
 */
function fieldsSize(value: Value): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (!(value instanceof SObjectValue || value instanceof ApexObject)) return 0;
  let bytes = 0;
  for (const part of partsOf(value)) bytes += REFERENCE + ownSize(part);
  return bytes;
}

/**
 * Bytes of everything that can be reached from `roots`. Objects count once, however many ways lead
 * to them; texts count at every place, because equal ones cannot be told from the same one.
 */
export function reachableSize(roots: Iterable<Value>): number {
  const open: Value[] = [...roots];
  const seen = new Set<Value>();
  let bytes = 0;
  while (open.length > 0) {
    const value = open.pop();
    if (value === null || value === undefined || typeof value === 'function') continue;
    bytes += ownSize(value);
    if (typeof value !== 'object' || seen.has(value)) continue;
    seen.add(value);
    for (const part of partsOf(value)) {
      bytes += REFERENCE;
      open.push(part);
    }
  }
  return bytes;
}

/** What a value holds. Values of the library that are no collections hold nothing here. */
function partsOf(value: object): Iterable<Value> {
  if (value instanceof ApexList) return value.items;
  if (value instanceof ApexSet) return value.values();
  if (value instanceof ApexMap) return keysAndValues(value);
  if (value instanceof SObjectValue) return value.fields.values();
  return value instanceof ApexObject ? (Object.values(value) as Value[]) : [];
}

function* keysAndValues(map: ApexMap): Iterable<Value> {
  for (const [key, value] of map.entries()) {
    yield key;
    yield value;
  }
}

/** The static fields of all classes, as roots. */
export function* staticRoots(statics: ReadonlyMap<TypeName, object>): Iterable<Value> {
  for (const fields of statics.values()) yield* Object.values(fields);
}
