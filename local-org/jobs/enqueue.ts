/** System.enqueueJob: the rules, the row, and the job as it stands. */
import type { EnqueueOptions } from '../runtime/host';
import type { Value } from '../runtime/core/values-all';
import type { Step } from '../scheduler/suspension';
import type { Services } from '../transaction/services';
import { shared } from '../transaction/shared';
import type { Transaction } from '../transaction/transaction';
import type { DailyCounter } from './daily-counter';
import type { JobRecord } from './job-record';
import type { Signatures } from './signatures';
import { snapshot } from './snapshot';
import { JOB } from './status';

/** How often in a row a finalizer may enqueue after a job that failed. */
const FAILURES_IN_A_ROW = 5;

export interface Queue {
  readonly services: Services;
  readonly signatures: Signatures;
  readonly daily: DailyCounter;
  /** Most jobs of a chain that says nothing itself, the first included; null: any number. */
  readonly chainDepth: number | null;
  /** Called when the enqueuing transaction has committed. */
  launch(record: JobRecord): void;
}

export function* enqueue(
  queue: Queue,
  tx: Transaction,
  job: Value,
  options: EnqueueOptions,
): Step<string> {
  const { vm } = tx;
  if (job === null) throw vm.exception('System.NullPointerException', 'Argument cannot be null.');
  const className = vm.typeOf(job);
  if (!vm.isInstance(job, 'System.Queueable'))
    throw asyncError(tx, `The class ${className} must implement the Queueable interface`);
  tx.limits.use('QueueableJobs');
  const resume = yield* tx.step({ kind: 'enqueue', object: JOB, detail: className });
  if (resume.kind === 'refused' || tx.services.faults.refuseEnqueue(tx))
    throw asyncError(tx, 'The job could not be enqueued (injected fault)');
  const delay = delayOf(tx, options);
  const { depth, maximumDepth } = chainOf(queue, tx, options);
  if (maximumDepth !== null && depth > maximumDepth)
    throw asyncError(tx, 'Maximum stack depth has been reached.');
  const failures = tx.job?.failures ?? 0;
  if (tx.context === 'finalizer' && failures > FAILURES_IN_A_ROW)
    throw asyncError(
      tx,
      `A job that failed ${failures} times in a row cannot be enqueued by its finalizer again`,
    );
  const signature = options.duplicateSignature ?? null;
  if (signature !== null) queue.signatures.claim(tx, signature);
  queue.daily.use(tx);
  const id = insertJobRow(tx, className, 'Queueable');
  const record: JobRecord = {
    id,
    className,
    job: snapshot(vm, job),
    user: tx.user,
    depth,
    maximumDepth,
    delayMinutes: options.delayMinutes ?? null,
    signature,
    notBefore: tx.services.clock.now() + delay,
    failures: tx.context === 'finalizer' ? failures : 0,
  };
  tx.jobsEnqueued++;
  tx.afterCommit.push(() => queue.launch(record));
  return id;
}

/** Launches a job that belongs to no chain, as batches and calls of future methods do, after the commit. */
export function launchUnchained(
  queue: Queue,
  tx: Transaction,
  job: Pick<JobRecord, 'id' | 'className' | 'job' | 'future' | 'scope'>,
): void {
  const record: JobRecord = {
    ...job,
    user: tx.user,
    depth: 1,
    maximumDepth: null,
    delayMinutes: null,
    signature: null,
    notBefore: tx.services.clock.now(),
    failures: 0,
  };
  tx.jobsEnqueued++;
  tx.afterCommit.push(() => queue.launch(record));
}

/** Milliseconds to wait; tests do not wait. */
function delayOf(tx: Transaction, options: EnqueueOptions): number {
  const minutes = options.delayMinutes;
  if (minutes !== undefined && (minutes < 0 || minutes > 10))
    throw tx.vm.exception(
      'System.IllegalArgumentException',
      'The delay must be between 0 and 10 minutes.',
    );
  if (tx.testControl) return 0;
  return minutes === undefined ? tx.services.settings.defaultQueueableDelayMs : minutes * 60_000;
}

function chainOf(
  queue: Queue,
  tx: Transaction,
  options: EnqueueOptions,
): { readonly depth: number; readonly maximumDepth: number | null } {
  const { finalizerDepth } = tx.services.settings;
  const chained =
    tx.job !== null &&
    (tx.context === 'queueable' || (tx.context === 'finalizer' && finalizerDepth === 'counted'));
  const ofOrg = shared(tx, 'chain depth', () => queue.chainDepth);
  const inherited = chained ? tx.job.maximumDepth : null;
  return {
    depth: chained ? tx.job.depth + 1 : 1,
    maximumDepth: options.maximumStackDepth ?? inherited ?? ofOrg,
  };
}

/** The row that the enqueuing transaction sees at once, and others after its commit. */
export function insertJobRow(
  tx: Transaction,
  className: string,
  jobType: 'Queueable' | 'Future' | 'ScheduledApex' | 'BatchApex' | 'BatchApexWorker',
  extra: Readonly<Record<string, string>> = {},
): string {
  const second = Math.floor(tx.now() / 1000) * 1000;
  const outcome = tx.db.insert(JOB, {
    ApexClassId: classId(tx, className),
    JobType: jobType,
    Status: 'Queued',
    MethodName: null,
    TotalJobItems: 0,
    JobItemsProcessed: 0,
    NumberOfErrors: 0,
    CreatedDate: second,
    CreatedById: tx.user.id,
    ...extra,
  });
  if (!('id' in outcome)) throw new Error('A job row met a lock, though nobody can know it yet.');
  return outcome.id;
}

/** Id of the ApexClass row of a class; inner classes belong to their outer one. */
function classId(tx: Transaction, className: string): string | null {
  const found = tx.db.query(
    {
      select: [{ kind: 'field', path: ['Id'] }],
      from: 'ApexClass',
      where: {
        kind: 'compare',
        left: { kind: 'field', path: ['Name'] },
        op: '=',
        right: { kind: 'bind', index: 0 },
      },
      source: 'SELECT Id FROM ApexClass WHERE Name = :name',
    },
    [className.split('.')[0]!],
  );
  return found.rows[0]?.id ?? null;
}

export function asyncError(tx: Transaction, message: string): Error {
  return tx.vm.exception('System.AsyncException', message);
}
