import type { Check, Violation } from '../history';
import { byLane } from './by-lane';

/**
 * Invariant 4 (no lost wake-up): work that waits is always marked as wanted, by a holder or by the
 * flag. A lane with neither has been forgotten; that the next caller or a reaper would find it later
 * is no excuse.
 */
export const forgotten: Check = ({ forgotten: found }) =>
  [...new Map(found.map((each) => [each.key, each])).values()].map(({ lane, ticket, key }) => ({
    kind: 'lost-wake-up',
    lane,
    message: `Ticket ${ticket} (${key}) waited while nobody held the lane and its flag was down.`,
  }));

/** Job states in which a job will still do something. */
const ALIVE = new Set(['Holding', 'Queued', 'Preparing', 'Processing']);

/**
 * Invariants 4 and 5: when the org has had its recovery bound, no lane holds work that nobody will
 * do. Judged on the state read at the very end.
 */
export const stranded: Check = ({ items, lanes }) => {
  const violations: Violation[] = [];
  const rows = new Map(lanes.map((row) => [row.lane, row]));
  for (const [lane, group] of byLane(items.filter((item) => item.status === 'Pending'))) {
    const row = rows.get(lane);
    const alive = row?.jobStatus !== null && ALIVE.has(row?.jobStatus ?? '');
    const why = !row
      ? 'the lane has no row'
      : row.blocked
        ? 'the lane is blocked'
        : alive
          ? `job ${row.job ?? ''} is ${row.jobStatus ?? ''} but gets nowhere`
          : `its holder is ${row.holder ?? 'nobody'}, its flag ${row.flag ? 'up' : 'down'}, and no job will come`;
    violations.push({
      kind: 'stranded',
      lane,
      message: `${group.length} items wait from ticket ${Math.min(...group.map((item) => item.ticket))} on: ${why}.`,
    });
  }
  for (const row of lanes)
    if (
      row.holder === 'runner' &&
      row.jobStatus !== null &&
      !ALIVE.has(row.jobStatus) &&
      !items.some((item) => item.lane === row.lane && item.status === 'Pending')
    )
      violations.push({
        kind: 'stranded',
        lane: row.lane,
        message: `The lane is held by job ${row.job ?? '?'}, which is ${row.jobStatus}, although nothing is left to do.`,
      });
  return violations;
};
