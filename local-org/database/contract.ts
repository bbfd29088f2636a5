/**
 * What the database promises. It knows rows, locks and SOQL; it knows nothing of Apex, and nothing
 * here ever waits: an operation that meets a foreign lock says so, and the caller suspends.
 *
 * Isolation is read committed: each query sees what was committed when it began, plus the writes of
 * its own transaction. Plain reads take no locks and never wait.
 */
import type { Observer } from './observer';
import type { Schema, Stored } from './schema';
import type { BindValue, SoqlQuery } from './soql/ast';

export type TxId = number;

/** Field values by canonical API name. Absent means null. */
export type Values = Readonly<Record<string, Stored>>;

/**
 * The operation met locks of these transactions and has changed no row. Try again after they let go.
 * Row locks that it took on the way are kept, as those of a waiting statement are.
 */
export interface Blocked {
  readonly blocked: true;
  readonly on: readonly TxId[];
}

/** How a locking query treats its WHERE clause after it had to wait (the platform does not say). */
export type WaitMode =
  /** The whole statement runs again on fresh data. */
  | 'restart'
  /** Only the rows found first are locked, and those that no longer match are dropped. */
  | 'recheck';

/** One row of a result. Parent fields are nested under the relationship name, children are lists. */
export interface ResultRow {
  readonly object: string;
  readonly values: Readonly<Record<string, ResultValue>>;
  /** The Id of the row, selected or not. Absent in aggregate results. */
  readonly id?: string;
}
export type ResultValue = Stored | ResultRow | readonly ResultRow[];

export interface QueryResult {
  readonly rows: readonly ResultRow[];
  /** `SELECT COUNT()`: the count; otherwise the number of rows. */
  readonly size: number;
  /** True for GROUP BY and aggregate functions: rows then hold aliases and `expr0`, object `AggregateResult`. */
  readonly aggregate: boolean;
  /** Rows that count towards the governor limit. */
  readonly rowsRead: number;
}

/** A query with FOR UPDATE in progress. Call `attempt` again after each wait. */
export interface LockingQuery {
  attempt(): Blocked | QueryResult;
  /** Ids of the rows that it found and keeps to after a wait. Absent: it looks anew. */
  readonly keepsTo?: readonly string[];
}

export type InsertOutcome =
  | { readonly id: string }
  | Blocked
  /** Another row, committed or our own, holds the same unique value. */
  | { readonly duplicate: { readonly field: string; readonly id: string } };

export type UpdateOutcome =
  | { readonly ok: true }
  | Blocked
  | { readonly duplicate: { readonly field: string; readonly id: string } }
  | { readonly missing: true };

export type DeleteOutcome = { readonly ok: true } | Blocked | { readonly missing: true };

/**
 * One transaction. Every method is synchronous and atomic. Writes throw ConstraintError when a parent
 * does not exist or a child forbids the deletion: decided here, because it can change while waiting.
 */
export interface Transaction {
  readonly id: TxId;
  /** Runs a plain query. Throws SoqlError for unknown objects or fields. FOR UPDATE is refused here. */
  query(query: SoqlQuery, binds: readonly BindValue[]): QueryResult;
  /** Begins a query with FOR UPDATE. */
  lockingQuery(query: SoqlQuery, binds: readonly BindValue[], mode: WaitMode): LockingQuery;
  /**
   * Reads one row as this transaction sees it, or undefined. Includes system fields.
   * @param includeDeleted also from the recycle bin
   */
  read(object: string, id: string, includeDeleted?: boolean): Values | undefined;
  /** Takes row locks in Id order. Locks already taken by an earlier attempt are kept. Missing rows are skipped. */
  lock(object: string, ids: readonly string[]): Blocked | { readonly ok: true };
  /** Row exists and is locked by this transaction. */
  holdsLock(object: string, id: string): boolean;
  /** Inserts one row; draws its Id and auto-number (never given back). Sets no audit fields itself: the caller passes them. */
  insert(object: string, values: Values): InsertOutcome;
  /** Changes one row; takes its lock. Keys that are absent stay as they are. */
  update(object: string, id: string, changes: Values): UpdateOutcome;
  /** Moves a row to the recycle bin; takes its lock. */
  delete(object: string, id: string): DeleteOutcome;
  undelete(object: string, id: string): UpdateOutcome;
  /** Marks a point; rolling back to it undoes writes and frees the locks taken since. */
  savepoint(): number;
  rollbackTo(savepoint: number): void;
  /** A callout frees all FOR UPDATE locks (there can be no pending DML then). */
  releaseLocks(): void;
  /** True when something was written and not rolled back. */
  hasWrites(): boolean;
  commit(): void;
  rollback(): void;
  readonly state: 'open' | 'committed' | 'rolledBack';
}

/** A place to go back to: everything committed since is undone. For tests and the explorer. */
export interface Checkpoint {
  readonly sequence: number;
}

/** Where the numbers of new Ids come from. */
export interface IdSource {
  /** Whose Ids they are: the same in every interleaving, and no other transaction's at the time. */
  readonly name: string;
  next(): number;
}

export interface Database {
  readonly schema: Schema;
  /** @param ids numbers the rows of this transaction; absent: each object counts its rows */
  begin(ids?: IdSource): Transaction;
  /**
   * What everybody sees of an object, in the order of insertion: no copies, no limits, no deleted rows.
   * An object that is equal to one seen before holds the same row with the same values.
   */
  committed(object: string): readonly Values[];
  /** Transactions that are open, by id; for deadlock detection and inspection. */
  openTransactions(): readonly TxId[];
  /** Called whenever a transaction frees locks or ends: waiters on it may try again. */
  onRelease(listener: (tx: TxId) => void): void;
  checkpoint(): Checkpoint;
  /** Undoes every commit since `checkpoint`, including Id and auto-number counters. No transaction may be open. */
  restore(checkpoint: Checkpoint): void;
  /** Forgets a checkpoint: what only it needed is freed. */
  release(checkpoint: Checkpoint): void;
  /**
   * Changes the shape of the org, all or nothing. Rows of objects that remain are kept, values of
   * fields that are gone are dropped. Checkpoints end here. No transaction may be open.
   */
  replaceSchema(schema: Schema): void;
  /** Told what transactions touch that begin while it is set. */
  observer: Observer | undefined;
  /** Grows with every commit; the order of commits is the truth that checkers compare with. */
  readonly commitSequence: number;
}

/** A query that cannot run, in the platform's words. `errorCode` as in the REST API, e.g. INVALID_FIELD. */
export class SoqlError extends Error {
  constructor(
    readonly errorCode: string,
    message: string,
  ) {
    super(message);
    this.name = 'SoqlError';
  }
}
