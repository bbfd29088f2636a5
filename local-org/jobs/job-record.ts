import type { RunningUser } from '../runtime/host';
import type { Value } from '../runtime/core/values-all';

/** A Queueable, a call of a future method, or a batch job that waits for its turn, beside its AsyncApexJob row. */
export interface JobRecord {
  /** Id of the AsyncApexJob. */
  readonly id: string;
  readonly className: string;
  /** As it stood when it was enqueued. */
  readonly job: Value;
  /** Slot of the future method that is called, `job` being the list of its arguments. */
  readonly future?: string;
  /** Batch jobs: most records of a chunk. */
  readonly scope?: number;
  readonly user: RunningUser;
  /** 1 for the first of a chain. */
  readonly depth: number;
  readonly maximumDepth: number | null;
  readonly delayMinutes: number | null;
  readonly signature: string | null;
  /** Org time before which it does not start. */
  readonly notBefore: number;
  /** Unhandled failures in a row before this run. */
  readonly failures: number;
}

/** A scheduled class, or a scheduled batch job, beside its CronTrigger row. */
export interface ScheduleRecord {
  /** Id of the CronTrigger. */
  readonly id: string;
  readonly detailId: string;
  readonly name: string;
  readonly cron: string;
  readonly className: string;
  readonly job: Value;
  /** Batch jobs: most records of a chunk. */
  readonly scope?: number;
  readonly user: RunningUser;
  /** Next fire time, epoch milliseconds. */
  readonly next: number;
}
