/** What transactions need of the org around them. Wired once by `org`. */
import type { Clock } from '../clock/clock';
import type { Database, Transaction as DbTransaction } from '../database/contract';
import type { Compiler, Program } from '../language/program';
import type { FlowPort } from '../runtime/flows';
import type { BatchPlan, EnqueueOptions, RowResult, RunningUser } from '../runtime/host';
import type { SObjectValue, Value } from '../runtime/core/values-all';
import type { RandomSource } from '../scheduler/random-source';
import type { Step } from '../scheduler/suspension';
import type { LimitName } from './limits';
import type { Maintenance } from './maintenance';
import type { Memo } from './memo/memo';
import type { Settings } from './settings';
import type { Transaction } from './transaction';

/** Rights of a user on one object, permission sets and profile together. */
export interface ObjectAccess {
  readonly read: boolean;
  readonly create: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  /** Sees all rows, whoever owns them. */
  readonly viewAll: boolean;
  readonly modifyAll: boolean;
}

/** Who may do what. */
export interface Permissions {
  object(tx: Transaction, object: string): ObjectAccess;
  /** On custom fields; standard fields go with their object. */
  field(
    tx: Transaction,
    object: string,
    field: string,
  ): { readonly read: boolean; readonly edit: boolean };
  /** Custom permission. */
  custom(tx: Transaction, name: string): boolean;
}

/** Asynchronous work, as a transaction asks for it. Everything takes effect with its commit. */
export interface AsyncPort {
  enqueue(tx: Transaction, job: Value, options: EnqueueOptions): Step<string>;
  future(tx: Transaction, className: string, slot: string, args: readonly Value[]): Step<void>;
  batch(tx: Transaction, job: Value, scope: number | null): Step<string>;
  schedule(tx: Transaction, name: string, cron: string, job: Value): Step<string>;
  scheduleBatch(tx: Transaction, job: Value, name: string, plan: BatchPlan): Step<string>;
  abort(tx: Transaction, id: string): Step<void>;
  /** Hands committed or immediate events to their subscribers. */
  deliver(events: readonly PublishedEvent[]): void;
}

export interface PublishedEvent {
  readonly object: string;
  readonly event: SObjectValue;
  readonly publisher: RunningUser;
}

/** Faults that a test wants; asked at the points where they can strike. */
export interface FaultPort {
  /** Before which operation (1-based) a new transaction dies, or null. */
  killBefore(tx: FaultTarget): KillBefore | null;
  refuseEnqueue(tx: FaultTarget): boolean;
  /** The job `tx` has ended; true when its finalizer is to be lost. */
  skipFinalizer(tx: FaultTarget): boolean;
}

/** What faults choose by. */
export type FaultTarget = Pick<Transaction, 'context' | 'className'>;

export interface KillBefore {
  readonly operation: number;
  readonly aftermath: KillAftermath;
}

/** What becomes of the job row when a job's transaction is killed. */
export type KillAftermath = 'failed' | 'processing' | 'requeued';

/** Reaches the world outside; absent: callouts outside tests fail. */
export type Network = (request: OutgoingRequest) => Promise<IncomingResponse>;

export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  readonly timeoutMs: number;
}
export interface IncomingResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Counters by context, for statistics. */
export interface Meter {
  ended(tx: Metered, failed: boolean): void;
}

/** What is counted of a transaction. */
export interface Metered {
  readonly context: string;
  readonly limits: { used(name: LimitName): number };
  readonly jobsEnqueued: number;
  readonly activation: { readonly statements: number };
}

export interface Services {
  readonly orgId: string;
  readonly orgName: string;
  /** API version of anonymous Apex and of classes without one: `65.0`. */
  readonly apiVersion: string;
  readonly database: Database;
  readonly clock: Clock;
  /** The Apex that is deployed now; its machine runs it. */
  readonly program: Program;
  /** The flows that are deployed now. */
  readonly flows: FlowPort;
  readonly compiler: Compiler;
  readonly settings: Settings;
  readonly random: RandomSource;
  readonly permissions: Permissions;
  readonly async: AsyncPort;
  readonly faults: FaultPort;
  readonly maintenance: Maintenance;
  readonly meter: Meter;
  readonly network: Network | null;
  /** Limits of the org as a whole. */
  orgLimits(): Readonly<Record<string, { readonly Max: number; readonly Remaining: number }>>;
  /** Names transactions in a stable way, and repeats them instead of running them: for the explorer. */
  readonly memo?: Memo;
  /**
   * Asks for something that transactions share outside the database, and takes part of it. Absent:
   * `ask` is simply called.
   */
  readonly shared?: <T>(what: string, ask: () => T) => T;
  /** Hears of every transaction that kept a debug log, when it is over. */
  logged?(tx: Transaction, failed: boolean): void;
  /** API version of a deployed class or trigger. */
  versionOf(unit: string): number;
  /** As `db` sees the User row; without it, as committed. */
  user(id: string, db?: DbTransaction): RunningUser | undefined;
}

export type { RowResult };
