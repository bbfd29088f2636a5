import type { IdSource, TxId } from './contract';
import type { Observer } from './observer';
import type { LockOwner, Row, Version } from './row';
import { forgetGivenUp, noteGivenUp } from './unique';

/** A step that can be taken back: a lock (`before` is LOCKED) or a write over `before`. */
export interface Undo {
  readonly row: Row;
  readonly before: Version | undefined | typeof LOCKED;
}
export const LOCKED = Symbol('locked');

/** Told of every row that a commit changes, before it does. */
export type BeforeCommit = (row: Row) => void;

/**
 * The locks and pending versions of one open transaction, with the log that takes them back. All
 * costs are in proportion to what the transaction did, never to the size of the tables.
 */
export class Work implements LockOwner {
  #undo: Undo[] = [];
  #writes = 0;
  #savepoints: { readonly id: number; readonly at: number }[] = [];
  #nextSavepoint = 1;

  constructor(
    readonly id: TxId,
    readonly observer?: Observer,
    /** Numbers the rows that it inserts; absent: their tables do. */
    readonly ids?: IdSource,
  ) {}

  /** What it does may have been done before, by the same transaction in another run. */
  get repeatable(): boolean {
    return this.ids !== undefined;
  }

  get hasWrites(): boolean {
    return this.#writes > 0;
  }

  /** Whose work this is, in every interleaving. */
  get name(): string | undefined {
    return this.ids?.name;
  }

  /** Rows that it has locked or written since its beginning, and what can be taken back. */
  get log(): readonly Undo[] {
    return this.#undo;
  }

  get openSavepoints(): readonly { readonly id: number; readonly at: number }[] {
    return this.#savepoints;
  }

  holds(row: Row): boolean {
    return row.owner === this;
  }

  /** Takes the lock of a row, or says who has it. */
  lock(row: Row): TxId | undefined {
    this.observer?.locked(this.id, row);
    if (row.owner === this) return undefined;
    if (row.owner !== undefined) return row.owner.id;
    row.owner = this;
    this.#undo.push({ row, before: LOCKED });
    return undefined;
  }

  /** Writes a version. The lock must be held, except for a row that is only just being made. */
  write(row: Row, version: Version): void {
    if (row.owner !== this) {
      if (row.committed ?? row.pending ?? row.owner) {
        throw new Error(`Write to ${row.id} without its lock.`);
      }
      this.lock(row);
    }
    this.#undo.push({ row, before: row.pending });
    if (row.pending !== undefined) noteGivenUp(row, row.pending, version);
    this.#writes++;
    this.observer?.wrote(this.id, row, row.pending ?? row.committed, version);
    row.table.setPending(row, version);
  }

  savepoint(): number {
    const id = this.#nextSavepoint++;
    this.#savepoints.push({ id, at: this.#undo.length });
    return id;
  }

  /** Undoes what came after the savepoint. It stays usable; younger savepoints are gone. */
  rollbackTo(savepoint: number): boolean {
    const place = this.#savepoints.findIndex((s) => s.id === savepoint);
    if (place < 0) throw new Error(`Savepoint ${savepoint} does not exist.`);
    this.#savepoints.length = place + 1;
    return this.#undoTo(this.#savepoints[place]!.at);
  }

  /**
   * Frees all locks. Their log entries stay, because savepoints count them; taking back a lock that
   * is already free, or meanwhile another's, does nothing.
   */
  releaseLocks(): boolean {
    if (this.hasWrites) throw new Error('Locks cannot be released while writes are pending.');
    let released = false;
    for (const { row } of this.#undo) released = this.#free(row) || released;
    return released;
  }

  commit(beforeCommit: BeforeCommit | undefined): void {
    if (this.#writes > 0) {
      for (const { row } of this.#undo) {
        if (row.pending === undefined || row.owner !== this) continue;
        beforeCommit?.(row);
        this.observer?.publishes(this.id, row, row.committed, row.pending);
        row.table.setCommitted(row, row.pending);
      }
    }
    for (const { row } of this.#undo) {
      row.table.givenUp.delete(row);
      this.#free(row);
    }
    this.#end();
  }

  rollback(): void {
    this.#undoTo(0);
    this.#end();
  }

  #undoTo(length: number): boolean {
    const undone = this.#undo.length > length;
    while (this.#undo.length > length) {
      const { row, before } = this.#undo.pop()!;
      if (before === LOCKED) this.#free(row);
      else {
        if (before !== undefined) forgetGivenUp(row, before);
        this.observer?.wrote(this.id, row, row.pending, before ?? row.committed);
        row.table.setPending(row, before);
        this.#writes--;
      }
    }
    return undone;
  }

  #free(row: Row): boolean {
    if (row.owner !== this) return false;
    row.owner = undefined;
    this.observer?.freed(this.id, row);
    return true;
  }

  #end(): void {
    this.#undo = [];
    this.#savepoints = [];
    this.#writes = 0;
  }
}
