import type { Clock } from '../../../local-org/clock/clock';
import { RandomSource, type Candidate, type Strategy } from '../../../local-org/scheduler';

/**
 * Lets a seed choose who goes next, a new seed for every case of one org, and one millisecond pass
 * with every choice: what happens one after the other is seen to do so.
 */
export class SeededSchedule implements Strategy {
  readonly name = 'seeded';
  clock: Clock | undefined;
  #random = new RandomSource(1);

  begin(seed: number): void {
    this.#random = new RandomSource(seed).fork('schedule');
  }

  choose(candidates: readonly Candidate[]): number {
    this.clock?.advance(1);
    return this.#random.below(candidates.length);
  }

  restart(): void {
    this.#random.restart();
  }
}
