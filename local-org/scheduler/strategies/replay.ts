import type { Candidate, Strategy } from '../strategy';

/** Repeats recorded choices. After the last one it hands over to `rest`, or takes the first candidate. */
export class ReplayStrategy implements Strategy {
  readonly name = 'replay';
  #at = 0;

  constructor(
    readonly choices: readonly number[],
    readonly rest?: Strategy,
  ) {}

  /** True when more choices were asked for than recorded. */
  get exhausted(): boolean {
    return this.#at > this.choices.length;
  }

  choose(candidates: readonly Candidate[], running: number | null): number {
    const choice = this.choices[this.#at++];
    if (choice === undefined) return this.rest?.choose(candidates, running) ?? 0;
    if (choice >= candidates.length)
      throw new Error(
        `Replay diverged at choice ${this.#at}: ${choice} of ${candidates.length} candidates.`,
      );
    return choice;
  }

  restart(): void {
    this.#at = 0;
    this.rest?.restart?.();
  }
}
