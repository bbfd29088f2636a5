import { AGAIN, type Strategy } from './strategy';
import type { Pool, Task } from './task';

/** At most this many waiting tasks of one pool are offered to the strategy. */
export const POOL_WINDOW = 16;

export interface Situation {
  readonly strategy: Strategy;
  readonly runnable: readonly Task[];
  readonly pools: Iterable<Pool>;
  /** Tasks whose waits for locks may be ended now. */
  readonly timeouts: Iterable<Task>;
  /** The task that performed the last operation. */
  readonly last: Task | null;
  readonly record: (choice: number) => void;
}

/** The task that goes on next, or undefined when none can. Asks the strategy when there are several. */
export function pickTask(now: Situation): Task | undefined {
  const { strategy, last } = now;
  if (strategy.keepsRunning && last?.state === 'runnable' && last.kind === 'step') return last;
  const candidates = candidatesOf(now);
  if (candidates.length <= (strategy.always ? 0 : 1)) return candidates[0];
  const running = last?.state === 'runnable' ? last.task : null;
  const choice = strategy.choose(candidates, running);
  if (choice === AGAIN) return pickTask(now);
  const task = candidates[choice];
  if (!task) throw new Error(`Strategy ${strategy.name} chose ${choice}.`);
  if (!strategy.keepsRunning) now.record(choice);
  return task;
}

function candidatesOf({ runnable, pools, timeouts }: Situation): Task[] {
  const list = [...runnable];
  for (const pool of pools) if (pool.hasRoom) list.push(...pool.waiting.slice(0, POOL_WINDOW));
  for (const task of timeouts) if (task.state === 'blocked') list.push(task);
  // Nearly always it is in order already.
  for (let i = 1; i < list.length; i++)
    if (list[i]!.since < list[i - 1]!.since) return list.sort((a, b) => a.since - b.since);
  return list;
}
