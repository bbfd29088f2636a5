import { dependent, type Footprint } from '../footprint';
import type { Move, Option, Run } from '../model';
import { ABANDON, type Player } from './contract';
import { racesOf } from './races';

interface Node {
  chosen: string;
  readonly enabled: readonly string[];
  /** Tasks whose next move leads only to runs that were made already. */
  readonly sleep: ReadonlyMap<string, Footprint>;
  readonly backtrack: Set<string>;
  /** Tasks that were tried here, with the move that each made. */
  readonly done: Map<string, Footprint>;
}

/**
 * Dynamic partial-order reduction with source sets and sleep sets: Abdulla, Aronis, Jonsson,
 * Sagonas (POPL 2014). Runs one schedule at least of every class of schedules that differ only in
 * the order of independent moves. Exact up to the footprints, which are coarse: more runs than
 * classes, never fewer. Source sets can leave runs that turn out to be redundant half-way; those are
 * given up and counted apart.
 */
export class DporPlayer implements Player {
  readonly name = 'dpor';
  #nodes: Node[] = [];
  /** Moves of the run that are given by `#nodes`. */
  #given = 0;
  #moves: Move[] = [];
  #sleep: ReadonlyMap<string, Footprint> = new Map();
  #begun = false;
  #redundant = false;
  #complete = false;
  #whole = 0;
  #diverged = 0;

  begin(): boolean {
    if (this.#begun && !this.#backtrack()) {
      this.#complete = true;
      return false;
    }
    this.#begun = true;
    this.#given = this.#nodes.length;
    this.#moves = [];
    this.#sleep = new Map();
    this.#redundant = false;
    return true;
  }

  choose(options: readonly Option[]): number {
    if (this.#redundant) return ABANDON;
    const given = this.#nodes[this.#moves.length];
    if (given) {
      const at = options.findIndex((option) => option.id === given.chosen);
      if (at < 0) this.#diverged++;
      return at < 0 ? ABANDON : at;
    }
    const awake = options.findIndex((option) => !this.#sleep.has(option.id));
    return awake < 0 ? ABANDON : awake;
  }

  observe(move: Move): void {
    const { id, footprint, enabled } = move;
    let node = this.#nodes[this.#moves.length];
    this.#moves.push(move);
    if (!node) {
      if (this.#sleep.has(id)) this.#redundant = true;
      const none = new Map<string, Footprint>();
      node = {
        chosen: id,
        enabled,
        sleep: this.#sleep,
        backtrack: new Set([id]),
        done: none,
      };
      this.#nodes.push(node);
    }
    const asleep = [...node.sleep, ...node.done].filter(
      ([task, print]) => task !== id && !dependent(print, footprint),
    );
    this.#sleep = new Map(asleep);
    node.done.set(id, footprint);
  }

  end(run: Run): void {
    if (!run.abandoned) this.#whole++;
    for (const { at, initials, prefer } of racesOf(this.#moves, this.#given - 1)) {
      const node = this.#nodes[at]!;
      if (initials.some((id) => node.backtrack.has(id))) continue;
      const possible = initials.filter((id) => node.enabled.includes(id));
      // Nobody could go first: the later move waits for the earlier one.
      if (possible.length === 0) continue;
      node.backtrack.add(possible.includes(prefer) ? prefer : possible[0]!);
    }
  }

  claim(): string {
    const extent = this.#complete
      ? 'Every order of dependent moves was run'
      : 'Some orders of dependent moves were not run';
    const diverged =
      this.#diverged > 0 ? `; ${this.#diverged} runs could not be steered as planned` : '';
    return `${extent}; ${this.#whole} runs to the end${diverged}.`;
  }

  #backtrack(): boolean {
    for (let last = this.#nodes.at(-1); last; last = this.#nodes.at(-1)) {
      const { done, sleep } = last;
      const next = [...last.backtrack].find((id) => !done.has(id) && !sleep.has(id));
      if (next !== undefined) {
        last.chosen = next;
        return true;
      }
      this.#nodes.pop();
    }
    return false;
  }
}
