/**
 * `Test.startTest()` and its kin. Everything asynchronous of a test runs at `stopTest`, one after the
 * other, inside the test's own database transaction: jobs with their finalizers, jobs that those
 * enqueue in turn (up to a bound), schedules once each, events until there are none.
 */
import type { RunningUser, TestControl } from '../runtime/host';
import { done } from '../runtime/core/steps';
import { ApexDatetime, type SObjectValue, type Value } from '../runtime/core/values-all';
import type { Step } from '../scheduler/suspension';
import type { LimitTracker } from '../transaction/limits';
import type { PublishedEvent, Services } from '../transaction/services';
import type { Transaction } from '../transaction/transaction';
import { objectOfId } from '../transaction/ids';
import { TestBatch } from './test-batch';
import type { JobRecord, ScheduleRecord } from './job-record';
import { executeFinalizer, executeJob, problemOf } from './run-job';
import { runEvents } from './run-events';
import { executeSchedule } from './schedules';
import { JOB } from './status';

/** Chained jobs that one stopTest runs: endless chains end here, loudly. */
const MAX_JOBS = 200;
const MAX_EVENT_ROUNDS = 200;

export class TestRun implements TestControl {
  readonly jobs: JobRecord[];
  readonly schedules: ScheduleRecord[];
  readonly events: PublishedEvent[];
  readOnly = false;
  #tx: Transaction | null = null;
  #outer: { readonly limits: LimitTracker; readonly statements: number } | null = null;

  constructor(
    readonly services: Services,
    /** Where the test's jobs and events are collected. */
    sink: {
      readonly jobs: JobRecord[];
      readonly schedules: ScheduleRecord[];
      readonly events: PublishedEvent[];
    },
    /** Event triggers run as this user. */
    readonly eventUser: (trigger: string) => RunningUser,
  ) {
    ({ jobs: this.jobs, schedules: this.schedules, events: this.events } = sink);
  }

  /** The transaction of the test; set before its first statement. */
  attach(tx: Transaction): void {
    this.#tx = tx;
  }

  get tx(): Transaction {
    if (!this.#tx) throw new Error('The test has not begun.');
    return this.#tx;
  }

  startTest(): Step<void> {
    this.#start();
    return done(undefined);
  }

  #start(): void {
    const { tx } = this;
    if (this.#outer) throw tx.vm.exception('System.FinalException', 'Testing already started');
    this.#outer = { limits: tx.limits, statements: tx.activation.statements };
    tx.limits = tx.freshLimits();
    tx.activation.statements = 0;
    tx.savepoints.releaseAll();
  }

  *stopTest(): Step<void> {
    const { tx } = this;
    if (!this.#outer) throw tx.vm.exception('System.FinalException', 'Testing has not started');
    yield* this.#runEverything();
    tx.limits = this.#outer.limits;
    tx.activation.statements = this.#outer.statements;
    this.#outer = null;
    tx.savepoints.releaseAll();
  }

  *deliverEvents(): Step<void> {
    this.flush(this.tx);
    for (let round = 0; this.events.length > 0; round++) {
      if (round > MAX_EVENT_ROUNDS) throw new Error('Event triggers publish without end.');
      yield* this.#deliver(this.events.splice(0));
    }
  }

  setMock(interfaceName: string, mock: Value): void {
    this.tx.mocks.set(interfaceName.toLowerCase().replace(/^system\./, ''), mock);
  }

  setCreatedDate(id: string, at: Value): void {
    const object = objectOfId(this.tx.schema, id);
    if (object && at instanceof ApexDatetime)
      this.tx.db.update(object.name, id, { CreatedDate: at.ms });
  }

  *runAs(user: SObjectValue, body: () => Step<void>): Step<void> {
    const { tx } = this;
    const id = user.fields.get('Id');
    const found = typeof id === 'string' ? this.services.user(id, tx.db) : undefined;
    if (!found) throw tx.vm.exception('System.UnexpectedException', 'runAs needs a saved user');
    tx.limits.use('RunAs');
    const outer = { user: tx.user, dmlKind: tx.dmlKind };
    tx.user = found;
    tx.dmlKind = null;
    try {
      yield* body();
    } finally {
      tx.user = outer.user;
      tx.dmlKind = outer.dmlKind;
    }
  }

  /** What the transaction enqueued and published so far is due now. */
  flush(tx: Transaction): void {
    for (const effect of tx.afterCommit.splice(0)) effect();
    this.events.push(...tx.events.splice(0));
  }

  *#runEverything(): Step<void> {
    this.flush(this.tx);
    for (let n = 0; this.jobs.length + this.schedules.length + this.events.length > 0; n++) {
      if (n > MAX_JOBS)
        throw this.tx.vm.exception(
          'System.AsyncException',
          'Maximum stack depth has been reached.',
        );
      const job = this.jobs.shift();
      const schedule = job ? undefined : this.schedules.shift();
      if (job) yield* this.#runJob(job);
      else if (schedule) yield* this.#runSchedule(schedule);
      else yield* this.deliverEvents();
    }
  }

  *#runJob(record: JobRecord): Step<void> {
    const { tx, services } = this;
    if (record.scope !== undefined) return yield* new TestBatch(this, record).run();
    if (tx.db.read(JOB, record.id)?.['Status'] !== 'Queued') return;
    tx.db.update(JOB, record.id, { Status: 'Processing' });
    const mark = tx.savepoints.mark();
    const end = yield* executeJob(services, record, tx);
    if (end.failure) tx.savepoints.restore(mark);
    else this.flush(end.tx);
    tx.db.update(JOB, record.id, {
      Status: end.failure ? 'Failed' : 'Completed',
      CompletedDate: services.clock.now(),
      NumberOfErrors: end.failure ? 1 : 0,
      ExtendedStatus: end.failure && `First error: ${problemOf(end.failure)}`.slice(0, 255),
    });
    if (end.finalizer !== null) {
      const before = tx.savepoints.mark();
      const outcome = yield* executeFinalizer(services, record, end, tx);
      if (outcome.ok) this.flush(outcome.tx);
      else tx.savepoints.restore(before);
    }
    // As on the platform, the failure of a job surfaces in the test.
    if (end.failure) throw end.error;
  }

  *#runSchedule(record: ScheduleRecord): Step<void> {
    const { tx } = this;
    // A test only schedules a batch job: its time never comes.
    if (record.scope !== undefined || !tx.db.read('CronTrigger', record.id)) return;
    const outcome = yield* executeSchedule(this.services, record, tx);
    if (!outcome.ok) throw outcome.error;
    this.flush(outcome.tx);
    tx.db.update('CronTrigger', record.id, { TimesTriggered: 1 });
  }

  *#deliver(events: readonly PublishedEvent[]): Step<void> {
    const { services, tx } = this;
    for (const object of new Set(events.map((e) => e.object))) {
      const batch = events.filter((e) => e.object === object).map((e) => e.event);
      for (const trigger of services.program.triggers(object, 'after insert')) {
        const user = this.eventUser(trigger.name);
        for (let run = 0; run < services.settings.eventRuns; run++) {
          const mark = tx.savepoints.mark();
          const run0 = { user, retries: run, lastError: null, within: tx };
          const result = yield* runEvents(services, trigger, batch, run0);
          if (result.error !== null) tx.savepoints.restore(mark);
          else this.flush(result.tx);
          if (!result.retry) break;
        }
      }
    }
  }
}
