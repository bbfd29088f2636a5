/** System.abortJob. Code that runs already runs to its end. */
import type { Operation, Step } from '../scheduler/suspension';
import type { Transaction } from '../transaction/transaction';
import { Patience, TIMED_OUT } from '../transaction/waiting';
import { normalizeId } from '../database/ids';
import { JOB } from './status';

export interface Abortable {
  forget(id: string): void;
}

export function* abortJob(
  tx: Transaction,
  given: string,
  jobs: Abortable,
  schedules: Abortable,
): Step<void> {
  const id = normalizeId(given);
  const object = tx.schema.objectByPrefix(id.slice(0, 3))?.name;
  const op: Operation = { kind: 'update', object: object ?? JOB, ids: [id], detail: 'abort' };
  yield* tx.step(op);
  if (object === JOB && tx.db.read(JOB, id)) {
    yield* change(tx, op, () =>
      tx.db.read(JOB, id)?.['CompletedDate']
        ? { ok: true }
        : tx.db.update(JOB, id, { Status: 'Aborted', CompletedDate: tx.services.clock.now() }),
    );
    tx.afterCommit.push(() => jobs.forget(id));
    return;
  }
  const trigger = object === 'CronTrigger' ? tx.db.read('CronTrigger', id) : undefined;
  if (!trigger) throw tx.vm.exception('System.HandledException', `Invalid job id: ${given}`);
  yield* change(tx, op, () => tx.db.delete('CronTrigger', id));
  yield* change(tx, op, () => tx.db.delete('CronJobDetail', String(trigger['CronJobDetailId'])));
  tx.afterCommit.push(() => schedules.forget(id));
}

function* change(
  tx: Transaction,
  op: Operation,
  attempt: () => { readonly blocked: true; readonly on: readonly number[] } | object,
): Step<void> {
  const outcome = yield* new Patience(tx).wait(op, attempt);
  if (outcome === TIMED_OUT)
    throw tx.vm.exception('System.AsyncException', 'The job is being changed by somebody else');
}
