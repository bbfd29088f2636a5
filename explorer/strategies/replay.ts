import type { Option } from '../model';
import type { Player } from './contract';

/**
 * Repeats a schedule. A list that has become shorter, or that was made for a run with more options,
 * is still a schedule: what is missing is 0, what is too large becomes the last option. That is what
 * lets the shrinker cut pieces out.
 */
export class ReplayPlayer implements Player {
  readonly name = 'replay';
  /** For the story that is told of the run. */
  readonly footprints: boolean = true;
  /** What is told to people, and what two runs are compared by, is not taken from any memory. */
  readonly afresh = true;
  #at = 0;

  constructor(readonly choices: readonly number[]) {}

  begin(): boolean {
    this.#at = 0;
    return true;
  }

  choose(options: readonly Option[]): number {
    return Math.min(this.choices[this.#at++] ?? 0, options.length - 1);
  }
}
