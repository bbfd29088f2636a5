/** Exit codes: scripts and CI read them. */
import { announced } from './plan';
import type { RowTotal } from './totals';

export const EXIT = {
  holds: 0,
  broken: 1,
  incomplete: 2,
  refused: 3,
  unjudged: 4,
  missed: 5,
} as const;

/** A broken promise outweighs whatever else went wrong. */
export function codeOf(totals: readonly RowTotal[], stopped: boolean): number {
  if (totals.some(broken)) return EXIT.broken;
  if (totals.some(unjudged)) return EXIT.unjudged;
  if (totals.some(missed) || sabotageMissed(totals)) return EXIT.missed;
  return stopped && totals.some(({ complete }) => !complete) ? EXIT.incomplete : EXIT.holds;
}

/** A promise that must hold does not. */
function broken({ row, found }: RowTotal): boolean {
  return found !== null && !found.failure.unjudged && !announced(row, found.failure.invariant);
}

function unjudged({ found, crashes, unsteady }: RowTotal): boolean {
  return found?.failure.unjudged === true || crashes.length > 0 || unsteady !== null;
}

/** One that must break does not. */
function missed({ row, found, complete, crashes }: RowTotal): boolean {
  if (row.quarry?.compared) return false;
  return row.breaks !== null && !found && complete && crashes.length === 0;
}

/** A guard was taken out, and all the runs that were made go well without it. */
export function sabotageMissed(totals: readonly RowTotal[]): boolean {
  const spoilt = totals.filter(({ row }) => row.sabotage !== null && row.breaks === null);
  return spoilt.length > 0 && spoilt.every(({ found, complete }) => complete && !found);
}
