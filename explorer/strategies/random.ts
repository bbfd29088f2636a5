import { RandomSource } from '../../local-org/scheduler/random-source';
import type { Option } from '../model';
import type { Resumable } from './contract';

/** At every point all options alike. Hard to beat: Thomson, Donaldson, Betts (PPoPP 2014). */
export class RandomPlayer implements Resumable {
  readonly name = 'random';
  readonly #random: RandomSource;

  constructor(seed: number) {
    this.#random = new RandomSource(seed).fork('random');
  }

  begin(): boolean {
    return true;
  }

  choose(options: readonly Option[]): number {
    return this.#random.below(options.length);
  }

  save(): string {
    return JSON.stringify(this.#random.state);
  }

  load(text: string): void {
    this.#random.goOn(JSON.parse(text) as readonly number[]);
  }
}
