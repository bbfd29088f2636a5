/** System.scheduleBatch: a batch job that enters the flex queue once, minutes from now. */
import { DateTime } from 'luxon';
import type { BatchPlan } from '../runtime/host';
import type { Value } from '../runtime/core/values-all';
import type { Transaction } from '../transaction/transaction';
import { asyncError } from './enqueue';
import { batchClass, DEFAULT_SCOPE } from './execute-batch';
import type { ScheduleRecord } from './job-record';

const MINUTE = 60_000;
const SECOND = 1000;

/**
 * The schedule that stands for the call. It fires at a whole second, at most one before the given
 * minutes are over.
 * @throws System.AsyncException for what is no batch, and when the minutes are not greater than 0
 *   (text of our own); System.IllegalArgumentException for a scope that is not greater than 0
 */
export function batchSchedule(
  tx: Transaction,
  job: Value,
  name: string,
  { minutes, scope }: BatchPlan,
): Omit<ScheduleRecord, 'id' | 'detailId' | 'user'> {
  const className = batchClass(tx, job, scope);
  if (minutes <= 0) throw asyncError(tx, 'The minutes from now must be greater than 0.');
  const next = Math.floor((tx.services.clock.now() + minutes * MINUTE) / SECOND) * SECOND;
  const at = DateTime.fromMillis(next, { zone: tx.user.timeZone });
  const cron = at.toFormat("s m H d M '?' yyyy");
  return { name, cron, className, job, next, scope: scope ?? DEFAULT_SCOPE };
}
