import { dependent } from '../footprint';
import type { Move } from '../model';

/** Two moves of different tasks that are dependent and that nothing between them orders. */
export interface Race {
  /** Index of the earlier move. */
  readonly at: number;
  /** Tasks one of which must go first there, so that the later move comes before the earlier one. */
  readonly initials: readonly string[];
  /** Task of the later move. */
  readonly prefer: string;
}

/** For each task the index of its last move that happens before (or is) a move. */
type Clock = Map<string, number>;

function join(into: Clock, from: Clock): void {
  for (const [task, index] of from) into.set(task, Math.max(into.get(task) ?? -1, index));
}

/**
 * The races of a run, by happens-before: the order of one task's moves, of a task and what it brings
 * into being, and of dependent moves.
 * @param from races of moves before this one are known already
 */
export function racesOf(moves: readonly Move[], from: number): Race[] {
  const clocks: Clock[] = [];
  const last = new Map<string, number>();
  const races: Race[] = [];
  moves.forEach((move, j) => {
    const clock: Clock = new Map();
    const before = last.get(move.id);
    if (before !== undefined) join(clock, clocks[before]!);
    else if (move.parent >= 0) join(clock, clocks[move.parent]!);
    const racing: number[] = [];
    for (let i = j - 1; i >= 0; i--) {
      const other = moves[i]!;
      if ((clock.get(other.id) ?? -1) >= i) continue;
      if (!dependent(other.footprint, move.footprint)) continue;
      racing.push(i);
      join(clock, clocks[i]!);
    }
    clock.set(move.id, j);
    clocks.push(clock);
    last.set(move.id, j);
    if (j >= from)
      for (const i of racing)
        races.push({ at: i, initials: initials(moves, clocks, i, j), prefer: move.id });
  });
  return races;
}

/** Of the moves after `i` that it does not precede, and `j`: the tasks whose first one depends on no other of them. */
function initials(
  moves: readonly Move[],
  clocks: readonly Clock[],
  i: number,
  j: number,
): string[] {
  const first = moves[i]!.id;
  const free: number[] = [];
  for (let k = i + 1; k < j; k++) if ((clocks[k]!.get(first) ?? -1) < i) free.push(k);
  free.push(j);
  const tasks = new Set<string>();
  return free
    .filter((k) => {
      const { id } = moves[k]!;
      if (tasks.has(id)) return false;
      tasks.add(id);
      return !free.some((m) => m < k && (clocks[k]!.get(moves[m]!.id) ?? -1) >= m);
    })
    .map((k) => moves[k]!.id);
}
