/** One Queueable from dequeue to finalizer, or one call of a future method. */
import type { Failure } from '../runtime/core/vm';
import type { ApexList, Value } from '../runtime/core/values-all';
import type { FutureMethod } from '../language/program';
import { FinalizerContextValue, QueueableContextValue } from '../runtime/library/platform/contexts';
import type { Step } from '../scheduler/suspension';
import { runTransaction, type TransactionOutcome } from '../transaction/run';
import type { Services } from '../transaction/services';
import type { JobContext, Transaction } from '../transaction/transaction';
import { callExecute } from './call-execute';
import type { JobRecord } from './job-record';
import { finalizerInput, inputOf } from './memo-input';
import { snapshot } from './snapshot';

/** What remains of a job when its own transaction is over. */
export interface JobEnd {
  readonly failure: Failure | null;
  /** The JavaScript error of the failure. */
  readonly error: unknown;
  readonly requestId: string;
  /** As it stood at the end of the job, or null. */
  readonly finalizer: Value;
  readonly tx: Transaction;
}

/** Runs the job's own transaction. `within`: inside a test. */
export function* executeJob(
  services: Services,
  record: JobRecord,
  within?: Transaction,
): Step<JobEnd> {
  const { vm } = services.program;
  const future = futureOf(services, record);
  let attached: Transaction | null = null;
  const outcome: TransactionOutcome<void> = yield* runTransaction(
    services,
    {
      context: record.future === undefined ? 'queueable' : 'future',
      user: record.user,
      className: record.className,
      ...(future ? { unit: future.signature } : {}),
      ...(record.future === undefined ? { job: contextOf(record, record.failures) } : {}),
      allowsCallouts:
        future?.allowsCallouts ?? vm.isInstance(record.job, 'Database.AllowsCallouts'),
      identity: { name: `job ${record.id}`, input: () => inputOf(record) },
      ...(within ? { within } : {}),
    },
    function* (tx): Step<void> {
      attached = tx;
      // A copy, so that a job that is delivered again starts from the same state.
      const job = snapshot(tx.vm, record.job);
      if (record.future !== undefined) return yield* callFuture(tx, record, job);
      const context = new QueueableContextValue(record.id);
      yield* callExecute(tx.vm, job, 'System.QueueableContext', context);
    },
  );
  const known = ends.get(outcome);
  if (known) return known;
  const tx = attached ?? outcome.tx;
  const end: JobEnd = {
    failure: outcome.ok ? null : outcome.failure,
    error: outcome.ok ? null : outcome.error,
    requestId: tx.requestId,
    finalizer: tx.finalizer === null ? null : snapshot(vm, tx.finalizer),
    tx,
  };
  ends.set(outcome, end);
  return end;
}

function futureOf(services: Services, { className, future }: JobRecord): FutureMethod | undefined {
  return future === undefined ? undefined : services.program.future(className, future);
}

function* callFuture(tx: Transaction, record: JobRecord, args: Value): Step<void> {
  const method = futureOf(tx.services, record);
  if (!method)
    throw tx.vm.exception(
      'System.AsyncException',
      `The future method of this job is no longer in class ${record.className}`,
    );
  yield* method.run((args as ApexList).items);
}

/** A repeated job ends with the same outcome, and leaves the same behind. */
const ends = new WeakMap<TransactionOutcome<void>, JobEnd>();

/** Runs the finalizer in a transaction of its own. Its failure is only logged. */
export function* executeFinalizer(
  services: Services,
  record: JobRecord,
  end: JobEnd,
  within?: Transaction,
): Step<TransactionOutcome<void>> {
  const failures = end.failure ? record.failures + 1 : 0;
  return yield* runTransaction(
    services,
    {
      context: 'finalizer',
      user: record.user,
      className: services.program.vm.typeOf(end.finalizer),
      requestId: end.requestId,
      job: contextOf(record, failures),
      identity: { name: `finalizer ${record.id}`, input: () => finalizerInput(record, end) },
      ...(within ? { within } : {}),
    },
    function* ({ vm }): Step<void> {
      const context = new FinalizerContextValue(
        record.id,
        end.requestId,
        end.failure?.exception ?? null,
        end.failure === null,
      );
      // A copy, as what remains of a job may be met again when the job is repeated from memory.
      const finalizer = snapshot(vm, end.finalizer);
      yield* callExecute(vm, finalizer, 'System.FinalizerContext', context);
    },
  );
}

function contextOf(record: JobRecord, failures: number): JobContext {
  const { id, className, depth, maximumDepth, delayMinutes } = record;
  return { jobId: id, className, depth, maximumDepth, delayMinutes, failures };
}

/** As the job list shows it: `Attempt to de-reference a null object`. */
export function problemOf(failure: Failure): string {
  return failure.message;
}
