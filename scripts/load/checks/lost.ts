import type { Check, Violation } from '../history';

/**
 * Invariant 3 (no loss): every item whose enqueue was acknowledged is there, settled as Done, and
 * its effect with it. A call that failed must have left nothing; a call without an answer may have
 * gone either way, but then wholly so.
 */
export const lost: Check = ({ calls, items, effects }) => {
  const violations: Violation[] = [];
  const stored = new Map(items.map((item) => [item.key, item]));
  const done = new Set(effects.map((effect) => effect.key));
  for (const call of calls) {
    const present = call.keys.filter((key) => stored.has(key));
    if (call.outcome === 'failed' && present.length > 0)
      violations.push({
        kind: 'lost',
        lane: call.lane,
        message: `A call by ${call.door} was refused, yet ${present.length} of its ${call.keys.length} items are stored (first ${present[0]!}).`,
      });
    if (call.outcome === 'unknown' && present.length > 0 && present.length < call.keys.length)
      violations.push({
        kind: 'lost',
        lane: call.lane,
        message: `A call by ${call.door} whose answer was lost is stored in part: ${present.length} of ${call.keys.length} items.`,
      });
    if (call.outcome === 'failed') continue;
    for (const key of call.keys) {
      const item = stored.get(key);
      if (!item) {
        if (call.outcome === 'ok')
          violations.push({
            kind: 'lost',
            lane: call.lane,
            message: `Item ${key} was acknowledged by ${call.door} and is not in the org.`,
          });
      } else if (item.status === 'Done' && !done.has(key))
        violations.push({
          kind: 'lost',
          lane: call.lane,
          message: `Item ${key} (ticket ${item.ticket}) is Done, but its effect is missing.`,
        });
      else if (item.status !== 'Done' && item.status !== 'Pending')
        violations.push({
          kind: 'lost',
          lane: call.lane,
          message: `Item ${key} (ticket ${item.ticket}) ended as ${item.status}: ${item.lastError ?? 'no reason given'}.`,
        });
    }
  }
  return violations;
};
