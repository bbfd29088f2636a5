import type { TxId } from './contract';

/** Who waits for whom. */
export type WaitsFor = ReadonlyMap<TxId, readonly TxId[]>;

/**
 * Finds a circle of transactions that wait for each other, or undefined. Starts from the smallest
 * id, so that the same waits always give the same circle. A wait on several counts as a wait on
 * each: none of them alone lets the waiter go on.
 */
export function findCycle(waitsFor: WaitsFor): readonly TxId[] | undefined {
  const done = new Set<TxId>();
  for (const start of [...waitsFor.keys()].sort((a, b) => a - b)) {
    const cycle = search(waitsFor, start, [], done);
    if (cycle) return cycle;
  }
  return undefined;
}

function search(
  waitsFor: WaitsFor,
  tx: TxId,
  path: TxId[],
  done: Set<TxId>,
): readonly TxId[] | undefined {
  const seenAt = path.indexOf(tx);
  if (seenAt >= 0) return path.slice(seenAt);
  if (done.has(tx)) return undefined;
  path.push(tx);
  for (const next of waitsFor.get(tx) ?? []) {
    const cycle = search(waitsFor, next, path, done);
    if (cycle) return cycle;
  }
  path.pop();
  done.add(tx);
  return undefined;
}
