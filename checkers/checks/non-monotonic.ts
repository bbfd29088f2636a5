import { byLane } from '../by-lane';
import type { Effect } from '../history';
import type { Check, Violation } from '../violation';

const inTimeOrder = (a: Effect, b: Effect): number =>
  a.started - b.started || a.finished - b.finished || a.token - b.token || a.ticket - b.ticket;

/**
 * I2, order of service: in one lane the handler meets the items in ticket order.
 *
 * After `nonmonotonic-poll` in Jepsen's Kafka workload: a reader goes back to something earlier.
 */
export const nonMonotonic: Check = ({ effects }) => {
  const violations: Violation[] = [];
  for (const [lane, group] of byLane(effects)) {
    const sorted = [...group].sort(inTimeOrder);
    for (let i = 1; i < sorted.length; i++) {
      const before = sorted[i - 1]!;
      const after = sorted[i]!;
      if (after.ticket < before.ticket)
        violations.push({
          kind: 'non-monotonic',
          lane,
          message: `Ticket ${after.ticket} (${after.key}) ran after ticket ${before.ticket} (${before.key}).`,
        });
    }
  }
  return violations;
};
