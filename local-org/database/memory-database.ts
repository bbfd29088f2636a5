import type { Checkpoint, Database, IdSource, Transaction, TxId, Values } from './contract';
import { describeRows, type TextNumber } from './describe';
import { Journal } from './journal';
import { MutableSchema } from './mutable-schema';
import type { Observer } from './observer';
import type { ObjectSchema, Schema } from './schema';
import type { BindValue, SoqlQuery } from './soql/ast';
import { QueryEngine } from './soql/engine';
import { migrate } from './migrate';
import { Store } from './store';
import type { Counters, Table } from './table';
import { MemoryTransaction, type Host } from './transaction';
import { Work } from './work';

/** A copy of committed rows with their Ids, under the schema of its time. See `MemoryDatabase.image`. */
export interface DatabaseImage {
  readonly store: Store;
  readonly nextTx: TxId;
  readonly commitSequence: number;
}

/** Settings of a `MemoryDatabase`. */
export interface MemoryDatabaseOptions {
  /** Org time, epoch milliseconds; date literals such as TODAY depend on it. */
  readonly now: () => number;
  /** Object → number from which its Ids are counted; default 1. */
  readonly firstNumbers?: Readonly<Record<string, number>>;
}

/** A database in memory, with the isolation and the locks that the contract promises. */
export class MemoryDatabase implements Database {
  #store: Store;
  #engine: QueryEngine;
  readonly #now: () => number;
  readonly #journal = new Journal();
  readonly #open = new Map<TxId, Work>();
  readonly #listeners: ((tx: TxId) => void)[] = [];
  readonly #host: Host;
  #nextTx: TxId = 1;
  /** Told what transactions touch that begin from now on. */
  observer: Observer | undefined;
  #commitSequence = 0;

  constructor(schema: Schema, options: MemoryDatabaseOptions) {
    this.#now = options.now;
    this.#store = new Store(schema);
    for (const [object, nextId] of Object.entries(options.firstNumbers ?? {}))
      this.#store.find(object)?.resetCounters({ nextId, autoNumbers: [] });
    settle(schema);
    this.#engine = new QueryEngine(this.#store, this.#now);
    this.#host = this.#makeHost();
  }

  get schema(): Schema {
    return this.#store.schema;
  }

  get commitSequence(): number {
    return this.#commitSequence;
  }

  begin(ids?: IdSource): Transaction {
    const id = this.#nextTx++;
    const transaction = new MemoryTransaction(id, this.#host, ids);
    this.#open.set(id, transaction.work);
    return transaction;
  }

  committed(object: string): readonly Values[] {
    return this.#store.table(object).committedValues();
  }

  openTransactions(): readonly TxId[] {
    return [...this.#open.keys()];
  }

  onRelease(listener: (tx: TxId) => void): void {
    this.#listeners.push(listener);
  }

  checkpoint(): Checkpoint {
    const counters = new Map<Table, Counters>();
    for (const table of this.#store.tables()) counters.set(table, table.counters());
    return this.#journal.mark({
      nextTx: this.#nextTx,
      commitSequence: this.#commitSequence,
      counters,
    });
  }

  restore(checkpoint: Checkpoint): void {
    this.#requireIdle('restore');
    const state = this.#journal.rewind(checkpoint);
    for (const [table, counters] of state.counters) table.resetCounters(counters);
    this.#nextTx = state.nextTx;
    this.#commitSequence = state.commitSequence;
  }

  release(checkpoint: Checkpoint): void {
    this.#journal.release(checkpoint);
  }

  replaceSchema(schema: Schema): void {
    this.#requireIdle('replaceSchema');
    const store = new Store(schema);
    migrate(this.#store, store);
    settle(schema);
    this.#store = store;
    this.#engine = new QueryEngine(store, this.#now);
    this.#journal.clear();
  }

  /**
   * Copies everything committed, which costs a visit to every row. For checkpoints that outlive a
   * change of schema, and for databases that begin where another stands.
   * @param keep objects whose rows are copied; counters are copied with them
   */
  image(keep: (object: ObjectSchema) => boolean = () => true): DatabaseImage {
    const store = new Store(this.schema);
    migrate(this.#store, store, keep);
    return { store, nextTx: this.#nextTx, commitSequence: this.#commitSequence };
  }

  /** Becomes what `image` holds, schema included. Checkpoints end here. */
  load(image: DatabaseImage): void {
    this.#requireIdle('load');
    const store = new Store(image.store.schema);
    migrate(image.store, store);
    this.#store = store;
    this.#engine = new QueryEngine(store, this.#now);
    this.#journal.clear();
    this.#nextTx = image.nextTx;
    this.#commitSequence = image.commitSequence;
  }

  /**
   * Everything in which the database differs from its youngest checkpoint, as text: equal texts, equal
   * databases. Null when that cannot be said.
   * @param number stands for texts, so that the whole is short
   */
  describe(number: TextNumber): string | null {
    const since = this.#journal.sinceLast;
    return since ? describeRows(since, [...this.#open.values()], number) : null;
  }

  /** The name of a transaction that is open; undefined: it has ended, null: it has none. */
  nameOf(tx: TxId): string | null | undefined {
    const work = this.#open.get(tx);
    return work && (work.name ?? null);
  }

  /** How a query would find its rows, in words. For tests and for people who wonder. */
  explain(query: SoqlQuery, binds: readonly BindValue[] = []): string {
    return this.#engine.explain(query, binds, new Work(0));
  }

  #requireIdle(what: string): void {
    if (this.#open.size > 0) {
      throw new Error(
        `${what} needs all transactions ended; open: ${[...this.#open.keys()].join(', ')}.`,
      );
    }
  }

  #makeHost(): Host {
    const current = {
      store: () => this.#store,
      engine: () => this.#engine,
      observer: () => this.observer,
    };
    return {
      get store() {
        return current.store();
      },
      get engine() {
        return current.engine();
      },
      get observer() {
        return current.observer();
      },
      commit: (work) => {
        const journal = this.#journal;
        work.commit(journal.recording ? (row) => journal.record(row) : undefined);
        this.#commitSequence++;
      },
      ended: (tx) => this.#open.delete(tx),
      released: (tx) => {
        for (const listener of this.#listeners) listener(tx);
      },
    };
  }
}

/** From here on the schema belongs to the database: changes need a copy and `replaceSchema`. */
function settle(schema: Schema): void {
  if (schema instanceof MutableSchema) schema.freeze();
}
