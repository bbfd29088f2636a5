import { dependent } from '../footprint';
import type { Move } from '../model';

/** For each task the index of its last move that happens before (or is) a move. */
type Clock = ReadonlyMap<string, number>;

/** Two moves of different tasks that are dependent and that nothing between them orders. */
export interface Race {
  readonly earlier: number;
  readonly later: number;
}

/**
 * Happens-before of one run: the order of one task's moves, of a task and what it brings into being,
 * and of dependent moves.
 */
export class Order {
  readonly races: readonly Race[];
  readonly #clocks: Clock[] = [];

  /**
   * @param ordered see `dependent`
   */
  constructor(
    readonly moves: readonly Move[],
    ordered: ReadonlySet<string>,
  ) {
    const last = new Map<string, number>();
    const races: Race[] = [];
    moves.forEach((move, j) => {
      const clock = new Map<string, number>();
      const before = last.get(move.id) ?? move.parent;
      if (before >= 0) join(clock, this.#clocks[before]!);
      for (let i = j - 1; i >= 0; i--) {
        const other = moves[i]!;
        if ((clock.get(other.id) ?? -1) >= i) continue;
        if (!dependent(other.footprint, move.footprint, ordered)) continue;
        races.push({ earlier: i, later: j });
        join(clock, this.#clocks[i]!);
      }
      clock.set(move.id, j);
      this.#clocks.push(clock);
      last.set(move.id, j);
    });
    this.races = races;
  }

  /** Move `i` happens before move `j`, or is the same. */
  before(i: number, j: number): boolean {
    return (this.#clocks[j]!.get(this.moves[i]!.id) ?? -1) >= i;
  }
}

function join(into: Map<string, number>, from: Clock): void {
  for (const [task, index] of from) if ((into.get(task) ?? -1) < index) into.set(task, index);
}
