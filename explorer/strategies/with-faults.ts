import { RandomSource } from '../../local-org/scheduler/random-source';
import type { Move, Option, Run } from '../model';
import type { Resumable } from './contract';

interface Saved {
  readonly random: readonly number[];
  readonly longest: number;
  readonly player: string;
}

/**
 * Adds faults to a strategy that only knows tasks: none, one or two of them at random points of a
 * run, which is as long as the longest so far. Nearly all options of a point are faults, so to draw
 * among all alike would begin each run with one. Faults come in bursts: what has struck strikes again
 * with probability 1/2 where it can, as long as the budget lasts.
 */
export class WithFaults implements Resumable {
  readonly name: string;
  readonly #random: RandomSource;
  #points: number[] = [];
  /** The fault that struck last, while its burst lasts. */
  #burst = '';
  #moves = 0;
  #longest = 30;

  constructor(
    readonly player: Resumable,
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
    this.#burst = '';
    const count = this.#random.below(3);
    this.#points = Array.from({ length: count }, () => this.#random.below(this.#longest));
    return this.player.begin();
  }

  choose(options: readonly Option[], running: boolean): number {
    const tasks = options.filter((option) => option.variant === '');
    const fault = this.#fault(options, tasks.length);
    if (fault !== null) {
      this.#burst = options[fault]!.variant;
      return fault;
    }
    return tasks.length === 1 ? 0 : this.player.choose(tasks, running);
  }

  /** @returns index of the fault that strikes now, if one does */
  #fault(options: readonly Option[], tasks: number): number | null {
    const faults = options.length - tasks;
    if (faults === 0) return null;
    const again = options.findIndex(({ variant }) => variant !== '' && variant === this.#burst);
    if (again >= 0) {
      if (this.#random.below(2) === 0) return again;
      this.#burst = '';
    }
    const due = this.#points.findIndex((point) => point <= this.#moves);
    if (due < 0 && tasks > 0) return null;
    this.#points.splice(due, 1);
    return tasks + this.#random.below(faults);
  }

  observe(move: Move): void {
    this.#moves++;
    this.player.observe?.(move);
  }

  end(run: Run): void {
    this.#longest = Math.max(this.#longest, this.#moves);
    this.player.end?.(run);
  }

  save(): string {
    const saved: Saved = {
      random: this.#random.state,
      longest: this.#longest,
      player: this.player.save(),
    };
    return JSON.stringify(saved);
  }

  load(text: string): void {
    const { random, longest, player } = JSON.parse(text) as Saved;
    this.#random.goOn(random);
    this.#longest = longest;
    this.player.load(player);
  }

  claim(): string {
    return this.player.claim?.() ?? '';
  }
}
