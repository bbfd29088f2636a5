/** Exit codes: scripts and CI read them. */
import type { RowTotal } from './totals';

export const EXIT = { holds: 0, broken: 1, incomplete: 2, refused: 3, unjudged: 4 } as const;

/** A broken promise outweighs whatever else went wrong. */
export function codeOf(totals: readonly RowTotal[], stopped: boolean): number {
  if (totals.some(broken)) return EXIT.broken;
  if (totals.some(unjudged)) return EXIT.unjudged;
  return stopped && totals.some(({ complete }) => !complete) ? EXIT.incomplete : EXIT.holds;
}

/** A promise that must hold does not, or one that must break does not. */
function broken({ row, found, complete, crashes }: RowTotal): boolean {
  if (found) return !found.failure.unjudged && found.failure.invariant !== row.breaks;
  return row.breaks !== null && complete && crashes.length === 0;
}

function unjudged({ found, crashes, unsteady }: RowTotal): boolean {
  return found?.failure.unjudged === true || crashes.length > 0 || unsteady !== null;
}
