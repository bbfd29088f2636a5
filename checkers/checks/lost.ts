import type { Check, Violation } from '../violation';

/**
 * I3, no loss: every item whose enqueue was acknowledged is there, settled as Done or otherwise as
 * allowed, and its effect with it if it is Done. A call without an answer may have gone either way, but then wholly so.
 *
 * After `lost` in Jepsen's total-queue checker and `lost-write` in its Kafka workload.
 */
export const lost: Check = ({ calls, items, effects }) => {
  const violations: Violation[] = [];
  const stored = new Map(items.map((item) => [item.key, item]));
  const done = new Set(effects.map((effect) => effect.key));
  for (const { who, lane, keys, outcome } of calls) {
    if (outcome === 'failed') continue;
    const found = (message: string): void => void violations.push({ kind: 'lost', lane, message });
    const present = keys.filter((key) => stored.has(key)).length;
    if (outcome === 'unknown' && present > 0 && present < keys.length)
      found(
        `A call by ${who} whose answer was lost is stored in part: ${present} of ${keys.length} items.`,
      );
    for (const key of keys) {
      const item = stored.get(key);
      if (!item) {
        if (outcome === 'ok')
          found(`Item ${key} was acknowledged to ${who} and is not in the org.`);
      } else if (item.status === 'Done' && !done.has(key))
        found(`Item ${key} (ticket ${item.ticket}) is Done, but its effect is missing.`);
      else if (item.status !== 'Pending' && !(item.ends ?? ['Done']).includes(item.status))
        found(
          `Item ${key} (ticket ${item.ticket}) ended as ${item.status}: ${item.lastError ?? 'no reason given'}.`,
        );
    }
  }
  return violations;
};
