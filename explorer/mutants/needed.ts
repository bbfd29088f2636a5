/** What hunts of one mutant by several strategies come to. */
import type { StrategyName } from '../strategies';

/** How many schedules a strategy needs for a mutant, seed by seed; Infinity: not found. */
export interface Needed {
  readonly id: string;
  readonly strategy: StrategyName;
  readonly schedules: readonly number[];
}

/** The value in the middle; of an even number, the upper one of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
