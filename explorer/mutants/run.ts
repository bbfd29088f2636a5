/** Hunts many mutants, and compares strategies on some. */
import type { PackageFiles } from '../../local-org/org/contract';
import { hunt, type Hunted, type HuntPlan } from './hunt';
import type { Mutant } from './mutant';
import type { StrategyName } from '../strategies';

type Packages = readonly [PackageFiles, ...PackageFiles[]];

/** One after the other. @param onHunted told of each as soon as it is over */
export async function huntAll(
  packages: Packages,
  mutants: readonly Mutant[],
  plan: HuntPlan,
  onHunted: (hunted: Hunted) => void = () => undefined,
): Promise<readonly Hunted[]> {
  const all: Hunted[] = [];
  for (const mutant of mutants) {
    const hunted = await hunt(packages, mutant, plan);
    onHunted(hunted);
    all.push(hunted);
  }
  return all;
}

/** How many schedules a strategy needs for a mutant, seed by seed; Infinity: not found. */
export interface Needed {
  readonly id: string;
  readonly strategy: StrategyName;
  readonly schedules: readonly number[];
}

/**
 * Lets each strategy hunt on its own in one scenario, with several seeds.
 * @param plan `scenarios` holds that one; `rounds` holds one number, the most schedules
 */
export async function compare(
  packages: Packages,
  mutant: Mutant,
  strategies: readonly StrategyName[],
  seeds: readonly number[],
  plan: HuntPlan,
): Promise<readonly Needed[]> {
  const all: Needed[] = [];
  for (const strategy of strategies) {
    const schedules: number[] = [];
    for (const seed of seeds) {
      const alone = { ...plan, seed, strategies: [strategy], shrinkRuns: 0 };
      const { caught, schedules: count } = await hunt(packages, mutant, alone);
      schedules.push(caught ? count : Infinity);
    }
    all.push({ id: mutant.id, strategy, schedules });
  }
  return all;
}

/** The value in the middle; of an even number, the upper one of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
