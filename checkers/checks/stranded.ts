import { byLane } from '../by-lane';
import type { Item } from '../history';
import type { Check, Violation } from '../violation';

/** Job states in which a job will still do something. */
const ALIVE = new Set(['Holding', 'Queued', 'Preparing', 'Processing']);

/** It waits, and it ought not to. */
const isLeft = ({ status, ends }: Item): boolean =>
  status === 'Pending' && ends?.includes('Pending') !== true;

/**
 * I4 and I5: when the org has had its recovery bound, no lane holds work that nobody will do. Judged
 * on the state read at the very end.
 *
 * The liveness phase of FoundationDB's and TigerBeetle's simulators: faults end, then all must drain.
 */
export const stranded: Check = ({ items, lanes }) => {
  const violations: Violation[] = [];
  const rows = new Map(lanes.map((row) => [row.lane, row]));
  for (const [lane, group] of byLane(items.filter(isLeft))) {
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
