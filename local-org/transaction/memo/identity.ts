/**
 * Names of transactions that are the same in every interleaving of the same work, and what is drawn
 * from them. Ids and random numbers that come from counters of the whole org depend on who was first;
 * two runs that differ in nothing else would differ in every row.
 */
import type { IdSource } from '../../database/contract';
import { RandomSource } from '../../scheduler/random-source';

/** What a transaction is, besides its context and user. */
export interface Identity {
  /** Who it is: `job 707…`, the text of a request. Equal names are numbered in the order of their begin. */
  readonly name: string;
  /**
   * Everything else that its code is given: the fields of a job, the events of a batch. Null when it
   * cannot be written down.
   */
  input(): string | null;
}

/** No input besides what the name says. */
export const NO_INPUT = (): string => '';

/** Rows that one transaction may insert before its Ids would meet those of another. */
const IDS_PER_TRANSACTION = 2 ** 14;

export class StableNames {
  readonly #begun = new Map<string, number>();
  #text: string | null = null;

  /** The name of the next transaction that calls itself `name`. */
  next(name: string): string {
    const number = (this.#begun.get(name) ?? 0) + 1;
    this.#begun.set(name, number);
    this.#text = null;
    return number === 1 ? name : `${name} #${number}`;
  }

  restart(): void {
    this.#begun.clear();
    this.#text = null;
  }

  /** How often each name was begun, as text. */
  describe(): string {
    const entries = [...this.#begun];
    return (this.#text ??= JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
  }
}

/** Numbers for the Ids of a transaction's rows: 38 bits of its name, then a counter. */
export class StableIds implements IdSource {
  readonly #base: number;
  #next = 0;

  constructor(readonly name: string) {
    const high = hash(name, 0x811c9dc5);
    const low = hash(name, 0x9e3779b9);
    this.#base = (high * 64 + (low & 63)) * IDS_PER_TRANSACTION;
  }

  next(): number {
    if (++this.#next === IDS_PER_TRANSACTION)
      throw new Error(
        `A transaction inserts more than ${IDS_PER_TRANSACTION} rows under one name.`,
      );
    return this.#base + this.#next;
  }
}

/** A stream of random numbers of its own. */
export function stableRandom(org: RandomSource, name: string): RandomSource {
  return new RandomSource(hash(name, org.seed ^ 0x2545f491));
}

/** FNV-1a over UTF-16 units with a final mix (Murmur3), 32 bits without sign. */
function hash(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
