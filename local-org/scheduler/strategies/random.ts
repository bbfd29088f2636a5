import { RandomSource } from '../random-source';
import type { Candidate, Strategy } from '../strategy';

/** The seed chooses at every operation, all candidates alike. */
export class RandomStrategy implements Strategy {
  readonly name = 'random';
  readonly #random: RandomSource;

  constructor(seed: number) {
    this.#random = new RandomSource(seed).fork('schedule');
  }

  choose(candidates: readonly Candidate[]): number {
    return this.#random.below(candidates.length);
  }

  restart(): void {
    this.#random.restart();
  }
}
