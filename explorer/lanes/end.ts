/** What must hold when faults are over, time has passed and everything has come to rest. */
import type { Outcome, Scenario } from '../scenario';
import type { EndJudgement } from '../world';
import type { View } from './view';

/** True when nothing is left to do in any lane. */
export function drained(view: View): boolean {
  return (
    view.items.every((item) => item.status !== 'Pending') &&
    view.lanes.every((row) => row.holder === null && !row.flag)
  );
}

export function judgeEnd(
  scenario: Scenario,
  outcomes: readonly Outcome[],
  view: View,
  bound: string,
): EndJudgement | null {
  for (const { actor, error, struck } of outcomes)
    if (error !== null && !struck && !scenario.mayRefuse?.test(error))
      return { invariant: 'callers', message: `${actor.name} was refused: ${error}` };
  const waiting = view.items.find((item) => item.status === 'Pending');
  if (waiting)
    return {
      invariant: 'recovery',
      message: `${waiting.key} still waits in lane ${waiting.lane} ${bound}.`,
    };
  const held = view.lanes.find((row) => row.holder !== null || row.flag);
  if (held)
    return {
      invariant: 'recovery',
      message: `Lane ${held.lane} is ${held.holder === null ? 'marked as wanted' : `held by a ${held.holder}`} ${bound}, although nothing is left to do.`,
    };
  return judgeKeys(outcomes, view);
}

function judgeKeys(outcomes: readonly Outcome[], view: View): EndJudgement | null {
  const status = new Map(view.items.map((item) => [item.key, item.status]));
  const accepted = new Set(outcomes.flatMap((o) => (o.error === null ? o.actor.keys : [])));
  for (const { actor, struck } of outcomes)
    for (const key of actor.keys) {
      const found = status.get(key);
      if (struck === 'unsure' && (found === undefined || found === 'Done')) continue;
      if (accepted.has(key) && found !== 'Done')
        return {
          invariant: 'no loss',
          message: `${actor.name} was told that ${key} is enqueued, and it ended as ${found ?? 'nothing'}.`,
        };
      if (!accepted.has(key) && found !== undefined)
        return {
          invariant: 'no loss',
          message: `${actor.name} was refused, and yet ${key} is stored.`,
        };
    }
  return null;
}
