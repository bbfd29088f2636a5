/** What must hold of what is stored beside the work itself: the last item, news of others, reasons. */
import type { Invariant, Item, Lane } from './view';

const lastOf = (items: readonly Item[], lane: string): number =>
  Math.max(-1, ...items.filter((item) => item.lane === lane).map(({ ticket }) => ticket));

/** I2: a lane whose row is created anew goes on counting from its last item (R14). */
const last: Invariant = {
  name: 'last item',
  promise: 'the item with the highest ticket of a lane stays',
  check(now, before) {
    for (const lane of new Set(before?.items.map((item) => item.lane))) {
      const had = lastOf(before!.items, lane);
      if (lastOf(now.items, lane) < had)
        return `Ticket ${had} was the last one of lane ${lane}, and its item is gone.`;
    }
    return null;
  },
};

/** I9: news is stored by the commit that it is about. */
const told: Invariant = {
  name: 'told',
  promise: 'whoever wants to hear that an item is settled is told by the commit that settles it',
  check(now) {
    const stored = new Set([...now.items.map(({ key }) => key), ...now.parked]);
    for (const { key, status, tells } of now.items) {
      if (tells === null) continue;
      if (status === 'Pending' && stored.has(tells))
        return `Somebody is told that ${key} is settled, and it still waits.`;
      if (status !== 'Pending' && !stored.has(tells))
        return `${key} is ${status}, and nobody is told.`;
    }
    return null;
  },
};

const isSilent = ({ holder, flag, stopped, reason }: Lane): boolean =>
  holder === null && flag && !stopped && !reason;

/** I4: a lane that waits for better times is found by operators, too. */
const reasons: Invariant = {
  name: 'reason',
  promise: 'a lane that is marked as wanted and held by nobody says why',
  check(now, before) {
    for (const row of now.lanes) {
      const old = before?.lanes.find(({ lane }) => lane === row.lane);
      if (!isSilent(row) || (old && isSilent(old))) continue;
      const waits = now.items.find((i) => i.lane === row.lane && i.status === 'Pending');
      if (waits) return `${waits.key} waits in lane ${row.lane}, which does not say why.`;
    }
    return null;
  },
};

export const KEEPING: readonly Invariant[] = [last, told, reasons];
