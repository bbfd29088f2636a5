/** What must hold whenever a transaction has committed. Numbers are those of ARCHITECTURE.md. */
import type { Invariant as InvariantOf } from '../world';
import type { View } from './view';

type Invariant = InvariantOf<View>;

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
      const row = now.lanes.find((each) => each.lane === effect.lane);
      if (row && (row.holder !== 'runner' || row.token !== effect.token))
        return `${effect.key} was committed with token ${effect.token}, but lane ${row.lane} is held by ${row.holder ?? 'nobody'} with token ${row.token}.`;
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
    for (const { key } of now.effects) {
      if (done.has(key)) return `${key} had its effect twice.`;
      done.add(key);
      const status = stored.get(key);
      if (status !== 'Done') return `${key} had its effect and is ${status ?? 'not stored'}.`;
    }
    for (const [key, status] of stored)
      if (status === 'Done' && !done.has(key)) return `${key} is Done without its effect.`;
    return null;
  },
};

/** I4 */
const wakeUp: Invariant = {
  name: 'wake-up',
  promise: 'a lane where work waits is held, or marked as wanted',
  check(now) {
    for (const row of now.lanes) {
      if (row.holder !== null || row.flag || row.stopped) continue;
      const item = now.items.find((i) => i.lane === row.lane && i.status === 'Pending');
      if (item)
        return `${item.key} waits in lane ${row.lane}, which nobody holds and nobody will look at.`;
    }
    return null;
  },
};

/** I7 */
const tokens: Invariant = {
  name: 'tokens',
  promise: 'tokens only rise',
  check(now, before) {
    for (const row of now.lanes) {
      const old = before?.lanes.find((each) => each.lane === row.lane);
      if (old && row.token < old.token)
        return `The token of lane ${row.lane} fell from ${old.token} to ${row.token}.`;
    }
    return null;
  },
};

export const ALWAYS: readonly Invariant[] = [exclusion, order, tickets, once, wakeUp, tokens];
