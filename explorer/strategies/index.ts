/** The strategies by the names that users type. */
import type { Player } from './contract';
import { DepthFirstPlayer } from './depth-first';
import { DporPlayer } from './dpor';
import { PctPlayer } from './pct';
import { PosPlayer } from './pos';
import { PlansPlayer } from './plans';
import { RandomPlayer } from './random';
import { WithFaults } from './with-faults';

export const STRATEGIES = {
  random: (seed: number): Player => new WithFaults(new RandomPlayer(seed), seed),
  pct: (seed: number): Player => new WithFaults(new PctPlayer(seed), seed),
  pos: (seed: number): Player => new WithFaults(new PosPlayer(seed), seed),
  preemptions: (): Player => new DepthFirstPlayer(2),
  exhaustive: (): Player => new DepthFirstPlayer(),
  dpor: (): Player => new DporPlayer(),
  plans: (): Player => new PlansPlayer(),
} as const satisfies Record<string, (seed: number) => Player>;

export type StrategyName = keyof typeof STRATEGIES;

export function strategyNames(): StrategyName[] {
  return Object.keys(STRATEGIES) as StrategyName[];
}
