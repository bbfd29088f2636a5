/** What must hold whenever a transaction has committed. Numbers are those of ARCHITECTURE.md. */
import { HOLDERS } from './holders';
import { heldWithin } from './scoped';
import { KEEPING } from './keeping';
import { isOld, type Invariant, type View } from './view';

function fresh(now: View, before: View | null): View['effects'] {
  const old = new Set(before?.effects.map((effect) => effect.id));
  return now.effects.filter((effect) => !old.has(effect.id));
}

/** I1, I7 */
const exclusion: Invariant = {
  name: 'exclusion',
  promise: 'work is committed by the holder of the current token only',
  check(now, before) {
    for (const effect of fresh(now, before)) {
      const { key, lane, by, token } = effect;
      // A guarded write may return its lease in the same transaction: then it shows in `before`.
      const rows = [now, ...(by === 'user' && before ? [before] : [])].map(({ lanes }) =>
        lanes.find((each) => each.lane === lane),
      );
      const row = rows[0];
      if (by === 'user' && heldWithin(lane, token, now, before)) continue;
      if (row && !rows.some((each) => each?.holder === by && each.token === token))
        return `${key} was committed with token ${token}, but lane ${lane} is held by ${row.holder ?? 'nobody'} with token ${row.token}.`;
    }
    return null;
  },
};

/** I2 */
const order: Invariant = {
  name: 'order',
  promise: 'no item runs before every earlier one is settled',
  check(now, before) {
    for (const effect of fresh(now, before)) {
      if (effect.by === 'user') continue;
      const early = now.items.find(
        (i) => i.lane === effect.lane && i.ticket < effect.ticket && i.status === 'Pending',
      );
      if (early)
        return `${effect.key} (ticket ${effect.ticket}) is done while ${early.key} (ticket ${early.ticket}) still waits.`;
      const later = before?.effects.find((e) => e.lane === effect.lane && e.ticket > effect.ticket);
      if (later)
        return `${effect.key} (ticket ${effect.ticket}) was done after ${later.key} (ticket ${later.ticket}).`;
    }
    return null;
  },
};

/** I2 */
const tickets: Invariant = {
  name: 'tickets',
  promise: 'tickets are drawn without gaps and never twice',
  check(now) {
    for (const row of now.lanes) {
      const drawn = now.items
        .filter((item) => item.lane === row.lane)
        .map((item) => item.ticket)
        .sort((a, b) => a - b);
      if (drawn.length === 0) continue;
      const wrong = drawn.findIndex((ticket, i) => ticket !== drawn[0]! + i);
      if (wrong >= 0)
        return drawn[wrong] === drawn[wrong - 1]
          ? `Two items of lane ${row.lane} hold ticket ${drawn[wrong]!}.`
          : `In lane ${row.lane}, ticket ${drawn[wrong - 1]!} is followed by ${drawn[wrong]!}.`;
      if (row.nextTicket !== drawn.at(-1)! + 1)
        return `Lane ${row.lane} has given out ticket ${drawn.at(-1)!} and would give out ${row.nextTicket} next.`;
    }
    return null;
  },
};

/** I3, I9 */
const once: Invariant = {
  name: 'once',
  promise: 'an item is stored once and has its effect once, when it is done',
  check(now) {
    const stored = new Map<string, string>();
    for (const { key, status } of now.items) {
      if (stored.has(key)) return `${key} is stored twice.`;
      stored.set(key, status);
    }
    const done = new Set<string>();
    for (const { key, by } of now.effects) {
      if (done.has(key)) return `${key} had its effect twice.`;
      done.add(key);
      const status = stored.get(key);
      const purged = status === undefined && isOld(key);
      if (by === 'runner' && status !== 'Done' && !purged)
        return `${key} had its effect and is ${status ?? 'not stored'}.`;
    }
    for (const [key, status] of stored)
      if (status === 'Done' && !done.has(key)) return `${key} is Done without its effect.`;
    return null;
  },
};

/** I3 */
const settled: Invariant = {
  name: 'settled',
  promise: 'an item is settled once, and stays as it was settled',
  check(now, before) {
    const status = new Map(now.items.map((item) => [item.key, item.status]));
    for (const old of before?.items ?? []) {
      const is = status.get(old.key);
      if (is === undefined && old.status !== 'Pending' && isOld(old.key)) continue;
      if (is === undefined) return `${old.key} was ${old.status} and is gone.`;
      if (old.status !== 'Pending' && is !== old.status)
        return `${old.key} was settled as ${old.status} and is ${is} now.`;
    }
    return null;
  },
};

/** I3: whoever fails pays, and nobody else. A kill is nobody's fault. */
const blame: Invariant = {
  name: 'blame',
  promise: 'only items whose handlers fail are charged',
  check(now) {
    const innocent = now.items.find(({ mayFail, attempts }) => !mayFail && attempts > 0);
    return innocent
      ? `${innocent.key} is charged with ${innocent.attempts} attempts, and its handler never fails.`
      : null;
  },
};

/** I4 */
const wakeUp: Invariant = {
  name: 'wake-up',
  promise: 'a lane where work waits is held, or marked as wanted',
  check(now) {
    for (const item of now.items) {
      if (item.status !== 'Pending') continue;
      const row = now.lanes.find(({ lane }) => lane === item.lane);
      if (!row) return `${item.key} waits in lane ${item.lane}, which has no row any more.`;
      if (row.holder === null && !row.flag && !row.stopped)
        return `${item.key} waits in lane ${row.lane}, which nobody holds and nobody will look at.`;
    }
    return null;
  },
};

/** A closed lane works off what it has. No scenario lets handlers enqueue into one. */
const closed: Invariant = {
  name: 'closed',
  promise: 'no item gets a place in a lane that is closed',
  check(now, before) {
    for (const row of now.lanes) {
      const old = before?.lanes.find(({ lane }) => lane === row.lane);
      if (old?.closed && row.closed && row.nextTicket > old.nextTicket)
        return `Lane ${row.lane} is closed and has given out ticket ${row.nextTicket - 1}.`;
    }
    return null;
  },
};

export const ALWAYS: readonly Invariant[] = [
  exclusion,
  order,
  tickets,
  once,
  settled,
  blame,
  wakeUp,
  closed,
  ...KEEPING,
  ...HOLDERS,
];
