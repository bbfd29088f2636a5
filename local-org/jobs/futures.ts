/** Calls of `@future` methods: queued with their arguments, then run like a Queueable without a chain. */
import { ApexList, type Value } from '../runtime/core/values-all';
import type { Step } from '../scheduler/suspension';
import type { Transaction } from '../transaction/transaction';
import { asyncError, insertJobRow, launchUnchained, type Queue } from './enqueue';
import { snapshot } from './snapshot';
import { JOB } from './status';

/** Contexts that must not call one. */
const FORBIDDEN: readonly string[] = ['future', 'batch'];

/**
 * @param slot name of the method in the program
 * @throws System.AsyncException in a future or batch method, and when the org's daily limit is reached;
 *   System.LimitException after 50 calls of one transaction
 */
export function* callLater(
  queue: Queue,
  tx: Transaction,
  className: string,
  slot: string,
  args: readonly Value[],
): Step<void> {
  const method = tx.program.future(className, slot);
  if (!method) throw new Error(`The program has no future method ${className} ${slot}.`);
  if (FORBIDDEN.includes(tx.context))
    throw asyncError(
      tx,
      `Future method cannot be called from a future or batch method: ${method.signature}`,
    );
  tx.limits.use('FutureCalls');
  // A finalizer may start one job, of whatever kind.
  if (tx.context === 'finalizer') tx.limits.use('QueueableJobs');
  const resume = yield* tx.step({ kind: 'enqueue', object: JOB, detail: method.signature });
  if (resume.kind === 'refused' || tx.services.faults.refuseEnqueue(tx))
    throw asyncError(tx, 'The job could not be enqueued (injected fault)');
  queue.daily.use(tx);
  const id = insertJobRow(tx, className, 'Future', { MethodName: method.name });
  const list = new ApexList('Object', [...args]);
  launchUnchained(queue, tx, { id, className, job: snapshot(tx.vm, list), future: slot });
}
