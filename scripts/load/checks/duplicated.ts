import type { Check, Violation } from '../history';

/** Invariants 3 and 9: an item is stored once, has one effect, and no effect stands without its item. */
export const duplicated: Check = ({ items, effects }) => {
  const violations: Violation[] = [];
  const itemsByKey = new Map<string, number>();
  for (const item of items) {
    const count = (itemsByKey.get(item.key) ?? 0) + 1;
    itemsByKey.set(item.key, count);
    if (count === 2)
      violations.push({
        kind: 'duplicated',
        lane: item.lane,
        message: `Item ${item.key} is stored twice (second ticket ${item.ticket}).`,
      });
  }
  const effectsByKey = new Map<string, number>();
  for (const effect of effects) {
    const count = (effectsByKey.get(effect.key) ?? 0) + 1;
    effectsByKey.set(effect.key, count);
    if (count === 2)
      violations.push({
        kind: 'duplicated',
        lane: effect.lane,
        message: `The effect of item ${effect.key} (ticket ${effect.ticket}) was committed twice; the second time with token ${effect.token}.`,
      });
    if (!itemsByKey.has(effect.key))
      violations.push({
        kind: 'duplicated',
        lane: effect.lane,
        message: `An effect of ${effect.key} was committed, but there is no such item.`,
      });
  }
  const settled = new Map(items.map((item) => [item.key, item.status]));
  for (const effect of effects)
    if (settled.get(effect.key) === 'Pending')
      violations.push({
        kind: 'duplicated',
        lane: effect.lane,
        message: `Item ${effect.key} (ticket ${effect.ticket}) has an effect and is still Pending: it would run again.`,
      });
  return violations;
};
