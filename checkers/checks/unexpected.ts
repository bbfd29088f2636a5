import type { Check, Violation } from '../violation';

/**
 * I3, what rolls back leaves nothing: no item stands whose call was refused, and no effect without
 * its item.
 *
 * After `unexpected` in Jepsen's total-queue checker.
 */
export const unexpected: Check = ({ calls, items, effects }) => {
  const violations: Violation[] = [];
  const stored = new Set(items.map((item) => item.key));
  // A call that repeats an earlier one may be refused, and the items are there all the same.
  const wanted = new Set(
    calls.filter(({ outcome }) => outcome !== 'failed').flatMap(({ keys }) => keys),
  );
  for (const { who, lane, keys, outcome } of calls) {
    if (outcome !== 'failed') continue;
    const present = keys.filter((key) => stored.has(key) && !wanted.has(key));
    if (present.length > 0)
      violations.push({
        kind: 'unexpected',
        lane,
        message: `A call by ${who} was refused, yet ${present.length} of its ${keys.length} items are stored (first ${present[0]!}).`,
      });
  }
  for (const { key, lane } of effects)
    if (!stored.has(key))
      violations.push({
        kind: 'unexpected',
        lane,
        message: `An effect of ${key} was committed, but there is no such item.`,
      });
  return violations;
};
