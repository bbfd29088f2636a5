import type { Check, Effect, EnqueueCall, Violation } from '../history';
import { byLane } from './by-lane';

const inTimeOrder = (a: Effect, b: Effect): number =>
  a.started - b.started || a.finished - b.finished || a.token - b.token || a.ticket - b.ticket;

/** Invariant 2, first half: in one lane the handler meets the items in ticket order. */
export const order: Check = ({ effects }) => {
  const violations: Violation[] = [];
  for (const [lane, group] of byLane(effects)) {
    const sorted = [...group].sort(inTimeOrder);
    for (let i = 1; i < sorted.length; i++) {
      const before = sorted[i - 1]!;
      const after = sorted[i]!;
      if (after.ticket < before.ticket)
        violations.push({
          kind: 'order',
          lane,
          message: `Ticket ${after.ticket} (${after.key}) ran after ticket ${before.ticket} (${before.key}).`,
        });
    }
  }
  return violations;
};

/**
 * Invariant 2, second half: tickets follow the order of the enqueuing transactions. Seen from
 * outside: the items of one call have rising tickets, and a call that was answered before another
 * was sent has the lower ones (the real-time order of linearizability).
 */
export const enqueueOrder: Check = ({ calls, items }) => {
  const tickets = new Map(items.map((item) => [item.key, item.ticket]));
  const violations: Violation[] = [];
  for (const [lane, group] of byLane(calls.filter((call) => call.outcome === 'ok'))) {
    const spans = group.flatMap((call) => {
      const numbers = call.keys.flatMap((key) => tickets.get(key) ?? []);
      if (numbers.length === 0) return [];
      const falls = numbers.findIndex((n, i) => i > 0 && n <= numbers[i - 1]!);
      if (falls > 0)
        violations.push({
          kind: 'enqueue-order',
          lane,
          message: `Within one call by ${call.door}, ${call.keys[falls]!} got ticket ${numbers[falls]!} after ${numbers[falls - 1]!}.`,
        });
      return [{ call, low: Math.min(...numbers), high: Math.max(...numbers) }];
    });
    violations.push(...crossed(lane, spans));
  }
  return violations;
};

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
        message: `A call by ${span.call.door} got ticket ${span.low} although a call with ticket ${highest.high} had been answered ${span.call.invoked - highest.call.answered} ms before it was sent.`,
      });
  }
  return violations;
}

/** Invariant 2: tickets are drawn without gaps, since what rolls back gives its tickets back. */
export const ticketGaps: Check = ({ items, lanes }) => {
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
