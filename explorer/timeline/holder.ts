import type { Move } from '../model';
import { letsGo } from './spans';

/**
 * Who has the lock that a move waits for: of the transactions in progress that changed or locked
 * something that the move touched in vain, the one that did so last. Null: nobody that can be seen.
 */
export function holderOf(waiting: Move, before: readonly Move[]): string | null {
  const wanted = Object.keys(waiting.footprint.cells);
  const holders = new Map<string, number>();
  for (const move of before) {
    if (move.id === waiting.id) continue;
    const { cells } = move.footprint;
    if (letsGo(move)) holders.delete(move.id);
    else if (wanted.some((cell) => cells[cell] === true)) holders.set(move.id, move.index);
  }
  const latest = [...holders].sort(([, a], [, b]) => b - a)[0];
  return latest?.[0] ?? null;
}
