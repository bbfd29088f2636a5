import { RandomSource } from '../../local-org/scheduler/random-source';
import type { Move, Option, Run } from '../model';
import type { Player } from './contract';

/**
 * Adds faults to a strategy that only knows tasks: none, one or two of them at random points of a
 * run, which is as long as the longest so far. Nearly all options of a point are faults, so to draw
 * among all alike would begin each run with one.
 */
export class WithFaults implements Player {
  readonly name: string;
  readonly #random: RandomSource;
  #points: number[] = [];
  #moves = 0;
  #longest = 30;

  constructor(
    readonly player: Player,
    seed: number,
  ) {
    this.name = player.name;
    this.#random = new RandomSource(seed).fork('faults');
  }

  get footprints(): boolean {
    return this.player.footprints ?? false;
  }

  begin(): boolean {
    this.#moves = 0;
    const count = this.#random.below(3);
    this.#points = Array.from({ length: count }, () => this.#random.below(this.#longest));
    return this.player.begin();
  }

  choose(options: readonly Option[], running: boolean): number {
    const tasks = options.filter((option) => option.variant === '');
    const faults = options.length - tasks.length;
    const due = faults > 0 ? this.#points.findIndex((point) => point <= this.#moves) : -1;
    if (due >= 0 || tasks.length === 0) {
      this.#points.splice(due, 1);
      return tasks.length + this.#random.below(faults);
    }
    return tasks.length === 1 ? 0 : this.player.choose(tasks, running);
  }

  observe(move: Move): void {
    this.#moves++;
    this.player.observe?.(move);
  }

  end(run: Run): void {
    this.#longest = Math.max(this.#longest, this.#moves);
    this.player.end?.(run);
  }

  claim(): string {
    return this.player.claim?.() ?? '';
  }
}
