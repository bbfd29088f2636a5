/**
 * What a running transaction hands to the scheduler, and what it gets back.
 *
 * Apex shares nothing between transactions but the database, so the only points where the order of
 * two transactions can matter are the operations on shared state. A transaction is a generator: it
 * yields immediately before each such operation, and everything between two yields is atomic.
 */

/** One operation on shared state, described well enough for traces and for partial-order reduction. */
export interface Operation {
  readonly kind:
    | 'start'
    | 'query'
    | 'lock'
    | 'insert'
    | 'update'
    | 'delete'
    | 'undelete'
    | 'savepoint'
    | 'rollback'
    | 'commit'
    | 'enqueue'
    | 'publish'
    | 'callout'
    | 'cache'
    | 'admin';
  /** SObject API name, or '' when the operation is not about one object. */
  readonly object: string;
  /** Ids of the rows named in advance, when they are known. */
  readonly ids?: readonly string[];
  /** Short human text for traces, for example the SOQL source. */
  readonly detail?: string;
}

/** What kind of transaction performs an operation, for those who choose whom a fault strikes. */
export interface Performer {
  /** `queueable`, `finalizer`, `rest` … */
  readonly context: string;
  /** Apex class of a job. */
  readonly className: string | null;
}

/** Why a transaction gave up control. */
export type Suspension =
  /** About to perform `op`: any other transaction may go first. */
  | { readonly kind: 'step'; readonly op: Operation; readonly by?: Performer }
  /** `op` met a lock of the transactions in `on`; resumed when one of them lets go, or at `deadline`. */
  | {
      readonly kind: 'blocked';
      readonly op: Operation;
      readonly on: readonly number[];
      /** The transaction that waits. */
      readonly by?: number;
      /** Org time in epoch milliseconds at which the wait ends with a time-out. */
      readonly deadline: number;
    }
  /** Waits for org time to reach `until` (epoch milliseconds). */
  | { readonly kind: 'sleep'; readonly until: number; readonly why: string }
  /** Waits for something outside the org (a real HTTP callout). */
  | { readonly kind: 'external'; readonly promise: Promise<unknown>; readonly why: string };

/** What a transaction is told when it goes on. */
export type Resume =
  | { readonly kind: 'go' }
  /** Only before `enqueue`: the platform refuses the job. */
  | { readonly kind: 'refused' }
  /** Only before `commit`: it commits, and whoever waits for the answer never gets it: a client, or the event bus. */
  | { readonly kind: 'unheard' }
  /** Only before a client's own `query`: it reads what was there before its last commit. */
  | { readonly kind: 'stale' }
  /** Only after `blocked`: the deadline passed. */
  | { readonly kind: 'timeout' }
  /** Only after `external`. */
  | { readonly kind: 'settled'; readonly value?: unknown; readonly error?: unknown };

/** A computation that may suspend. Apex methods, triggers and DML are all of this kind. */
export type Step<T> = Generator<Suspension, T, Resume>;

/**
 * Thrown into a transaction by the scheduler to end it on the spot, as the platform does when a
 * server dies. No Apex catch or finally block may see it.
 */
export class TransactionKilled extends Error {
  constructor(
    readonly reason: string,
    /** What becomes of a job that is killed: its row says Failed, stays Processing, or it runs again. */
    readonly aftermath: 'failed' | 'processing' | 'requeued' = 'failed',
  ) {
    super(`Transaction killed: ${reason}`);
    this.name = 'TransactionKilled';
  }
}

/** Runs a computation that must not suspend; throws when it does. */
export function runToEnd<T>(step: Step<T>, why: string): T {
  const result = step.next({ kind: 'go' });
  if (!result.done)
    throw new Error(`${why} must not touch shared state here (it yielded ${result.value.kind}).`);
  return result.value;
}
