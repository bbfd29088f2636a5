/** The queue of Queueables: starts committed jobs on workers, and sees each through its finalizer. */
import type { EnqueueOptions } from '../runtime/host';
import type { Value } from '../runtime/core/values-all';
import type { Scheduler } from '../scheduler/scheduler';
import { TransactionKilled, type Step } from '../scheduler/suspension';
import { Pool } from '../scheduler/task';
import type { Timer } from '../scheduler/timers';
import { whenWritable } from '../transaction/maintenance';
import type { Services } from '../transaction/services';
import type { Transaction } from '../transaction/transaction';
import { Batches } from './batches';
import { DailyCounter } from './daily-counter';
import { enqueue, type Queue } from './enqueue';
import type { JobRecord } from './job-record';
import { allTexts, jobText } from './memo-input';
import { executeFinalizer, executeJob, problemOf, type JobEnd } from './run-job';
import { Signatures } from './signatures';
import { finishJob, takeJob } from './status';

/** In a Developer Edition org a chain has this many jobs, the first included. */
const DEVELOPER_DEPTH = 5;

export class Queueables implements Queue {
  readonly signatures = new Signatures();
  readonly daily: DailyCounter;
  chainDepth: number | null;
  /** Committed jobs that have not begun, by Id. */
  readonly #waiting = new Map<string, JobRecord>();
  readonly #timers = new Map<string, Timer>();
  readonly #pool: Pool;
  readonly #batches: Batches;

  constructor(
    readonly services: Services,
    readonly scheduler: Scheduler,
    workers: number,
    /** Where a test collects its jobs; they are not started then. */
    readonly sink?: JobRecord[],
  ) {
    this.#pool = new Pool('workers', workers);
    this.#batches = new Batches(services, scheduler);
    this.daily = new DailyCounter(services.settings.dailyAsyncLimit);
    this.chainDepth = this.#usualDepth;
  }

  /** @param depth null: as in any org of this edition */
  limitChains(depth: number | null): void {
    this.chainDepth = depth ?? this.#usualDepth;
  }

  get #usualDepth(): number | null {
    return this.services.settings.edition === 'Developer' ? DEVELOPER_DEPTH : null;
  }

  enqueue(tx: Transaction, job: Value, options: EnqueueOptions): Step<string> {
    return enqueue(this, tx, job, options);
  }

  launch(record: JobRecord): void {
    if (this.sink) return void this.sink.push(record);
    if (record.scope !== undefined) return this.#batches.launch(record);
    this.#waiting.set(record.id, record);
    this.#touched(record);
    this.signatures.add(record.signature);
    if (record.notBefore <= this.services.clock.now()) return this.#start(record);
    const what = `delayed job ${record.className} ${record.id}`;
    const timer = this.scheduler.at(record.notBefore, what, () => this.#start(record));
    this.#timers.set(record.id, timer);
  }

  /** A waiting job was aborted: it frees its signature and never starts. */
  forget(id: string): void {
    this.#batches.forget(id);
    const record = this.#waiting.get(id);
    if (!record) return;
    this.#waiting.delete(id);
    this.#touched(record);
    this.signatures.remove(record.signature);
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
  }

  /** The jobs that wait, as text; null when one cannot be written down. */
  describe(): string | null {
    return allTexts(this.#waiting.values(), jobText);
  }

  save(): readonly JobRecord[] {
    return [...this.#waiting.values(), ...this.#batches.waiting()];
  }

  load(records: readonly JobRecord[]): void {
    this.#waiting.clear();
    this.#batches.clear();
    this.#timers.clear();
    this.signatures.clear();
    for (const record of records) this.launch(record);
  }

  #touched({ signature }: JobRecord): void {
    if (signature !== null) this.services.database.observer?.shared(`signature ${signature}`);
  }

  #start(record: JobRecord): void {
    this.#timers.delete(record.id);
    this.scheduler.spawn({
      name: `queueable ${record.className}`,
      pool: this.#pool,
      op: { kind: 'start', object: '', detail: `queueable ${record.className} ${record.id}` },
      given: jobText(record),
      run: () => this.#run(record),
    });
  }

  *#run(record: JobRecord): Step<void> {
    if (!this.#waiting.has(record.id)) return;
    let phase: 'taking' | 'running' | 'finishing' = 'taking';
    try {
      yield* whenWritable(this.services);
      const taken = yield* takeJob(this.services, record.id, record.user.id);
      this.forget(record.id);
      if (!taken) return;
      phase = 'running';
      const end = yield* executeJob(this.services, record);
      phase = 'finishing';
      yield* finishJob(this.services, record.id, end.failure && problemOf(end.failure));
      yield* this.#finalize(record, end);
    } catch (error) {
      if (!(error instanceof TransactionKilled)) this.#cleanUp(record, String(error));
      else if (phase === 'taking') return this.#start(record);
      else if (phase === 'running') return this.#killed(record, error);
      // Killed between its commit and its end: the work stands, no finalizer runs.
      else return this.#cleanUp(record, null);
      throw error;
    }
  }

  *#finalize(record: JobRecord, end: JobEnd): Step<void> {
    yield* whenWritable(this.services);
    if (end.finalizer === null || this.services.faults.skipFinalizer(end.tx)) return;
    // The job is over and its finalizer due: others may run in between.
    const detail = `finalizer ${this.services.program.vm.typeOf(end.finalizer)} of ${record.id}`;
    yield { kind: 'step', op: { kind: 'start', object: '', detail } };
    yield* executeFinalizer(this.services, record, end);
  }

  /** The job's transaction was ended from outside: no finalizer runs. */
  #killed(record: JobRecord, { aftermath }: TransactionKilled): void {
    if (aftermath === 'requeued') this.launch({ ...record, signature: null });
    else if (aftermath === 'failed') this.#cleanUp(record, 'The job was interrupted');
  }

  /** Brings the row to its end; has no effect on one that is there already. */
  #cleanUp(record: JobRecord, problem: string | null): void {
    this.scheduler.spawn({
      name: `clean-up of ${record.className}`,
      given: JSON.stringify([record.id, problem]),
      run: () => finishJob(this.services, record.id, problem),
    });
  }
}
