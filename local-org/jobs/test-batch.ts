/** A batch job of a test, run by `Test.stopTest()` inside the test's own database transaction. */
import type { Value } from '../runtime/core/values-all';
import type { Values } from '../database/contract';
import { done } from '../runtime/core/steps';
import type { Step } from '../scheduler/suspension';
import type { Services } from '../transaction/services';
import type { Transaction } from '../transaction/transaction';
import type { JobRecord } from './job-record';
import { runBatch, type BatchOffice, type PhaseEnd } from './run-batch';
import { JOB } from './status';

interface Within {
  readonly services: Services;
  readonly tx: Transaction;
  /** What a transaction enqueued and published is due. */
  flush(tx: Transaction): void;
}

/** As on the platform, a test may run one chunk, and the failure of any phase surfaces in it. */
export class TestBatch implements BatchOffice {
  #failure: { readonly error: unknown } | null = null;

  constructor(
    readonly test: Within,
    readonly record: JobRecord,
  ) {}

  *run(): Step<void> {
    const { services, tx } = this.test;
    if (tx.db.read(JOB, this.record.id)?.['Status'] !== 'Holding') return;
    yield* runBatch(services, this.record, this, tx);
    if (this.#failure) throw this.#failure.error;
  }

  note(id: string, changes: Values): Step<boolean> {
    const { tx } = this.test;
    if (Number(changes['TotalJobItems'] ?? 0) > 1)
      throw tx.vm.exception(
        'System.UnexpectedException',
        'No more than one executeBatch can be called from within a test method. Please make sure the iterable returned from your start method matches the batch size, resulting in one executeBatch invocation.',
      );
    const open = !tx.db.read(JOB, id)?.['CompletedDate'];
    if (open) tx.db.update(JOB, id, changes);
    return done(open);
  }

  *perform<T>(_job: Value, run: () => Step<PhaseEnd<T>>): Step<PhaseEnd<T>> {
    const { tx } = this.test;
    const mark = tx.savepoints.mark();
    const end = yield* run();
    if (end.problem === null) this.test.flush(end.tx!);
    else {
      tx.savepoints.restore(mark);
      this.#failure ??= { error: end.error };
    }
    return end;
  }
}
