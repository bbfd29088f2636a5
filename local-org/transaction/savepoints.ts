/** Database.setSavepoint, rollback and releaseSavepoint. */
import { done } from '../runtime/core/steps';
import type { Value } from '../runtime/core/values-all';
import { SavepointValue } from '../runtime/library/platform/savepoint-value';
import type { Step } from '../scheduler/suspension';
import type { Transaction } from './transaction';

/** Where a transaction stood: what it wrote, enqueued and published until then. */
export interface Mark {
  readonly db: number;
  readonly afterCommit: number;
  readonly events: number;
}

interface Entry extends Mark {
  readonly value: SavepointValue;
}

export class Savepoints {
  readonly #open: Entry[] = [];

  constructor(readonly tx: Transaction) {}

  get anyOpen(): boolean {
    return this.#open.length > 0;
  }

  /** For the platform's own use: a statement that may fail halfway. */
  mark(): Mark {
    const { db, afterCommit, events } = this.tx;
    return { db: db.savepoint(), afterCommit: afterCommit.length, events: events.length };
  }

  /** Undoes writes, frees locks, forgets what was enqueued and published since. */
  restore(mark: Mark): void {
    this.tx.db.rollbackTo(mark.db);
    this.tx.afterCommit.length = Math.min(this.tx.afterCommit.length, mark.afterCommit);
    this.tx.events.length = Math.min(this.tx.events.length, mark.events);
  }

  push(): SavepointValue {
    const value = new SavepointValue();
    this.#open.push({ ...this.mark(), value });
    return value;
  }

  /** Undoes everything since; later savepoints end, this one stays. False when it is not open. */
  rollback(value: SavepointValue): boolean {
    const at = this.#open.findIndex((e) => e.value === value);
    if (at < 0) return false;
    this.restore(this.#open[at]!);
    this.#open.length = at + 1;
    return true;
  }

  /** Ends this one and all later ones, undoing nothing. */
  release(value: SavepointValue): boolean {
    const at = this.#open.findIndex((e) => e.value === value);
    if (at < 0) return false;
    this.#open.length = at;
    return true;
  }

  releaseAll(): void {
    this.#open.length = 0;
  }
}

export function setSavepoint(tx: Transaction): Step<Value> {
  tx.limits.use('DmlStatements');
  tx.limits.use('Savepoints');
  tx.log.addHere('SAVEPOINT_SET');
  return done<Value>(tx.savepoints.push());
}

export function* rollbackTo(tx: Transaction, savepoint: Value): Step<void> {
  tx.limits.use('DmlStatements');
  tx.limits.use('SavepointRollbacks');
  yield* tx.step({ kind: 'rollback', object: '', detail: 'Database.rollback' });
  tx.log.addHere('SAVEPOINT_ROLLBACK');
  if (!tx.savepoints.rollback(expect(tx, savepoint)))
    throw tx.vm.exception('System.TypeException', 'Savepoint does not exist or was released');
}

export function releaseSavepoint(tx: Transaction, savepoint: Value): Step<void> {
  tx.log.addHere('SAVEPOINT_RELEASE');
  if (!tx.savepoints.release(expect(tx, savepoint)))
    throw tx.vm.exception('System.TypeException', 'Savepoint does not exist or was released');
  return done(undefined);
}

function expect(tx: Transaction, savepoint: Value): SavepointValue {
  if (savepoint instanceof SavepointValue) return savepoint;
  throw tx.vm.exception('System.NullPointerException', 'Argument cannot be null.');
}
