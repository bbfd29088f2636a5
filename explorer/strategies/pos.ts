import { RandomSource } from '../../local-org/scheduler/random-source';
import { mayConflict } from '../footprint';
import type { Move, Option } from '../model';
import type { Resumable } from './contract';

/**
 * Partial-order sampling: Yuan, Yang, Gu (CAV 2018).
 *
 * Every pending operation has a random priority and the highest goes first. When it has gone, those
 * that compete with it draw again. So the choice is made between orders that can matter, not between
 * orders of operations that commute.
 */
export class PosPlayer implements Resumable {
  readonly name = 'pos';
  readonly #random: RandomSource;
  /** Of the pending operation of each task. */
  readonly #drawn = new Map<string, number>();

  constructor(seed: number) {
    this.#random = new RandomSource(seed).fork('pos');
  }

  begin(): boolean {
    this.#drawn.clear();
    return true;
  }

  choose(options: readonly Option[]): number {
    let best = 0;
    options.forEach((option, i) => {
      if (this.#priority(option) > this.#priority(options[best]!)) best = i;
    });
    const chosen = options[best]!;
    for (const other of options)
      if (other !== chosen && mayConflict(other.op, chosen.op)) this.#drawn.delete(other.id);
    return best;
  }

  /** Also where nobody was asked, as there was one option: the task stands before another operation now. */
  observe({ id }: Move): void {
    this.#drawn.delete(id);
  }

  save(): string {
    return JSON.stringify(this.#random.state);
  }

  load(text: string): void {
    this.#random.goOn(JSON.parse(text) as readonly number[]);
  }

  #priority({ id }: Option): number {
    const known = this.#drawn.get(id);
    if (known !== undefined) return known;
    const priority = this.#random.next();
    this.#drawn.set(id, priority);
    return priority;
  }
}
