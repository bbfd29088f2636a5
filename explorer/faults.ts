/** Which faults strike in a run, and when. */
import type { Fault } from '../local-org/org/contract';
import type { RandomSource } from '../local-org/scheduler/random-source';
import type { FaultPlan } from './model';

const MOST = 2;
/** A run of one item performs about a dozen operations. */
const OPERATIONS = 14;

/** Draws a plan; with many faults to choose from, none at all is rare. */
export function drawFaults(random: RandomSource, kinds: number): FaultPlan {
  if (kinds === 0) return [];
  return Array.from({ length: random.below(MOST + 1) }, () => ({
    fault: random.below(kinds),
    operation: 1 + random.below(OPERATIONS),
  }));
}

/** The faults of a plan, ready for the org. */
export function armed(menu: readonly Fault[], plan: FaultPlan): Fault[] {
  return plan.flatMap(({ fault: index, operation }): Fault[] => {
    const fault = menu[index];
    if (!fault) return [];
    return fault.kind === 'kill' ? [{ ...fault, beforeOperation: operation }] : [fault];
  });
}
