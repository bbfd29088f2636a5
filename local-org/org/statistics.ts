import type { Meter, Metered } from '../transaction/services';
import type { ContextStatistics } from './contract';

type Counters = { -readonly [K in keyof ContextStatistics]: number };

/** Counts what transactions did, by context. */
export class Statistics implements Meter {
  readonly #byContext = new Map<string, Counters>();
  apiRequests = 0;

  ended(tx: Metered, failed: boolean): void {
    let counters = this.#byContext.get(tx.context);
    if (!counters) {
      counters = {
        transactions: 0,
        failed: 0,
        soqlQueries: 0,
        soqlRows: 0,
        dmlStatements: 0,
        dmlRows: 0,
        jobsEnqueued: 0,
        statements: 0,
      };
      this.#byContext.set(tx.context, counters);
    }
    counters.transactions++;
    if (failed) counters.failed++;
    counters.soqlQueries += tx.limits.used('Queries');
    counters.soqlRows += tx.limits.used('QueryRows');
    counters.dmlStatements += tx.limits.used('DmlStatements');
    counters.dmlRows += tx.limits.used('DmlRows');
    counters.jobsEnqueued += tx.jobsEnqueued;
    counters.statements += tx.activation.statements;
  }

  byContext(): Readonly<Record<string, ContextStatistics>> {
    return Object.fromEntries([...this.#byContext].map(([name, c]) => [name, { ...c }]));
  }

  clear(): void {
    this.#byContext.clear();
    this.apiRequests = 0;
  }
}
