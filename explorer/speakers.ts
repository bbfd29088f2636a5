/** Who does the moves of a run. */
import type { Move } from './model';
import { HEALING } from './recorder';
import type { Scenario } from './scenario';

/** Tasks of the recovery that changed nothing: nobody wants to read about them. */
export function idleTasks(moves: readonly Move[]): Set<string> {
  const all = new Set(moves.filter(({ id }) => id.startsWith(HEALING)).map(({ id }) => id));
  for (const { id, note } of moves) if (note !== '') all.delete(id);
  return all;
}

export interface Speaker {
  /** `caller A`, `job 2 (QueueRunner)` */
  readonly name: string;
  readonly job: boolean;
}

/** Tasks by their ids: callers by the names of their actors, jobs by number and class. */
export function namesOf(scenario: Scenario, moves: readonly Move[]): Map<string, Speaker> {
  const names = new Map<string, Speaker>();
  let jobs = 0;
  for (const { id, name } of moves) {
    if (names.has(id)) continue;
    if (/^(queueable|schedulable|clean-up|event)/.test(name))
      names.set(id, { name: `job ${++jobs} (${name.split(' ').at(-1)!})`, job: true });
    else {
      const actor = scenario.actors[Number(id.split('.')[0]) - 1];
      const other = id.startsWith(HEALING) ? 'administrator' : name;
      names.set(id, { name: actor?.name ?? other, job: false });
    }
  }
  return names;
}
