import { byLane } from '../by-lane';
import type { Effect, Item } from '../history';
import type { Check, Violation } from '../violation';

/**
 * I10, isolation: no item stands first in its lane for longer than the history's patience while
 * other lanes are served with work that came later.
 *
 * Bounded bypass, the fairness of mutual exclusion (Lamport, CACM 1974), between lanes. It is what a
 * claim query gets wrong that takes the oldest rows first and finds a blocked key in all of them.
 */
export const starvation: Check = ({ calls, mutexCalls, items, effects, lanes, patience }) => {
  if (patience === null) return [];
  const violations: Violation[] = [];
  // A lane that is blocked, or that somebody locked, waits for a person and rightly so.
  const held = new Set([...lanes.filter((row) => row.blocked), ...mutexCalls].map((x) => x.lane));
  const answered = new Map<string, number>();
  const invoked = new Map<string, number>();
  for (const call of calls)
    for (const key of call.keys) {
      invoked.set(key, Math.min(call.invoked, invoked.get(key) ?? Infinity));
      if (call.outcome === 'ok') answered.set(key, call.answered);
    }
  const byStart = [...effects].sort((a, b) => a.started - b.started);
  const served = byLane(byStart);
  for (const [lane, group] of byLane(items)) {
    if (held.has(lane)) continue;
    for (const wait of waits(group, served.get(lane) ?? [])) {
      if (wait.to - wait.from <= patience) continue;
      const since = answered.get(wait.key);
      if (since === undefined) continue;
      const others = byStart.filter(
        (effect) =>
          effect.lane !== lane &&
          effect.started >= wait.from &&
          effect.finished <= wait.to &&
          (invoked.get(effect.key) ?? -Infinity) > since,
      );
      const last = others.reduce((most, { finished }) => Math.max(most, finished), -Infinity);
      const span = others.length === 0 ? 0 : last - others[0]!.started;
      if (span > patience)
        violations.push({
          kind: 'starvation',
          lane,
          message: `${wait.key} stood first in its lane while ${others.length} items of other lanes that came later were served, over ${span} units of time; ${patience} are allowed.`,
        });
    }
  }
  return violations;
};

interface Wait {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** Times in which nothing of a lane was served, each with the item that was first in it. */
function waits(items: readonly Item[], served: readonly Effect[]): Wait[] {
  const found: Wait[] = [];
  let from = -Infinity;
  for (const { key, started, finished } of served) {
    found.push({ key, from, to: started });
    from = finished;
  }
  const [head] = items.filter((i) => i.status === 'Pending').sort((a, b) => a.ticket - b.ticket);
  return head ? [...found, { key: head.key, from, to: Infinity }] : found;
}
