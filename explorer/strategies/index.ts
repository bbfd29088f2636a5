/** The strategies by the names that users type. */
import { FloodPlayer } from '../flood/player';
import type { Resumable } from './contract';
import { DepthFirstPlayer } from './depth-first';
import { DporPlayer } from './dpor';
import { PctPlayer } from './pct';
import { PosPlayer } from './pos';
import { PlansPlayer } from './plans';
import { RandomPlayer } from './random';
import { WithFaults } from './with-faults';

export const STRATEGIES = {
  random: (seed: number): Resumable => new WithFaults(new RandomPlayer(seed), seed),
  pct: (seed: number): Resumable => new WithFaults(new PctPlayer(seed), seed),
  pos: (seed: number): Resumable => new WithFaults(new PosPlayer(seed), seed),
  preemptions: (): Resumable => new DepthFirstPlayer(2),
  exhaustive: (): Resumable => new DepthFirstPlayer(),
  dpor: (): Resumable => new DporPlayer(),
  plans: (): Resumable => new PlansPlayer(),
  states: (): Resumable => new FloodPlayer(),
} as const satisfies Record<string, (seed: number) => Resumable>;

export type StrategyName = keyof typeof STRATEGIES;

export function strategyNames(): StrategyName[] {
  return Object.keys(STRATEGIES) as StrategyName[];
}
