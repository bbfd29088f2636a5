import type { LimitName } from '../limits';
import type { Metered } from '../services';
import type { Transaction } from '../transaction';

/** What a transaction has used up so far, as it stays when the transaction goes on. */
export function usedBy(tx: Transaction): Metered {
  const counters = tx.limits.snapshot();
  return {
    context: tx.context,
    limits: { used: (name: LimitName) => counters.get(name) ?? 0 },
    jobsEnqueued: tx.jobsEnqueued,
    activation: { statements: tx.activation.statements },
  };
}
