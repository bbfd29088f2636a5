import { byLane } from '../by-lane';
import type { Check, Violation } from '../violation';

/**
 * I2, no overtaking of what still waits: no item has its effect while an earlier one of its lane is
 * pending. (If the earlier one has been served since, that is `non-monotonic`.)
 *
 * After `poll-skip` in Jepsen's Kafka workload: a reader goes past something that is there.
 */
export const skipped: Check = ({ items, effects }) => {
  const violations: Violation[] = [];
  const done = new Set(effects.map((effect) => effect.key));
  const pending = byLane(items.filter((i) => i.status === 'Pending' && !done.has(i.key)));
  for (const [lane, group] of byLane(effects)) {
    const last = group.reduce((a, b) => (b.ticket > a.ticket ? b : a));
    const passed = (pending.get(lane) ?? []).filter((item) => item.ticket < last.ticket);
    if (passed.length === 0) continue;
    const first = passed.reduce((a, b) => (b.ticket < a.ticket ? b : a));
    violations.push({
      kind: 'skipped',
      lane,
      message: `Ticket ${last.ticket} (${last.key}) was served while ticket ${first.ticket} (${first.key}) waits; ${passed.length} in all were passed over.`,
    });
  }
  return violations;
};
