import { Heap, staticRoots } from '../runtime/core/heap';
import type { Value } from '../runtime/core/values-all';
import type { Transaction } from './transaction';

/** The heap of a transaction: its statics, and what it keeps for Apex to find again. */
export function heapOf(tx: Transaction): Heap {
  return new Heap(
    tx.limits.max('HeapSize'),
    () => roots(tx),
    (bytes) => tx.limits.over('HeapSize', bytes),
  );
}

function* roots(tx: Transaction): Iterable<Value> {
  yield* staticRoots(tx.activation.statics);
  for (const trigger of tx.triggers)
    yield* [trigger.newList, trigger.newMap, trigger.oldList, trigger.oldMap];
  yield* tx.mocks.values();
  yield tx.finalizer;
  yield tx.rest?.request;
  yield tx.rest?.response;
}
