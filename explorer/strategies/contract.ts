/**
 * What makes the choices. Strategies can be interrupted between two runs; a search of `dpor` can be
 * divided, too: `rootsOf(subject, depth)` gives searches that are independent of each other and
 * together make every trace. Whoever loads one runs it as it is: `begin`, `run`, `end`, until
 * `begin` is false; then `traces` and `redundant` are its counts.
 */
import type { Move, Option, Run } from '../model';
import type { FaultPlan } from '../plans';
import type { Standing, Surveyor } from '../states/survey';

/** Returned by `choose` to give a run up: whatever follows repeats an earlier run. */
export const ABANDON = -1;

/** Makes the choices of one run after the other. */
export interface Player {
  readonly name: string;
  /** It reads the footprints of moves. Working them out takes as long as the rest of a run, so others do without. */
  readonly footprints?: boolean;
  /** The only fault that may strike, and where. Absent: all that the scenario names, as choices. */
  readonly plan?: FaultPlan;
  /** It is asked also where only one thing can happen. */
  readonly always?: true;
  /**
   * It goes by the states of a run: called when one begins, and gives what follows the run. A run that
   * it does not want to the end is as good as given up.
   */
  surveyor?(progress: Standing): Surveyor;
  /** True: its runs are made on the org, also where it is known how they go. For those who doubt it. */
  readonly afresh?: boolean;
  /** A run is about to begin. False: there is none left to try. */
  begin(): boolean;
  /**
   * @param options two or more; the first is the task that ran last if it can go on, the others
   *                follow in the order in which they became able to
   * @param running whether the first one ran last
   * @returns an index into `options`, or ABANDON
   */
  choose(options: readonly Option[], running: boolean): number;
  /** A move was performed, chosen or not. */
  observe?(move: Move): void;
  /** The run is over. */
  end?(run: Run): void;
  /** The run that ended last repeats another one, which was not clear before its end. */
  readonly repeated?: boolean;
  /** What may be claimed after the runs so far, in one sentence. */
  claim?(): string;
}

/** A player that can stop between two runs, and go on in another process. */
export interface Resumable extends Player {
  /** Where it stands, as JSON. */
  save(): string;
  /**
   * Goes on from there.
   * @param text from `save` of a player that was made with the same arguments
   */
  load(text: string): void;
}
