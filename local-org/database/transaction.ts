import type {
  Blocked,
  DeleteOutcome,
  IdSource,
  InsertOutcome,
  LockingQuery,
  QueryResult,
  Transaction,
  TxId,
  UpdateOutcome,
  Values,
  WaitMode,
} from './contract';
import { normalizeId } from './ids';
import { deleteRow, undeleteRow } from './deletes';
import { lockRows } from './locks';
import { beginLockingQuery } from './locking-query';
import type { Observer } from './observer';
import { live, visible, type Row } from './row';
import type { BindValue, SoqlQuery } from './soql/ast';
import type { QueryEngine } from './soql/engine';
import type { Store } from './store';
import { Work } from './work';
import { insertRow, updateRow } from './writes';

/** What a transaction needs of the database that began it. */
export interface Host {
  readonly store: Store;
  readonly engine: QueryEngine;
  readonly observer: Observer | undefined;
  /** Makes the writes of `work` the committed ones. */
  commit(work: Work): void;
  /** Locks were freed or the transaction ended. */
  released(tx: TxId): void;
  ended(tx: TxId): void;
}

/** One open transaction of a `MemoryDatabase`. */
export class MemoryTransaction implements Transaction {
  readonly id: TxId;
  readonly #host: Host;
  readonly work: Work;
  #state: 'open' | 'committed' | 'rolledBack' = 'open';

  constructor(id: TxId, host: Host, ids?: IdSource) {
    this.id = id;
    this.#host = host;
    this.work = new Work(id, host.observer, ids);
  }

  get state(): 'open' | 'committed' | 'rolledBack' {
    return this.#state;
  }

  query(query: SoqlQuery, binds: readonly BindValue[]): QueryResult {
    if (query.forUpdate) throw new Error('FOR UPDATE goes through lockingQuery.');
    const work = this.#open();
    return this.#host.engine.run(query, binds, work);
  }

  lockingQuery(query: SoqlQuery, binds: readonly BindValue[], mode: WaitMode): LockingQuery {
    this.#open();
    return beginLockingQuery(this.#host, () => this.#open(), query, binds, mode);
  }

  read(object: string, id: string, includeDeleted = false): Values | undefined {
    const work = this.#open();
    const row = this.#host.store.row(object, id);
    const hints = includeDeleted ? [] : [{ field: 'Id', keys: [row?.id ?? normalizeId(id)] }];
    const rows = row ? [row] : [];
    work.observer?.looked(this.id, { object, hints, fields: null, rows, orderedBy: [] });
    return row && (includeDeleted ? visible : live)(row, work)?.values;
  }

  lock(object: string, ids: readonly string[]): Blocked | { readonly ok: true } {
    const work = this.#open();
    const rows: Row[] = [];
    for (const id of ids) {
      const row = this.#host.store.row(object, id);
      if (row) rows.push(row);
    }
    return lockRows(work, rows) ?? { ok: true };
  }

  holdsLock(object: string, id: string): boolean {
    const row = this.#host.store.row(object, id);
    return row !== undefined && this.work.holds(row);
  }

  insert(object: string, values: Values): InsertOutcome {
    return insertRow(this.#open(), this.#host.store, object, values);
  }

  update(object: string, id: string, changes: Values): UpdateOutcome {
    return updateRow(this.#open(), this.#host.store, object, id, changes);
  }

  delete(object: string, id: string): DeleteOutcome {
    return deleteRow(this.#open(), this.#host.store, object, id);
  }

  undelete(object: string, id: string): UpdateOutcome {
    return undeleteRow(this.#open(), this.#host.store, object, id);
  }

  savepoint(): number {
    return this.#open().savepoint();
  }

  rollbackTo(savepoint: number): void {
    if (this.#open().rollbackTo(savepoint)) this.#host.released(this.id);
  }

  releaseLocks(): void {
    if (this.#open().releaseLocks()) this.#host.released(this.id);
  }

  hasWrites(): boolean {
    return this.work.hasWrites;
  }

  commit(): void {
    this.#host.commit(this.#open());
    this.#end('committed');
  }

  rollback(): void {
    this.#open().rollback();
    this.#end('rolledBack');
  }

  #end(state: 'committed' | 'rolledBack'): void {
    this.#state = state;
    this.#host.ended(this.id);
    this.#host.released(this.id);
  }

  #open(): Work {
    if (this.#state !== 'open') throw new Error(`Transaction ${this.id} is ${this.#state}.`);
    return this.work;
  }
}
