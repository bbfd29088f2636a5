import { byLane } from '../by-lane';
import type { Check, Violation } from '../violation';

/**
 * I2: tickets are drawn without gaps and never twice, since what rolls back gives its tickets back.
 *
 * After `inconsistent-offsets` in Jepsen's Kafka workload; a log may have gaps there, a lane may not.
 */
export const ticketGap: Check = ({ items, lanes }) => {
  const violations: Violation[] = [];
  const rows = new Map(lanes.map((row) => [row.lane, row]));
  for (const [lane, group] of byLane(items)) {
    const tickets = group.map((item) => item.ticket).sort((a, b) => a - b);
    const first = tickets[0]!;
    const at = tickets.findIndex((ticket, i) => ticket !== first + i);
    if (at >= 0)
      violations.push({
        kind: 'ticket-gap',
        lane,
        message:
          tickets[at] === tickets[at - 1]
            ? `Two items hold ticket ${tickets[at]!}.`
            : `After ticket ${tickets[at - 1]!} comes ${tickets[at]!}.`,
      });
    const row = rows.get(lane);
    if (row && row.nextTicket !== tickets.at(-1)! + 1)
      violations.push({
        kind: 'ticket-gap',
        lane,
        message: `The last ticket is ${tickets.at(-1)!}, but the lane would hand out ${row.nextTicket} next.`,
      });
  }
  return violations;
};
