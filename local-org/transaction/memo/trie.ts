/**
 * What is remembered of a transaction: a tree. Going down it, one meets what the transaction does to
 * the world (a call) or why it gives up control (a pause); each branch is an answer that the world
 * once gave. Apex between two nodes depends on the answers above and on nothing else, so whoever gets
 * the same answers again need not run it.
 */
import type { Blocked, LockingQuery, Transaction as DbTransaction } from '../../database/contract';
import type { Resume, Suspension } from '../../scheduler/suspension';
import type { Metered, Services } from '../services';
import { answerText, placeAfter, type Place } from './place';

/** The world as one run of a transaction finds it. */
export interface Ground {
  readonly db: DbTransaction;
  readonly services: Services;
  /** Queries with FOR UPDATE, in the order of their beginning. */
  readonly locking: LockingQuery[];
}

/** A place where the tree goes on. */
export interface Slot {
  /** No other one has the same: who stands here was told what leads here, and nothing else. */
  readonly place: Place;
  /** Null: nobody has been there yet. */
  node: Node | null;
}

/** An answer, and what the transaction did when it got it. */
export interface Edge extends Slot {
  /** Of those who hold a lock, the latest: whom a transaction waits for differs from run to run. */
  value: unknown;
  /** The call threw `value`. */
  readonly threw: boolean;
}

export interface Call {
  readonly kind: 'call';
  /** Where it stands in the tree. */
  readonly place: Place;
  readonly name: string;
  /** To notice when the code does not repeat itself: compared by identity. */
  readonly subject: unknown;
  perform(ground: Ground): unknown;
  readonly edges: Edge[];
  /** The transaction has not asked for the time since it was last suspended. */
  readonly timeless: boolean;
  /** The call that had to wait, where this one is another attempt of the same. */
  readonly origin: Call | null;
}

export interface Pause {
  readonly kind: 'pause';
  /** Where it stands in the tree. */
  readonly place: Place;
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

function newEdge(place: Place, value: unknown, threw: boolean): Edge {
  return { place, value, threw, node: null };
}

/** A new branch below a pause. */
export function resumedBy(pause: Pause, resume: Resume): Edge {
  const edge = newEdge(placeAfter(pause.place, resume.kind), resume, false);
  pause.edges.push(edge);
  return edge;
}

/** A query with FOR UPDATE tries to get its rows. */
export const ATTEMPT = 'attempt';

/**
 * A new branch below a call. A query that got its rows after a wait goes on as one that got the same
 * rows at once: it knows nothing of the wait, and looks at the clock anew. So both go on in one place.
 * @param alike tells whether two answers are the same
 */
export function answered(
  node: Call,
  value: unknown,
  threw: boolean,
  alike: (a: unknown, b: unknown) => boolean,
): Edge {
  const origin = isBlocked(value) ? null : node.origin;
  const known = origin?.edges.find((edge) => edge.threw === threw && alike(edge.value, value));
  const place = (origin ?? node).place;
  const edge = known ?? newEdge(placeAfter(place, answerText(value, threw)), value, threw);
  node.edges.push(edge);
  if (origin && !known) origin.edges.push(edge);
  return edge;
}

/** Whose attempt it is that the transaction waits to repeat, after one more step down the tree. */
export function waitsFor(before: Call | null, node: Node, { value }: Edge): Call | null {
  if (node.kind === 'call') {
    if (node.name === ATTEMPT && isBlocked(value)) return node.origin ?? node;
    return node.name === 'now' ? before : null;
  }
  const waits = node.kind === 'pause' && node.why.kind === 'blocked';
  return waits && (value as { readonly kind: string }).kind === 'go' ? before : null;
}

export function isBlocked(value: unknown): value is Blocked {
  return typeof value === 'object' && value !== null && 'blocked' in value;
}
