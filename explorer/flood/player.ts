/** Visits every state that a scenario can come to, and takes every choice in it once. */
import type { Resumable } from '../strategies/contract';
import type { Standing, Surveyor } from '../states/survey';
import { FloodRun, type Tally } from './flood-run';
import { Frontier } from './frontier';
import { readSearch, writeSearch } from './saved';
import { schedulesOf, schedulesText } from './schedules';
import { StateTable } from './state-table';

/** Every so many runs one looks at each state that it comes by, also where it is known. */
const DOUBT = 20;

export interface FloodCounts {
  readonly states: number;
  /** States in which nothing goes on any more. */
  readonly ends: number;
  /** Choices that were taken, faults among them, and those that wait. */
  readonly taken: number;
  readonly open: number;
  /** Choices that were taken again, to see whether they lead to the same state. */
  readonly doubted: number;
  /** States that cannot be described: none of them was taken for another one. */
  readonly nameless: number;
  /** Runs from the first state to any end; null: not all of them are known. */
  readonly schedules: bigint | null;
}

/**
 * Runs go where something is open, so each begins on a known way; it takes whatever is open on it, and
 * is given up where all that can follow is known. Nothing is assumed about what commutes: two runs
 * are taken for one when they have come to the same state, and then the rest of them is the same.
 */
export class FloodPlayer implements Resumable {
  readonly name = 'states';
  readonly always = true;
  readonly afresh = true;
  #table = new StateTable();
  #frontier = new Frontier(this.#table);
  #run: FloodRun | null = null;
  #runs = 0;
  #schedules: bigint | null = null;
  #tally: Tally = { doubted: 0, nameless: 0, ends: 0 };

  get table(): StateTable {
    return this.#table;
  }

  get frontier(): Frontier {
    return this.#frontier;
  }

  get counts(): FloodCounts {
    const { table, frontier } = this;
    const { open } = frontier;
    const [states, taken] = [table.size, table.choices - open];
    const { doubted, nameless, ends } = this.#tally;
    return { states, ends, taken, open, doubted, nameless, schedules: this.#schedules };
  }

  begin(): boolean {
    if (this.table.size === 0 || this.frontier.hasOpen(0)) return true;
    this.#schedules ??= schedulesOf(this.table);
    return false;
  }

  surveyor(standing: Standing): Surveyor {
    const doubts = this.#runs++ % DOUBT === DOUBT - 1;
    return (this.#run = new FloodRun(this, standing, doubts, this.#tally));
  }

  choose(): number {
    return this.#run!.choice;
  }

  claim(): string {
    const { states, taken, open, schedules } = this.counts;
    const count = (n: number): string => n.toLocaleString('en-US');
    if (schedules === null)
      return `Some states were not seen: ${count(states)} so far, and ${count(open)} of their ${count(taken + open)} choices were not taken.`;
    return `Every state: ${count(states)} of ${count(states)}, ${count(taken)} choices, ${schedulesText(schedules)} schedules.`;
  }

  save(): string {
    return writeSearch({
      table: this.#table,
      frontier: this.#frontier,
      runs: this.#runs,
      tally: this.#tally,
    });
  }

  load(text: string): void {
    const { table, frontier, runs, tally } = readSearch(text);
    [this.#table, this.#frontier, this.#runs, this.#tally] = [table, frontier, runs, tally];
  }
}
