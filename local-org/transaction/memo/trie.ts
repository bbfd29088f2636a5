/**
 * What is remembered of a transaction: a tree. Going down it, one meets what the transaction does to
 * the world (a call) or why it gives up control (a pause); each branch is an answer that the world
 * once gave. Apex between two nodes depends on the answers above and on nothing else, so whoever gets
 * the same answers again need not run it.
 */
import type { LockingQuery, Transaction as DbTransaction } from '../../database/contract';
import type { Suspension } from '../../scheduler/suspension';
import type { Metered, Services } from '../services';

/** The world as one run of a transaction finds it. */
export interface Ground {
  readonly db: DbTransaction;
  readonly services: Services;
  /** Queries with FOR UPDATE, in the order of their beginning. */
  readonly locking: LockingQuery[];
}

/** A place where the tree goes on. */
export interface Slot {
  /** No other place ever has the same: who stands here was told what leads here, and nothing else. */
  readonly number: number;
  /** Null: nobody has been there yet. */
  node: Node | null;
}

let places = 0;

export const nextPlace = (): number => ++places;

/** An answer, and what the transaction did when it got it. */
export interface Edge extends Slot {
  /** Of those who hold a lock, the latest: whom a transaction waits for differs from run to run. */
  value: unknown;
  /** The call threw `value`. */
  readonly threw: boolean;
}

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  /** To notice when the code does not repeat itself: compared by identity. */
  readonly subject: unknown;
  perform(ground: Ground): unknown;
  readonly edges: Edge[];
}

export interface Pause {
  readonly kind: 'pause';
  readonly why: Suspension;
  /** What had been used up by then, for the statistics of a transaction that dies here. */
  readonly used: Metered;
  readonly edges: Edge[];
}

/** The transaction is over: with an outcome, or with an error that is not Apex's. */
export interface End {
  readonly kind: 'end';
  readonly value: unknown;
  readonly threw: boolean;
}

/** From here on it depends on something that cannot be remembered, such as a real callout. */
export interface Opaque {
  readonly kind: 'opaque';
}

export type Node = Call | Pause | End | Opaque;

export const OPAQUE: Opaque = { kind: 'opaque' };
