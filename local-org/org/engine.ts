/** One database with everything that runs on it: transactions, jobs, schedules, events. */
import type { Clock } from '../clock/clock';
import type { MemoryDatabase } from '../database/memory-database';
import { EventBus, type SubscriberConfig } from '../jobs/event-bus';
import { abortJob } from '../jobs/abort';
import { executeBatch } from '../jobs/execute-batch';
import { callLater } from '../jobs/futures';
import type { JobRecord, ScheduleRecord } from '../jobs/job-record';
import { Queueables } from '../jobs/queueables';
import { Schedules } from '../jobs/schedules';
import type { Compiler, Program } from '../language/program';
import type { FlowPort } from '../runtime/flows';
import type { BatchPlan, EnqueueOptions, RunningUser } from '../runtime/host';
import type { Value } from '../runtime/core/values-all';
import type { RandomSource } from '../scheduler/random-source';
import type { Scheduler } from '../scheduler/scheduler';
import type { Step } from '../scheduler/suspension';
import type {
  AsyncPort,
  FaultPort,
  Meter,
  Network,
  Permissions,
  PublishedEvent,
  Services,
} from '../transaction/services';
import { checkWritable, type Maintenance } from '../transaction/maintenance';
import type { Memo } from '../transaction/memo/memo';
import type { Settings } from '../transaction/settings';
import type { Transaction } from '../transaction/transaction';
import { userById } from './users';

/** What deployed code and the org as a whole give to an engine. */
export interface EngineParts {
  readonly orgId: string;
  readonly orgName: string;
  readonly database: MemoryDatabase;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly settings: Settings;
  readonly random: RandomSource;
  readonly compiler: Compiler;
  readonly permissions: Permissions;
  readonly faults: FaultPort;
  readonly maintenance: Maintenance;
  readonly meter: Meter;
  logged?(tx: Transaction, failed: boolean): void;
  readonly network: Network | null;
  readonly memo?: Memo;
  readonly workers: number;
  orgLimits: Services['orgLimits'];
  program(): Program;
  flows(): FlowPort;
  versionOf(unit: string): number;
  subscriber(trigger: string): SubscriberConfig;
}

/** Where jobs and events of a test go instead. */
export interface TestSink {
  readonly jobs: JobRecord[];
  readonly schedules: ScheduleRecord[];
  readonly events: PublishedEvent[];
}

export const API_VERSION = '67.0';

export class Engine implements AsyncPort {
  readonly services: Services;
  readonly queueables: Queueables;
  readonly schedules: Schedules;
  readonly events: EventBus;

  constructor(
    readonly parts: EngineParts,
    readonly sink?: TestSink,
  ) {
    const { database } = parts;
    this.services = {
      ...parts,
      apiVersion: API_VERSION,
      async: this,
      get program() {
        return parts.program();
      },
      get flows() {
        return parts.flows();
      },
      user: (id, db) => userById(database, id, db),
    };
    this.queueables = new Queueables(this.services, parts.scheduler, parts.workers, sink?.jobs);
    this.schedules = new Schedules(this.services, parts.scheduler, sink?.schedules);
    this.events = new EventBus(this.services, parts.scheduler, (trigger) =>
      parts.subscriber(trigger),
    );
  }

  enqueue(tx: Transaction, job: Value, options: EnqueueOptions): Step<string> {
    checkWritable(tx);
    return this.queueables.enqueue(tx, job, options);
  }

  future(tx: Transaction, className: string, slot: string, args: readonly Value[]): Step<void> {
    checkWritable(tx);
    return callLater(this.queueables, tx, className, slot, args);
  }

  batch(tx: Transaction, job: Value, scope: number | null): Step<string> {
    checkWritable(tx);
    return executeBatch(this.queueables, tx, job, scope);
  }

  schedule(tx: Transaction, name: string, cron: string, job: Value): Step<string> {
    checkWritable(tx);
    return this.schedules.schedule(tx, name, cron, job);
  }

  scheduleBatch(tx: Transaction, job: Value, name: string, plan: BatchPlan): Step<string> {
    checkWritable(tx);
    return this.schedules.scheduleBatch(tx, job, name, plan);
  }

  abort(tx: Transaction, id: string): Step<void> {
    checkWritable(tx);
    return abortJob(tx, id, this.queueables, this.schedules);
  }

  deliver(events: readonly PublishedEvent[]): void {
    if (this.sink) this.sink.events.push(...events);
    else this.events.deliver(events);
  }

  user(id: string): RunningUser | undefined {
    return userById(this.parts.database, id);
  }
}
