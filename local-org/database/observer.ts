import type { TxId } from './contract';
import type { Hint } from './soql/conditions';
import type { Row, Version } from './row';

/** What a query depends on in one object. */
export interface Look {
  readonly object: string;
  /** Every row that the query can see fulfils all of these; no hint accepts every row. */
  readonly hints: readonly Hint[];
  /** Fields whose values the answer depends on, besides those in `hints`; null: any of them. */
  readonly fields: readonly string[] | null;
  /** Rows that were found, in their order. */
  readonly rows: readonly Row[];
  /** ORDER BY fields, without those that the database numbers itself (Id, auto-numbers). */
  readonly orderedBy: readonly string[];
}

/**
 * Told what each transaction touches, as it happens. For tools that need to know which operations
 * commute; a database without an observer pays one comparison per call.
 *
 * Whatever an operation's outcome depends on is told before or with the outcome, also when that is
 * `Blocked`.
 */
export interface Observer {
  /** Looked for rows among those that are committed and its own. */
  looked(tx: TxId, look: Look): void;
  /** Tried to take a row's lock, or has it already. A new row is locked by who makes it. */
  locked(tx: TxId, row: Row): void;
  /** Looked whether a row is there or about to go, without taking its lock. */
  referred(tx: TxId, row: Row): void;
  /** Looked up a value of a unique field. */
  claimed(tx: TxId, field: string, value: string | number | boolean, object: string): void;
  /** Replaced its own version of a row, by a write or by taking one back. Undefined: none. */
  wrote(tx: TxId, row: Row, before: Version | undefined, after: Version | undefined): void;
  /** Is about to make a row's version visible to everybody. */
  publishes(tx: TxId, row: Row, before: Version | undefined, after: Version): void;
  /** Let a row's lock go. */
  freed(tx: TxId, row: Row): void;
  /** Changed something that transactions share besides rows: a queue of events, a signature. */
  shared(what: string): void;
  /** Touched something that the other calls do not describe. */
  unknown(tx: TxId, what: string): void;
}
