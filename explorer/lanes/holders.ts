/** What must hold of a lane's row from one commit to the next. Numbers are those of ARCHITECTURE.md. */
import type { Invariant, Lane, View } from './view';

/** A job that was seen Processing twice, this far apart, is lost: no transaction lives so long. */
const LONGEST_TRANSACTION = 600_000;

/** Between the clocks of two servers, as far as the package allows for it. */
const CLOCKS_APART = 60_000;

function pairs(now: View, before: View | null): (readonly [Lane, Lane])[] {
  return (before?.lanes ?? []).flatMap((old) => {
    const row = now.lanes.find(({ lane }) => lane === old.lane);
    return row ? [[row, old] as const] : [];
  });
}

/** I7 */
const tokens: Invariant = {
  name: 'tokens',
  promise: 'tokens only rise, and every new holder has one of its own',
  check(now, before) {
    for (const [row, old] of pairs(now, before)) {
      if (row.token < old.token)
        return `The token of lane ${row.lane} fell from ${old.token} to ${row.token}.`;
      const other = row.holder !== null && (row.holder !== old.holder || row.job !== old.job);
      // A lease that is passed on to a job stays the same lease.
      const passed = row.holder === 'user' && old.holder === 'user';
      if (other && !passed && row.token === old.token)
        return `Lane ${row.lane} has a new holder under the old token ${row.token}.`;
    }
    for (const { lane, key, token } of now.effects) {
      const row = now.lanes.find((each) => each.lane === lane);
      if (row && row.token < token)
        return `${key} was done under token ${token} of lane ${lane}, whose token is ${row.token}: it will be given out again.`;
    }
    return null;
  },
};

/** I6 */
const falseKill: Invariant = {
  name: 'false kill',
  promise: 'no holder is dethroned whose job is queued or running',
  check(now, before) {
    for (const [row, old] of pairs(now, before)) {
      if (old.holder === null || old.job === null || row.token === old.token) continue;
      const status = now.jobs.get(old.job);
      const waits = status === 'Queued' || status === 'Holding' || status === 'Preparing';
      // A job that runs may give its own user lease back, and the lane may start at once.
      const runs = status === 'Processing' && old.holder === 'runner' && !twoLooks(row, old);
      if (!waits && !runs) continue;
      return `Lane ${row.lane} was taken from job ${old.job}, which is ${status}.`;
    }
    return null;
  },
};

function twoLooks(row: Lane, old: Lane): boolean {
  if (old.seenAt === null) return false;
  // What was seen before this holder came was another job.
  if (old.lockedAt !== null && old.seenAt < old.lockedAt - CLOCKS_APART) return false;
  return row.lockedAt === null || row.lockedAt - old.seenAt > LONGEST_TRANSACTION;
}

/** I4: the flag decides nothing, but people and reports believe it. */
const flag: Invariant = {
  name: 'flag',
  promise: 'the flag of a lane that is at work is up',
  check(now) {
    const row = now.lanes.find((each) => each.holder === 'runner' && !each.flag);
    return row ? `Lane ${row.lane} is held by a runner, and its flag is down.` : null;
  },
};

/** I3: a lane that was stopped stays so until somebody starts it. */
const stopped: Invariant = {
  name: 'stopped',
  promise: 'no run is started in a lane that is blocked or paused',
  check(now, before) {
    for (const [row, old] of pairs(now, before))
      if (row.stopped && old.stopped && row.holder === 'runner' && row.token !== old.token)
        return `A run was started in lane ${row.lane}, which is stopped.`;
    return null;
  },
};

export const HOLDERS: readonly Invariant[] = [tokens, falseKill, flag, stopped];
