import { byLane } from '../by-lane';
import type { EnqueueCall } from '../history';
import type { Check, Violation } from '../violation';

/**
 * I2, order of arrival: tickets follow the order of the enqueuing transactions. Seen from outside:
 * the items of one call have rising tickets, and a call that was answered before another was sent
 * has the lower ones.
 *
 * The real-time order of linearizability (Herlihy and Wing, TOPLAS 1990), decided by one sweep
 * instead of a search: tickets say in which order the calls took effect.
 */
export const enqueueOrder: Check = ({ calls, items }) => {
  const stored = new Map(items.map((item) => [item.key, item]));
  const repeated = repeatedKeys(calls);
  const violations: Violation[] = [];
  for (const [lane, group] of byLane(calls.filter((call) => call.outcome === 'ok'))) {
    const spans: TicketSpan[] = [];
    for (const call of group) {
      const drawn = call.keys.flatMap((key) => (repeated.has(key) ? [] : (stored.get(key) ?? [])));
      if (drawn.length === 0) continue;
      const falls = drawn.findIndex((item, i) => i > 0 && item.ticket <= drawn[i - 1]!.ticket);
      if (falls > 0)
        violations.push({
          kind: 'enqueue-order',
          lane,
          message: `Within one call by ${call.who}, ${drawn[falls]!.key} got ticket ${drawn[falls]!.ticket} after ${drawn[falls - 1]!.ticket}.`,
        });
      const tickets = drawn.map((item) => item.ticket);
      spans.push({ call, low: Math.min(...tickets), high: Math.max(...tickets) });
    }
    violations.push(...crossed(lane, spans));
  }
  return violations;
};

/** Keys that several calls named: which of them drew the ticket cannot be told from here. */
function repeatedKeys(calls: readonly EnqueueCall[]): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const key of calls.flatMap(({ keys }) => keys))
    if (seen.has(key)) repeated.add(key);
    else seen.add(key);
  return repeated;
}

interface TicketSpan {
  readonly call: EnqueueCall;
  readonly low: number;
  readonly high: number;
}

/** Sweeps the calls by the time they were sent, keeping the highest ticket answered before that. */
function crossed(lane: string, spans: readonly TicketSpan[]): Violation[] {
  const violations: Violation[] = [];
  const bySent = [...spans].sort((a, b) => a.call.invoked - b.call.invoked);
  const byAnswer = [...spans].sort((a, b) => a.call.answered - b.call.answered);
  let next = 0;
  let highest: TicketSpan | undefined;
  for (const span of bySent) {
    while (next < byAnswer.length && byAnswer[next]!.call.answered < span.call.invoked) {
      const answered = byAnswer[next++]!;
      if (!highest || answered.high > highest.high) highest = answered;
    }
    if (highest && highest.high > span.low)
      violations.push({
        kind: 'enqueue-order',
        lane,
        message: `A call by ${span.call.who} got ticket ${span.low} although a call with ticket ${highest.high} had been answered before it was sent.`,
      });
  }
  return violations;
}
