/** System.schedule and System.scheduleBatch: timers, and the runs. */
import type { Value } from '../runtime/core/values-all';
import { SchedulableContextValue } from '../runtime/library/platform/contexts';
import type { Scheduler } from '../scheduler/scheduler';
import type { BatchPlan } from '../runtime/host';
import { TransactionKilled, type Operation, type Step } from '../scheduler/suspension';
import type { Timer } from '../scheduler/timers';
import { whenWritable } from '../transaction/maintenance';
import { runTransaction } from '../transaction/run';
import type { Services } from '../transaction/services';
import type { Transaction } from '../transaction/transaction';
import { CronError, nextFireTime } from './cron';
import { callExecute } from './call-execute';
import { asyncError, insertJobRow } from './enqueue';
import { insertSchedule } from './insert-schedule';
import type { ScheduleRecord } from './job-record';
import { allTexts, scheduleInput, scheduleText } from './memo-input';
import { batchSchedule } from './schedule-batch';
import { snapshot } from './snapshot';
import { platformWrite } from './status';

export class Schedules {
  readonly #all = new Map<string, ScheduleRecord>();
  readonly #timers = new Map<string, Timer>();

  constructor(
    readonly services: Services,
    readonly scheduler: Scheduler,
    /** Where a test collects its schedules; no timers are set then. */
    readonly sink?: ScheduleRecord[],
  ) {}

  *schedule(tx: Transaction, name: string, cron: string, job: Value): Step<string> {
    const { vm } = tx;
    if (name === null || cron === null || job === null)
      throw vm.exception('System.NullPointerException', 'Argument cannot be null.');
    const className = vm.typeOf(job);
    if (!vm.isInstance(job, 'System.Schedulable'))
      throw asyncError(tx, `The class ${className} must implement the Schedulable interface`);
    const next = firstFireTime(tx, cron);
    const record = yield* insertSchedule(tx, { name, cron, className, job, next });
    insertJobRow(tx, className, 'ScheduledApex', { CronTriggerId: record.id });
    tx.afterCommit.push(() => this.launch(record));
    return record.id;
  }

  *scheduleBatch(tx: Transaction, job: Value, name: string, plan: BatchPlan): Step<string> {
    const record = yield* insertSchedule(tx, batchSchedule(tx, job, name, plan));
    tx.afterCommit.push(() => this.launch(record));
    return record.id;
  }

  launch(record: ScheduleRecord): void {
    if (this.sink) return void this.sink.push(record);
    this.#all.set(record.id, record);
    const what = `schedule ${record.name}`;
    this.#timers.set(
      record.id,
      this.scheduler.at(record.next, what, () => this.#due(record)),
    );
  }

  forget(id: string): void {
    this.#all.delete(id);
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
  }

  /** All schedules, as text; null when one cannot be written down. */
  describe(): string | null {
    return allTexts(this.#all.values(), scheduleText);
  }

  save(): readonly ScheduleRecord[] {
    return [...this.#all.values()];
  }

  load(records: readonly ScheduleRecord[]): void {
    this.#all.clear();
    this.#timers.clear();
    for (const record of records) this.launch(record);
  }

  #due(record: ScheduleRecord): void {
    this.scheduler.spawn({
      name: `schedulable ${record.className}`,
      op: { kind: 'start', object: '', detail: `schedule ${record.name}` },
      given: scheduleText(record),
      run: () => this.#fire(record),
    });
  }

  *#fire(record: ScheduleRecord): Step<void> {
    yield* whenWritable(this.services);
    if (!this.#all.has(record.id)) return;
    const { services } = this;
    const next = nextFireTime(record.cron, services.clock.now(), record.user.timeZone);
    services.memo?.trail?.tell(String(next));
    const fired = yield* this.#note(record, next);
    if (!fired) return this.forget(record.id);
    if (next === null) this.forget(record.id);
    else this.launch({ ...record, next });
    try {
      yield* executeSchedule(services, record);
    } catch (error) {
      if (!(error instanceof TransactionKilled)) throw error;
      // A run that was interrupted is rolled back and run again.
      this.scheduler.spawn({
        name: `schedulable ${record.className} again`,
        given: scheduleText(record),
        run: () => executeSchedule(services, record),
      });
    }
  }

  /** Brings the row up to date; a schedule that fires no more leaves the org. */
  *#note(record: ScheduleRecord, next: number | null): Step<boolean> {
    const op: Operation = { kind: 'update', object: 'CronTrigger', ids: [record.id] };
    const result = yield* platformWrite(this.services, op, (db) => {
      const row = db.read('CronTrigger', record.id);
      // Deactivating the user who scheduled a job stops it.
      const user = db.read('User', record.user.id);
      if (!row || user?.['IsActive'] === false) return { fired: false };
      const outcome =
        next === null
          ? db.delete('CronTrigger', record.id)
          : db.update('CronTrigger', record.id, {
              State: 'WAITING',
              PreviousFireTime: record.next,
              NextFireTime: next,
              TimesTriggered: Number(row['TimesTriggered'] ?? 0) + 1,
            });
      if ('blocked' in outcome) return outcome;
      if (next === null) db.delete('CronJobDetail', record.detailId);
      return { fired: true };
    });
    return result.fired;
  }
}

/** One run of a scheduled class, or the start of a scheduled batch; a failure is only logged. */
export function* executeSchedule(
  services: Services,
  record: ScheduleRecord,
  within?: Transaction,
): Step<import('../transaction/run').TransactionOutcome<void>> {
  return yield* runTransaction(
    services,
    {
      context: 'schedulable',
      user: record.user,
      className: record.className,
      ...(record.scope === undefined
        ? { identity: { name: `schedule ${record.id}`, input: () => scheduleInput(record) } }
        : {}),
      ...(within ? { within } : {}),
    },
    function* (tx): Step<void> {
      const { vm } = tx;
      const job = snapshot(vm, record.job);
      if (record.scope !== undefined) {
        yield* services.async.batch(tx, job, record.scope);
        return;
      }
      const context = new SchedulableContextValue(record.id);
      yield* callExecute(vm, job, 'System.SchedulableContext', context);
    },
  );
}

function firstFireTime(tx: Transaction, cron: string): number {
  try {
    const next = nextFireTime(cron, tx.services.clock.now(), tx.user.timeZone);
    if (next !== null) return next;
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    throw tx.vm.exception('System.StringException', error.message);
  }
  throw asyncError(tx, `Based on configured schedule, the given trigger will never fire.`);
}
