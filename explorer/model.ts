/** The words of the explorer: what it runs, what it sees, and what a run leaves behind. */
import type { Candidate } from '../local-org/scheduler/strategy';
import type { Operation } from '../local-org/scheduler/suspension';
import type { Footprint } from './footprint';
import type { Player } from './strategies/contract';

/** Something that could happen now: a task goes on, a fault strikes it, or time passes. */
export interface Option {
  /** Names it among the options of a point and over all interleavings: the id, or `id!variant`. */
  readonly key: string;
  /**
   * Stable over all interleavings: `2` is the second task of the scenario, `2.1` the first one that
   * it brought into being.
   */
  readonly id: string;
  /** '': it goes on. Otherwise the fault that strikes instead, which counts against the budget. */
  readonly variant: string;
  readonly name: string;
  readonly kind: Candidate['kind'];
  readonly op: Operation;
}

/** One operation that was performed, with everything up to the next suspension. */
export interface Move extends Option {
  readonly index: number;
  /** Org time, epoch milliseconds. */
  readonly at: number;
  /** Keys of all options of this point, its own included. */
  readonly enabled: readonly string[];
  /** Index of the move that brought the task into being, or -1. */
  readonly parent: number;
  readonly footprint: Footprint;
  /** The operation met a lock and waits. */
  readonly blocked: boolean;
  /** How the task ended with this move, if it did. */
  readonly end: 'done' | 'failed' | 'killed' | null;
  /** What became visible to everybody, in words. */
  readonly note: string;
}

/** Name of the invariant that a run comes to its end at all. */
export const NO_END = 'end';

export interface Failure {
  /** Name of the invariant. */
  readonly invariant: string;
  /** It could not be judged: its check threw. That is a fault of the check, not of what was run. */
  readonly unjudged?: true;
  readonly message: string;
  /** Index of the last move before it was seen. */
  readonly after: number;
}

export interface Run {
  readonly moves: readonly Move[];
  /**
   * The schedule: at each point with several options, the rank of the one taken. Rank 0 is the task
   * that ran last if it can go on, otherwise the one that has waited longest; faults come after all
   * tasks. So a list of zeros runs one task after the other, and nothing goes wrong.
   */
  readonly choices: readonly number[];
  readonly failures: readonly Failure[];
  /** The strategy gave the run up, because it repeats an earlier one. */
  readonly abandoned: boolean;
  /** Same for equal runs, moves and end included. */
  readonly fingerprint: string;
}

/** Something with interleavings: a scenario on an org, or a program of a test. */
export interface Subject {
  readonly name: string;
  run(player: Player): Promise<Run>;
}
