import type { Option } from '../model';
import type { Resumable } from './contract';

interface Point {
  readonly options: number;
  /** Whether taking another than the first option preempts a task. */
  readonly running: boolean;
  taken: number;
  readonly preemptions: number;
}

interface Saved {
  readonly path: Point[];
  readonly round: number | null;
  readonly begun: boolean;
  readonly complete: boolean;
}

/**
 * Every schedule with at most `bound` preemptions, fewest first: Musuvathi, Qadeer (PLDI 2007). A
 * switch away from a task that waits or has ended is free. Each round repeats the schedules of the
 * rounds before it; without a bound there is a single round, and it is every schedule there is.
 */
export class DepthFirstPlayer implements Resumable {
  readonly name: string;
  #path: Point[] = [];
  #depth = 0;
  #round: number;
  #begun = false;
  #complete = false;

  constructor(readonly bound: number = Infinity) {
    this.name = bound === Infinity ? 'exhaustive' : `preemptions(${bound})`;
    this.#round = bound === Infinity ? Infinity : 0;
  }

  begin(): boolean {
    this.#depth = 0;
    if (!this.#begun) return (this.#begun = true);
    if (this.#backtrack()) return true;
    if (this.#round >= this.bound) {
      this.#complete = true;
      return false;
    }
    this.#round++;
    this.#path = [];
    return true;
  }

  choose(options: readonly Option[], running: boolean): number {
    let point = this.#path[this.#depth];
    if (!point) {
      const last = this.#path.at(-1);
      const preemptions = last ? spent(last) : 0;
      point = { options: options.length, running, taken: 0, preemptions };
      this.#path.push(point);
    }
    this.#depth++;
    return Math.min(point.taken, options.length - 1);
  }

  claim(): string {
    if (this.#complete)
      return this.bound === Infinity
        ? 'Every schedule was run.'
        : `Every schedule with at most ${this.bound} preemptions was run.`;
    return this.#round === Infinity
      ? 'Some schedules were not run.'
      : `Schedules with ${this.#round} preemptions were not all run.`;
  }

  save(): string {
    const saved: Saved = {
      path: this.#path,
      // JSON does not know infinity.
      round: this.#round === Infinity ? null : this.#round,
      begun: this.#begun,
      complete: this.#complete,
    };
    return JSON.stringify(saved);
  }

  load(text: string): void {
    const { path, round, begun, complete } = JSON.parse(text) as Saved;
    this.#path = path;
    this.#round = round ?? Infinity;
    [this.#begun, this.#complete] = [begun, complete];
  }

  /** The next schedule of this round: the last point that has an option left takes it. */
  #backtrack(): boolean {
    for (let last = this.#path.at(-1); last; last = this.#path.at(-1)) {
      const free = !last.running || last.preemptions < this.#round;
      if (free && last.taken + 1 < last.options) {
        last.taken++;
        return true;
      }
      this.#path.pop();
    }
    return false;
  }
}

function spent(point: Point): number {
  return point.preemptions + (point.running && point.taken > 0 ? 1 : 0);
}
