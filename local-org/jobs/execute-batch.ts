/** Database.executeBatch: the rules, the row, and the job as it stands. */
import type { Value } from '../runtime/core/values-all';
import type { Step } from '../scheduler/suspension';
import type { Transaction } from '../transaction/transaction';
import { asyncError, insertJobRow, launchUnchained, type Queue } from './enqueue';
import { snapshot } from './snapshot';
import { JOB } from './status';

/** Records of a chunk when nobody says. */
export const DEFAULT_SCOPE = 200;
/** Jobs that may wait in the flex queue. */
const FLEX_QUEUE = 100;

/**
 * @param scope records of a chunk, more than 0; null: 200
 * @returns Id of the AsyncApexJob
 * @throws System.AsyncException for what is no batch, in `start`, `execute` and future methods, and
 *   when the flex queue is full; texts from memory
 */
export function* executeBatch(
  queue: Queue,
  tx: Transaction,
  job: Value,
  scope: number | null,
): Step<string> {
  const className = batchClass(tx, job, scope);
  if (tx.context === 'future' || (tx.context === 'batch' && !tx.spec.batchFinish))
    throw asyncError(
      tx,
      'Database.executeBatch cannot be called from a batch start, batch execute, or future method.',
    );
  // A finalizer may start one job, of whatever kind.
  if (tx.context === 'finalizer') tx.limits.use('QueueableJobs');
  const resume = yield* tx.step({ kind: 'enqueue', object: JOB, detail: className });
  if (resume.kind === 'refused' || tx.services.faults.refuseEnqueue(tx))
    throw asyncError(tx, 'The job could not be enqueued (injected fault)');
  if (holding(tx) >= FLEX_QUEUE)
    throw asyncError(tx, `You've exceeded the limit of ${FLEX_QUEUE} jobs in the flex queue.`);
  queue.daily.use(tx);
  const id = insertJobRow(tx, className, 'BatchApex', { Status: 'Holding' });
  launchUnchained(queue, tx, {
    id,
    className,
    job: snapshot(tx.vm, job),
    scope: scope ?? DEFAULT_SCOPE,
  });
  return id;
}

/** Class of a batch job; throws when it is none, or when its chunks would be empty. */
export function batchClass(tx: Transaction, job: Value, scope: number | null): string {
  const { vm } = tx;
  const className = vm.typeOf(job);
  if (!vm.isInstance(job, 'Database.Batchable'))
    throw asyncError(tx, `The class ${className} must implement the Batchable interface`);
  if (scope !== null && scope <= 0)
    throw vm.exception('System.IllegalArgumentException', 'The scope must be greater than 0.');
  return className;
}

function holding(tx: Transaction): number {
  const source = "SELECT COUNT() FROM AsyncApexJob WHERE Status = 'Holding'";
  return tx.db.query(
    {
      select: [{ kind: 'aggregate', fn: 'COUNT' }],
      from: JOB,
      where: {
        kind: 'compare',
        left: { kind: 'field', path: ['Status'] },
        op: '=',
        right: { kind: 'bind', index: 0 },
      },
      source,
    },
    ['Holding'],
  ).size;
}
