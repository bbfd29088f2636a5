/** Who goes next. A strategy sees every task that could go on and names one. */
import type { Operation, Performer } from './suspension';

/** A task that could go on now. */
export interface Candidate {
  /** Number of the task; tasks count from 1 in the order of their creation. */
  readonly task: number;
  /** For people: `queueable LaneRunner`. */
  readonly name: string;
  /**
   * `start`: has not run yet. `step`: stands before an operation. `retry`: a lock that it waited for
   * was freed. `timeout`: its wait for a lock ends without it. `wake`: a sleep or an answer from
   * outside is over.
   */
  readonly kind: 'start' | 'step' | 'retry' | 'timeout' | 'wake';
  /** What it will do first when it goes on. */
  readonly op: Operation;
  /** Who performs it, where a transaction does. */
  readonly performer: Performer | null;
  /** Grows each time any task becomes able to go on: the lowest has waited longest. */
  readonly since: number;
}

/** Returned by `choose`: it has changed the situation itself (let time pass), and wants to be asked again. */
export const AGAIN = -1;

export interface Strategy {
  readonly name: string;
  /** True: asked also when a single task can go on, because it may do something else. */
  readonly always?: boolean;
  /**
   * True: the task that runs goes on until it waits or ends, without asking. Nothing is recorded
   * then, as the strategy alone decides.
   */
  readonly keepsRunning?: boolean;
  /**
   * @param candidates two or more, in the order of `since`
   * @param running task that performed the last operation and could go on, or null
   * @returns an index into `candidates`, or AGAIN
   */
  choose(candidates: readonly Candidate[], running: number | null): number;
  /** Forgets what it learnt: a run begins again. */
  restart?(): void;
}
