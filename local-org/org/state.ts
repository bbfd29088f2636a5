/** What `mark` remembers and `reset` brings back. */
import { VirtualClock } from '../clock/clock';
import type { Checkpoint } from '../database/contract';
import type { DatabaseImage, MemoryDatabase } from '../database/memory-database';
import type { JobRecord, ScheduleRecord } from '../jobs/job-record';
import type { Catalog } from './catalog';
import type { Engine } from './engine';

export class OrgState {
  readonly #checkpoint: Checkpoint;
  /** Made when a change of schema is about to end the checkpoint. */
  #image: DatabaseImage | null = null;
  readonly #jobs: readonly JobRecord[];
  readonly #schedules: readonly ScheduleRecord[];
  readonly #daily: ReadonlyMap<number, number>;
  readonly #at: number;

  constructor(
    readonly database: MemoryDatabase,
    readonly engine: Engine,
    readonly catalog: Catalog,
  ) {
    this.#checkpoint = database.checkpoint();
    this.#jobs = engine.queueables.save();
    this.#schedules = engine.schedules.save();
    this.#daily = engine.queueables.daily.save();
    this.#at = engine.parts.clock.now();
  }

  /** Rows are about to move to another shape: keeps a copy of them as they were at the mark. */
  outlive(): void {
    if (this.#image) return;
    const now = this.database.image();
    this.database.restore(this.#checkpoint);
    this.#image = this.database.image();
    this.database.load(now);
  }

  release(): void {
    if (!this.#image) this.database.release(this.#checkpoint);
  }

  restoreRows(): void {
    if (this.#image) this.database.load(this.#image);
    else this.database.restore(this.#checkpoint);
  }

  /** Only in an org that is stable: elsewhere a clock never goes back. */
  restoreTime(): void {
    const { clock, memo } = this.engine.parts;
    if (memo && clock instanceof VirtualClock) clock.turnBackTo(this.#at);
  }

  restoreJobs(): void {
    const { queueables, schedules, events } = this.engine;
    events.reset();
    queueables.daily.load(this.#daily);
    queueables.load(this.#jobs);
    schedules.load(this.#schedules);
  }
}
