/** Batch jobs of an org: five at work, the others in the flex queue, first come, first served. */
import type { Value } from '../runtime/core/values-all';
import type { Values } from '../database/contract';
import type { Scheduler } from '../scheduler/scheduler';
import { TransactionKilled, type Operation, type Step } from '../scheduler/suspension';
import { whenWritable } from '../transaction/maintenance';
import type { Services } from '../transaction/services';
import type { JobRecord } from './job-record';
import { runBatch, type BatchOffice, type PhaseEnd } from './run-batch';
import { JOB, platformWrite } from './status';

/** Batch jobs that may be queued or active at a time. */
const ACTIVE = 5;

const INACTIVE = 'First error: The user of this job is inactive';

export class Batches {
  /** Committed jobs that hold no place yet, in the order in which they came. */
  readonly #holding = new Map<string, JobRecord>();
  #active = 0;
  /** Raised when the org is reset: tasks of before have lost their place. */
  #age = 0;

  constructor(
    readonly services: Services,
    readonly scheduler: Scheduler,
  ) {}

  launch(record: JobRecord): void {
    this.#holding.set(record.id, record);
    this.#promote();
  }

  /** A job that waits was aborted. One that is at work notices by its row. */
  forget(id: string): void {
    this.#holding.delete(id);
  }

  waiting(): readonly JobRecord[] {
    return [...this.#holding.values()];
  }

  clear(): void {
    this.#holding.clear();
    this.#active = 0;
    this.#age++;
  }

  #promote(): void {
    for (const record of this.#holding.values()) {
      if (this.#active >= ACTIVE) return;
      this.#holding.delete(record.id);
      this.#active++;
      const age = this.#age;
      this.scheduler.spawn({
        name: `batch ${record.className}`,
        op: { kind: 'start', object: '', detail: `batch ${record.className} ${record.id}` },
        run: () => this.#run(record, age),
      });
    }
  }

  *#run(record: JobRecord, age: number): Step<void> {
    const office: BatchOffice = {
      note: (id, changes) => this.#note(id, changes),
      perform: (job, run) => this.#perform(job, run),
    };
    try {
      if (yield* this.#enter(record)) yield* runBatch(this.services, record, office);
    } finally {
      if (age === this.#age) {
        this.#active--;
        this.#promote();
      }
    }
  }

  /** Leaves the flex queue; false when it was aborted there, or when its user was deactivated. */
  *#enter({ id, user }: JobRecord): Step<boolean> {
    yield* whenWritable(this.services);
    const active = yield* this.#note(id, { Status: 'Queued' }, user.id);
    if (active) return true;
    const problem = { Status: 'Failed', NumberOfErrors: 1, ExtendedStatus: INACTIVE };
    yield* this.#note(id, { ...problem, CompletedDate: this.services.clock.now() });
    return false;
  }

  *#perform<T>(job: Value, run: () => Step<PhaseEnd<T>>): Step<PhaseEnd<T>> {
    for (;;) {
      try {
        yield* whenWritable(this.services);
        return yield* run();
      } catch (error) {
        if (!(error instanceof TransactionKilled) || error.aftermath === 'processing') throw error;
        if (error.aftermath === 'failed') return { problem: 'The job was interrupted', error, job };
      }
    }
  }

  /** `user`: nothing is done when that user was deactivated. */
  *#note(id: string, changes: Values, user?: string): Step<boolean> {
    const op: Operation = { kind: 'update', object: JOB, ids: [id], detail: 'batch' };
    yield { kind: 'step', op };
    const noted = yield* platformWrite(this.services, op, (db) => {
      const row = db.read(JOB, id);
      if (!row || row['CompletedDate'] || row['Status'] === 'Aborted') return { written: false };
      if (user !== undefined && db.read('User', user)?.['IsActive'] === false)
        return { written: false };
      const outcome = db.update(JOB, id, changes);
      return 'blocked' in outcome ? outcome : { written: true };
    });
    return noted.written;
  }
}
