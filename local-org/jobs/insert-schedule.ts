/** The rows of a schedule: CronJobDetail with its unique name, and CronTrigger. */
import type { Operation, Step } from '../scheduler/suspension';
import type { Transaction } from '../transaction/transaction';
import { Patience, TIMED_OUT } from '../transaction/waiting';
import { asyncError } from './enqueue';
import type { ScheduleRecord } from './job-record';
import { snapshot } from './snapshot';

const MAX_JOBS = { Enterprise: 100, Developer: 5 };

/** `CronJobDetail.JobType`, see the Object Reference. */
const SCHEDULED_APEX = '7';
const BATCH_JOB = '9';

/**
 * @returns the schedule, to be launched when the transaction has committed
 * @throws System.AsyncException when its name is taken, or the org has as many as it may
 */
export function* insertSchedule(
  tx: Transaction,
  planned: Omit<ScheduleRecord, 'id' | 'detailId' | 'user'>,
): Step<ScheduleRecord> {
  const { services } = tx;
  const { name, cron, next, scope } = planned;
  const op: Operation = { kind: 'enqueue', object: 'CronTrigger', detail: name };
  yield* tx.step(op);
  const max = MAX_JOBS[services.settings.edition];
  if (countOf(tx) >= max)
    throw asyncError(tx, `You have exceeded the maximum number (${max}) of Apex scheduled jobs.`);
  const JobType = scope === undefined ? SCHEDULED_APEX : BATCH_JOB;
  const detail = yield* new Patience(tx).wait(op, () =>
    tx.db.insert('CronJobDetail', { Name: name, JobType }),
  );
  if (detail === TIMED_OUT || !('id' in detail))
    throw asyncError(tx, `The Apex job named "${name}" is already scheduled for execution.`);
  const trigger = tx.db.insert('CronTrigger', {
    CronJobDetailId: detail.id,
    CronExpression: cron,
    State: 'WAITING',
    NextFireTime: next,
    StartTime: services.clock.now(),
    TimesTriggered: 0,
    TimeZoneSidKey: tx.user.timeZone,
    OwnerId: tx.user.id,
    CreatedById: tx.user.id,
    CreatedDate: services.clock.now(),
    LastModifiedById: tx.user.id,
  });
  if (!('id' in trigger)) throw new Error('A schedule met a lock that cannot exist.');
  return {
    ...planned,
    id: trigger.id,
    detailId: detail.id,
    job: snapshot(tx.vm, planned.job),
    user: tx.user,
  };
}

function countOf(tx: Transaction): number {
  const source = 'SELECT COUNT() FROM CronTrigger';
  return tx.db.query(
    { select: [{ kind: 'aggregate', fn: 'COUNT' }], from: 'CronTrigger', source },
    [],
  ).size;
}
