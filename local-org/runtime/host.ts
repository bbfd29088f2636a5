/**
 * What one transaction offers to the Apex that runs in it: the way out of the language, to data,
 * jobs, limits and time. Implemented by `transaction`; the library only translates.
 */
import type { Schema } from '../database/schema';
import type { SoqlQuery } from '../database/soql/ast';
import type { Step } from '../scheduler/suspension';
import type { FlowPort } from './flows';
import type { ApexList, SObjectValue, Value } from './core/values-all';

export type ContextKind =
  | 'anonymous'
  | 'rest'
  | 'apexRest'
  | 'invocable'
  | 'queueable'
  | 'finalizer'
  | 'schedulable'
  | 'batch'
  | 'future'
  | 'event'
  | 'test';

export type AccessLevel = 'user' | 'system';

export interface RunningUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly profileId: string;
  readonly locale: string;
  readonly timeZone: string;
  /** `Standard` when absent. */
  readonly type?: string;
}

/** One row's fate in a DML statement. */
export interface RowResult {
  readonly success: boolean;
  /** Null when the row failed. */
  readonly id: string | null;
  /** The row that was to be written, failed or not; null for new ones. */
  readonly target?: string | null;
  /** Upsert only. */
  readonly created?: boolean;
  readonly errors: readonly RowError[];
}
export interface RowError {
  /** `DUPLICATE_VALUE`, `UNABLE_TO_LOCK_ROW`, `FIELD_CUSTOM_VALIDATION_EXCEPTION` … */
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
}

export interface DmlOptions {
  readonly allOrNone: boolean;
  /** Null: the API version's default. */
  readonly access: AccessLevel | null;
  /** Upsert by this field. */
  readonly externalId?: string;
}

export type DmlVerb = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete';

/** Governor limits by the names of the `Limits` class: `Queries`, `DmlStatements`, `QueueableJobs` … */
export interface LimitGauge {
  readonly used: number;
  readonly max: number;
}

export interface EnqueueOptions {
  /** Whole minutes 0–10; undefined: the org's default. */
  readonly delayMinutes?: number;
  readonly maximumStackDepth?: number;
  readonly duplicateSignature?: string;
}

/** When a scheduled batch job starts, and how it is cut. */
export interface BatchPlan {
  /** From now. */
  readonly minutes: number;
  /** Records of a chunk; null: the platform's default. */
  readonly scope: number | null;
}

export interface Host {
  readonly context: ContextKind;
  readonly user: RunningUser;
  readonly orgId: string;
  readonly orgName: string;
  readonly requestId: string;
  readonly schema: Schema;
  /** Those that were deployed when the transaction began. */
  readonly flows: FlowPort;
  /** The clock of the app server this transaction runs on: org time plus that server's skew. */
  now(): number;
  /** Uniform in [0, 1), from the org's seed. */
  random(): number;
  debug(level: string, line: number, text: string): void;

  /**
   * Runs SOQL, counts limits, waits for locks. `access` is what the statement says, or null for the
   * API version's default.
   */
  query(query: SoqlQuery, binds: readonly Value[], access: AccessLevel | null): Step<ApexList>;
  /**
   * Several queries at one moment that count as one: what an element of a flow asks for all interviews
   * that wait at it. Their answers in their order.
   */
  queryTogether(
    queries: readonly { readonly query: SoqlQuery; readonly binds: readonly Value[] }[],
    access: AccessLevel,
  ): Step<readonly ApexList[]>;
  /** `SELECT COUNT()`. */
  count(query: SoqlQuery, binds: readonly Value[], access: AccessLevel | null): Step<number>;
  /** Parses a dynamic query; what it binds, by name in lower case. Throws System.QueryException. */
  parse(soql: string): { readonly query: SoqlQuery; readonly bindNames: readonly string[] };
  /** Runs triggers, takes locks, writes. With allOrNone the first error is thrown as System.DmlException. */
  dml(verb: DmlVerb, records: readonly SObjectValue[], options: DmlOptions): Step<RowResult[]>;

  setSavepoint(): Step<Value>;
  rollback(savepoint: Value): Step<void>;
  releaseSavepoint(savepoint: Value): Step<void>;

  /** @returns the Id of the AsyncApexJob. */
  enqueueJob(job: Value, options: EnqueueOptions): Step<string>;
  /** Queues a call of a future method: `slot` is its name in the program. */
  future(className: string, slot: string, args: readonly Value[]): Step<void>;
  /** `scope`: records of a chunk; null: the platform's default. @returns the Id of the AsyncApexJob. */
  executeBatch(job: Value, scope: number | null): Step<string>;
  attachFinalizer(finalizer: Value): void;
  schedule(name: string, cron: string, job: Value): Step<string>;
  /** @returns the Id of the CronTrigger. */
  scheduleBatch(job: Value, name: string, plan: BatchPlan): Step<string>;
  abortJob(id: string): Step<void>;
  publish(events: readonly SObjectValue[]): Step<RowResult[]>;

  limit(name: string): LimitGauge;
  /** Limits of the org as a whole, by name. No query, no waiting; the figures may lag. */
  orgLimits(): ReadonlyMap<string, LimitGauge>;
  /** Stack depth of the running Queueable, its maximum, and whether one was set. */
  queueableDepth(): {
    readonly current: number;
    readonly maximum: number;
    readonly hasMaximum: boolean;
    /** With which the running job was enqueued, or null. */
    readonly delayMinutes: number | null;
  };

  /** Trigger context variables of the innermost running trigger, or null. */
  trigger(): TriggerContext | null;
  test(): TestControl | null;
  /** The batch that an event trigger runs on, or null elsewhere. */
  eventRun(): EventRun | null;
  /** Runs a callout through the mock or the network; checks for uncommitted work; frees FOR UPDATE locks. */
  callout(request: Value): Step<Value>;
  hasPermission(customPermission: string): boolean;
  /** The org, or a test, is in the read-only mode of maintenance. */
  readonly readOnlyMode: boolean;
  /** Deployed records of a custom metadata type, with all fields. No query, no waiting. */
  customMetadata(object: string): readonly SObjectValue[];
  /** Rows of a custom setting, with all fields. No query, no waiting. */
  customSettings(object: string): readonly SObjectValue[];
  /** REST request and response of an apexrest call, or those that a test made. */
  rest: { request: Value; response: Value } | null;
}

export interface TriggerContext {
  readonly isBefore: boolean;
  readonly isInsert: boolean;
  readonly isUpdate: boolean;
  readonly isDelete: boolean;
  readonly isUndelete: boolean;
  readonly newList: ApexList | null;
  readonly newMap: Value;
  readonly oldList: ApexList | null;
  readonly oldMap: Value;
  readonly size: number;
  readonly operation: string;
}

/** For `EventBus.TriggerContext`. */
export interface EventRun {
  /** Earlier runs of this batch. */
  readonly retries: number;
  readonly lastError: string | null;
  checkpoint(): string | null;
  setCheckpoint(replayId: string): void;
}

/** `Test.startTest()` and its kin. */
export interface TestControl {
  startTest(): Step<void>;
  stopTest(): Step<void>;
  /** The test pretends that the org is in read-only mode. */
  readOnly: boolean;
  setMock(interfaceName: string, mock: Value): void;
  setCreatedDate(id: string, at: Value): void;
  deliverEvents(): Step<void>;
  runAs(user: SObjectValue, body: () => Step<void>): Step<void>;
}
