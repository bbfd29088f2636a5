import type { Check, Violation } from '../violation';

/**
 * I3 and I9, once: an item is stored once, has one effect, and does not wait to have it again.
 *
 * After `duplicated` in Jepsen's total-queue checker and `duplicate` in its Kafka workload. There a
 * duplicate is only counted; here it is a broken promise.
 */
export const duplicatedEffect: Check = ({ items, effects }) => {
  const violations: Violation[] = [];
  const found = (lane: string, message: string): void =>
    void violations.push({ kind: 'duplicated-effect', lane, message });
  const stored = new Map<string, number>();
  const waiting = new Set<string>();
  for (const { key, lane, ticket, status } of items) {
    const count = (stored.get(key) ?? 0) + 1;
    stored.set(key, count);
    if (status === 'Pending') waiting.add(key);
    if (count === 2) found(lane, `Item ${key} is stored twice (second ticket ${ticket}).`);
  }
  const done = new Map<string, number>();
  for (const { key, lane, ticket, token } of effects) {
    const count = (done.get(key) ?? 0) + 1;
    done.set(key, count);
    if (count === 2)
      found(
        lane,
        `The effect of item ${key} (ticket ${ticket}) was committed twice; the second time with token ${token}.`,
      );
    if (waiting.has(key))
      found(
        lane,
        `Item ${key} (ticket ${ticket}) has an effect and is still Pending: it would run again.`,
      );
  }
  return violations;
};
