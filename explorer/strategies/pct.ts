import { RandomSource } from '../../local-org/scheduler/random-source';
import type { Move, Option, Run } from '../model';
import type { Resumable } from './contract';

interface Saved {
  readonly random: readonly number[];
  readonly n: number;
  readonly k: number;
  readonly runs: number;
}

/**
 * Probabilistic concurrency testing: Burckhardt, Kothari, Musuvathi, Nagarakatte (ASPLOS 2010).
 *
 * Every task has a random priority and the highest runs; at `depth` - 1 random moves the task that
 * is about to move falls below all others. A bug that needs `depth` ordering constraints is met in
 * each run with probability 1/(n·k^(depth-1)) at least, n tasks and k moves. n and k are the largest
 * seen so far, so the first run, which measures them, does not count.
 */
export class PctPlayer implements Resumable {
  readonly name: string;
  readonly #random: RandomSource;
  readonly #priority = new Map<string, number>();
  #changes: ReadonlyMap<number, number> = new Map();
  #moves = 0;
  #n = 0;
  #k = 0;
  #runs = 0;

  constructor(
    seed: number,
    readonly depth = 3,
  ) {
    this.name = `pct(d=${depth})`;
    this.#random = new RandomSource(seed).fork('pct');
  }

  begin(): boolean {
    this.#priority.clear();
    this.#moves = 0;
    const places = new Set<number>();
    const wanted = Math.min(this.depth - 1, this.#k);
    while (places.size < wanted) places.add(this.#random.below(this.#k));
    // The change point that was drawn first leaves the lowest priority.
    this.#changes = new Map([...places].map((place, i) => [place, -this.depth + i]));
    return true;
  }

  choose(options: readonly Option[]): number {
    let best = this.#best(options);
    const low = this.#changes.get(this.#moves);
    if (low !== undefined) {
      this.#priority.set(options[best]!.id, low);
      best = this.#best(options);
    }
    return best;
  }

  observe(_move: Move): void {
    this.#moves++;
  }

  end(run: Run): void {
    this.#runs++;
    this.#n = Math.max(this.#n, new Set(run.moves.map((move) => move.id)).size);
    this.#k = Math.max(this.#k, this.#moves);
  }

  claim(): string {
    if (this.#runs === 0) return 'Nothing was run.';
    const each = 1 / (this.#n * this.#k ** (this.depth - 1));
    const met = 1 - (1 - each) ** (this.#runs - 1);
    return (
      `A bug of depth ${this.depth} is met in a run with probability 1/(n·k^(d-1)) = 1/(${this.#n}·${this.#k}^${this.depth - 1}) at least, ` +
      `in one of these ${this.#runs} with ${(100 * met).toPrecision(2)} %.`
    );
  }

  save(): string {
    const saved: Saved = {
      random: this.#random.state,
      n: this.#n,
      k: this.#k,
      runs: this.#runs,
    };
    return JSON.stringify(saved);
  }

  load(text: string): void {
    const { random, n, k, runs } = JSON.parse(text) as Saved;
    this.#random.goOn(random);
    [this.#n, this.#k, this.#runs] = [n, k, runs];
  }

  #best(options: readonly Option[]): number {
    let best = 0;
    options.forEach((option, i) => {
      if (this.#of(option) > this.#of(options[best]!)) best = i;
    });
    return best;
  }

  #of(option: Option): number {
    const known = this.#priority.get(option.id);
    if (known !== undefined) return known;
    const drawn = this.#random.next();
    this.#priority.set(option.id, drawn);
    return drawn;
  }
}
