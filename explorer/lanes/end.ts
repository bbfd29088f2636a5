/** What must hold when faults are over, time has passed and everything has come to rest. */
import type { Outcome, Scenario } from '../scenario';
import type { EndJudgement } from '../world';
import type { Item, Lane, View } from './view';

/** True when nothing is left to do in any lane; what waits in a lane that is stopped waits for a person. */
export function drained(view: View): boolean {
  if (view.parked.length > 0) return false;
  return (
    view.items.every((item) => !isOpen(item, view)) && view.lanes.every((row) => !isHeld(row, view))
  );
}

function isOpen(item: Item, view: View): boolean {
  if (item.status !== 'Pending' || view.halted) return false;
  return view.lanes.find(({ lane }) => lane === item.lane)?.stopped !== true;
}

/** Where the settings let no run start, the flag says that work waits, and by it the lane is found later. */
const isHeld = (row: Lane, { halted }: View): boolean =>
  row.holder !== null || (row.flag && !halted);

export function judgeEnd(
  scenario: Scenario,
  outcomes: readonly Outcome[],
  view: View,
  bound: string,
): EndJudgement | null {
  for (const { actor, error, struck } of outcomes)
    if (error !== null && !struck && !scenario.mayRefuse?.test(error))
      return { invariant: 'callers', message: `${actor.name} was refused: ${error}` };
  if (view.parked.length > 0)
    return {
      invariant: 'recovery',
      message: `${view.parked.join(', ')} still without a place ${bound}.`,
    };
  const waiting = view.items.find((item) => isOpen(item, view));
  if (waiting)
    return {
      invariant: 'recovery',
      message: `${waiting.key} still waits in lane ${waiting.lane} ${bound}.`,
    };
  const held = view.lanes.find((row) => isHeld(row, view));
  if (held)
    return {
      invariant: 'recovery',
      message: `Lane ${held.lane} is ${held.holder === null ? 'marked as wanted' : `held by a ${held.holder}`} ${bound}, although nothing is left to do.`,
    };
  const kept = scenario.purged?.find((key) => view.items.some((item) => item.key === key));
  if (kept !== undefined)
    return { invariant: 'purge', message: `${kept} was settled long ago and is still there.` };
  const seen = Math.max(0, ...view.effects.map(({ saw }) => saw ?? 0));
  if (seen < view.requests.length)
    return loss(
      `${view.requests.join(', ')} were requested, and the last work saw ${seen} of these requests.`,
    );
  return judgeWrites(scenario, outcomes, view) ?? judgeKeys(scenario, outcomes, view);
}

/** I3: what was handed over is settled, in a way that the scenario allows; what was refused is not there. */
function judgeKeys(
  { ends = {} }: Scenario,
  outcomes: readonly Outcome[],
  view: View,
): EndJudgement | null {
  const status = new Map(view.items.map((item) => [item.key, item.status]));
  const accepted = new Set(outcomes.flatMap((o) => (o.error === null ? o.actor.keys : [])));
  for (const { actor, struck } of outcomes)
    for (const key of actor.keys) {
      const found = status.get(key);
      if (struck === 'unsure' && found === undefined) continue;
      if (!accepted.has(key) && !struck && found !== undefined)
        return loss(`${actor.name} was refused, and yet ${key} is stored.`);
      if (accepted.has(key) && found === undefined)
        return loss(`${actor.name} was told that ${key} is enqueued, and it is not there.`);
    }
  for (const { key, status: found } of view.items) {
    const allowed = ends[key] ?? ['Done'];
    if (!allowed.includes(found))
      return loss(`${key} ended as ${found}, and should have ended as ${allowed.join(' or ')}.`);
  }
  return null;
}

/** I1, I3: guarded writes are there if their callers were told so, and only then. */
function judgeWrites(
  { written = [] }: Scenario,
  outcomes: readonly Outcome[],
  view: View,
): EndJudgement | null {
  const there = new Set(view.effects.map(({ key }) => key));
  const missing = written.find((key) => !there.has(key));
  if (missing !== undefined) return loss(`${missing} was never written.`);
  for (const { actor, error, struck } of outcomes)
    for (const key of actor.writes ?? []) {
      if (struck || there.has(key) === (error === null)) continue;
      const told = error === null ? 'succeeded' : 'was refused';
      return loss(`${actor.name} ${told}, and ${key} is ${there.has(key) ? '' : 'not '}there.`);
    }
  return null;
}

const loss = (message: string): EndJudgement => ({ invariant: 'no loss', message });
