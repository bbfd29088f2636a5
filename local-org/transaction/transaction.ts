/**
 * One transaction: a request, a job, a finalizer, a batch of events, a test. It is the `Host` of the
 * Apex that runs in it, and keeps everything that lives as long as it does.
 */
import type { Transaction as DbTransaction } from '../database/contract';
import type { Schema } from '../database/schema';
import type { SoqlQuery } from '../database/soql/ast';
import type {
  AccessLevel,
  BatchPlan,
  ContextKind,
  DmlOptions,
  DmlVerb,
  EnqueueOptions,
  EventRun,
  Host,
  LimitGauge,
  RowResult,
  RunningUser,
  TestControl,
  TriggerContext,
} from '../runtime/host';
import type { ApexList, SObjectValue, Value } from '../runtime/core/values-all';
import type { Activation } from '../runtime/core/vm';
import {
  TransactionKilled,
  type Operation,
  type Performer,
  type Resume,
  type Step,
} from '../scheduler/suspension';
import { callout } from './callout';
import { customMetadata, customSettings } from './custom-metadata';
import { isReadOnly } from './maintenance';
import { orgLimits } from './org-limits';
import { DebugLog } from './debug-log';
import { dml } from './dml/statement';
import type { Identity } from './memo/identity';
import { heapOf } from './heap';
import { limitName, LimitTracker } from './limits';
import { DEFAULT_LEVELS, type LogLevels } from './log-levels';
import { attachFinalizer } from './finalizer-slot';
import { publish } from './publish';
import { parseDynamic, runCount, runQuery } from './query';
import { runTogether } from './query-together';
import { releaseSavepoint, rollbackTo, Savepoints, setSavepoint } from './savepoints';
import type { PublishedEvent, Services } from './services';
import type { Settings } from './settings';

export interface TransactionSpec {
  readonly context: ContextKind;
  readonly user: RunningUser;
  /** Apex class of the job, for faults and traces. */
  readonly className?: string;
  readonly requestId?: string;
  /** Absent: the transaction has no stable name, and cannot be repeated from memory. */
  readonly identity?: Identity;
  /** How far off the clock of its server is. Absent: as the settings say. */
  readonly skewMs?: number;
  /** Keeps a debug log, whoever runs it: with the usual levels, or with these. */
  readonly log?: boolean | LogLevels;
  /** Source of anonymous Apex, for its log. */
  readonly source?: string;
  /** Name of what runs as logs show it; absent: `className`. */
  readonly unit?: string;
  /** Job of a queueable: its depth and its bounds. */
  readonly job?: JobContext;
  readonly test?: TestControl;
  /** The `finish` of a batch, which alone of its phases may start another. */
  readonly batchFinish?: boolean;
  /** The job implements Database.AllowsCallouts. */
  readonly allowsCallouts?: boolean;
  /** Event triggers: earlier runs of this batch, and why the last one failed. */
  readonly eventRetries?: number;
  readonly eventError?: string | null;
  /** Runs inside another transaction's database work (jobs of a test): nothing is committed. */
  readonly within?: Transaction;
}

/** What a running queueable or finalizer knows of its own job. */
export interface JobContext {
  readonly jobId: string;
  readonly className: string;
  /** 1 for the first of a chain. */
  readonly depth: number;
  readonly maximumDepth: number | null;
  readonly delayMinutes: number | null;
  /** Unhandled failures in a row, this chain's last included. */
  readonly failures: number;
}

export class Transaction implements Host {
  readonly db: DbTransaction;
  /** The Apex that was deployed when the transaction began: a deploy does not change it. */
  readonly program: Services['program'];
  readonly vm: Services['program']['vm'];
  readonly flows: Services['flows'];
  readonly activation: Activation;
  limits: LimitTracker;
  readonly log: DebugLog;
  readonly context: ContextKind;
  readonly requestId: string;
  readonly className: string | null;
  readonly job: JobContext | null;
  readonly savepoints: Savepoints;
  user: RunningUser;
  testControl: TestControl | null;
  rest: { request: Value; response: Value } | null = null;
  /** Set by `System.attachFinalizer`. */
  finalizer: Value = null;
  /** Event triggers: replay id up to which the batch counts as done. */
  resumeCheckpoint: string | null = null;
  /** Done when the transaction commits, in order. A rollback to a savepoint cuts it short. */
  readonly afterCommit: (() => void)[] = [];
  /** Published to be delivered at commit. */
  readonly events: PublishedEvent[] = [];
  /** Trigger contexts, innermost last. */
  readonly triggers: TriggerContext[] = [];
  /** For statistics. */
  jobsEnqueued = 0;
  /** Kind of object written first: setup and ordinary ones do not mix. */
  dmlKind: { readonly setup: boolean; readonly object: string } | null = null;
  /** By lower-case interface name; a test and its jobs share them. */
  readonly mocks: Map<string, Value>;
  /** Operations on shared state so far. */
  operations = 0;
  readonly #killBefore: ReturnType<Services['faults']['killBefore']>;
  readonly #skew: number;
  readonly #performer: Performer;
  /** It commits, but whoever waits for the answer never gets it. */
  unheard = false;

  constructor(
    readonly services: Services,
    readonly spec: TransactionSpec,
  ) {
    const { settings, clock } = services;
    this.program = services.program;
    this.flows = services.flows;
    this.vm = this.program.vm;
    this.context = spec.context;
    this.user = spec.user;
    this.job = spec.job ?? null;
    this.className = spec.className ?? null;
    this.#performer = { context: this.context, className: this.className };
    this.testControl = spec.test ?? spec.within?.testControl ?? null;
    this.requestId = spec.requestId ?? requestId(services);
    this.db = spec.within?.db ?? services.database.begin();
    this.mocks = spec.within?.mocks ?? new Map<string, Value>();
    this.#skew = spec.skewMs ?? skewOf(services);
    this.log = new DebugLog({
      levels: levelsOf(spec, settings.keepLogs),
      now: () => clock.now(),
      apiVersion: services.apiVersion,
      line: () => this.#line(),
      ...(spec.source === undefined ? {} : { source: spec.source }),
    });
    this.limits = this.freshLimits();
    this.savepoints = new Savepoints(this);
    this.activation = {
      host: this,
      statics: new Map(),
      statements: 0,
      statementLimit: this.limits.max('CpuTime') * settings.statementsPerMs,
      depth: 0,
      heap: heapOf(this),
    };
    this.#killBefore = services.faults.killBefore(this);
  }

  get orgId(): string {
    return this.services.orgId;
  }

  get orgName(): string {
    return this.services.orgName;
  }

  get schema(): Schema {
    return this.services.database.schema;
  }

  /** True in a queueable, finalizer, batch, future or event: things that no one waits for. */
  get isAsync(): boolean {
    return ['queueable', 'finalizer', 'batch', 'future'].includes(this.context);
  }

  freshLimits(): LimitTracker {
    return new LimitTracker(this.context, (message) =>
      this.vm.exception('System.LimitException', message),
    );
  }

  /** Stands before an operation on shared state: others may go first, and a fault may strike. */
  *step(op: Operation): Step<Resume> {
    this.operations++;
    if (this.#killBefore && this.operations === this.#killBefore.operation)
      throw new TransactionKilled(
        `fault before operation ${this.operations}`,
        this.#killBefore.aftermath,
      );
    return yield { kind: 'step', op, by: this.#performer };
  }

  now(): number {
    return this.services.clock.now() + this.#skew;
  }

  random(): number {
    return this.services.random.next();
  }

  debug(level: string, line: number, text: string): void {
    this.log.debug(level, line, text);
  }

  /** Where runs repeat from memory nobody reads their logs, and looking at the stack takes time. */
  #line(): number {
    if (this.services.memo) return 1;
    return Number(/line (\d+)/.exec(this.vm.stackTrace())?.[1] ?? 1);
  }

  query(query: SoqlQuery, binds: readonly Value[], access: AccessLevel | null): Step<ApexList> {
    return runQuery(this, query, binds, access);
  }

  queryTogether(...[queries, access]: Parameters<Host['queryTogether']>): Step<ApexList[]> {
    return runTogether(this, queries, access);
  }

  count(query: SoqlQuery, binds: readonly Value[], access: AccessLevel | null): Step<number> {
    return runCount(this, query, binds, access);
  }

  parse(soql: string): ReturnType<Host['parse']> {
    return parseDynamic(this, soql);
  }

  dml(verb: DmlVerb, records: readonly SObjectValue[], options: DmlOptions): Step<RowResult[]> {
    return dml(this, verb, records, options);
  }

  setSavepoint(): Step<Value> {
    return setSavepoint(this);
  }

  rollback(savepoint: Value): Step<void> {
    return rollbackTo(this, savepoint);
  }

  releaseSavepoint(savepoint: Value): Step<void> {
    return releaseSavepoint(this, savepoint);
  }

  enqueueJob(job: Value, options: EnqueueOptions): Step<string> {
    return this.services.async.enqueue(this, job, options);
  }

  future(className: string, slot: string, args: readonly Value[]): Step<void> {
    return this.services.async.future(this, className, slot, args);
  }

  attachFinalizer(finalizer: Value): void {
    attachFinalizer(this, finalizer);
  }

  executeBatch(job: Value, scope: number | null): Step<string> {
    return this.services.async.batch(this, job, scope);
  }

  schedule(name: string, cron: string, job: Value): Step<string> {
    return this.services.async.schedule(this, name, cron, job);
  }

  scheduleBatch(job: Value, name: string, plan: BatchPlan): Step<string> {
    return this.services.async.scheduleBatch(this, job, name, plan);
  }

  abortJob(id: string): Step<void> {
    return this.services.async.abort(this, id);
  }

  publish(events: readonly SObjectValue[]): Step<RowResult[]> {
    return publish(this, events);
  }

  callout(request: Value): Step<Value> {
    return callout(this, request);
  }

  limit(name: string): LimitGauge {
    const known = limitName(name);
    if (!known) throw new Error(`The local org does not know the limit ${name}.`);
    if (known === 'CpuTime') return { used: this.cpuMs, max: this.limits.max('CpuTime') };
    if (known !== 'HeapSize') return this.limits.gauge(known);
    return { used: this.activation.heap!.bytes(), max: this.limits.max('HeapSize') };
  }

  orgLimits(): ReadonlyMap<string, LimitGauge> {
    return orgLimits(this);
  }

  get cpuMs(): number {
    return Math.floor(this.activation.statements / this.services.settings.statementsPerMs);
  }

  queueableDepth(): ReturnType<Host['queueableDepth']> {
    const maximum = this.job?.maximumDepth ?? null;
    return {
      current: this.job?.depth ?? 0,
      maximum: maximum ?? 0,
      hasMaximum: maximum !== null,
      delayMinutes: this.job?.delayMinutes ?? null,
    };
  }

  trigger(): TriggerContext | null {
    return this.triggers.at(-1) ?? null;
  }

  eventRun(): EventRun | null {
    if (this.context !== 'event') return null;
    return {
      retries: this.spec.eventRetries ?? 0,
      lastError: this.spec.eventError ?? null,
      checkpoint: () => this.resumeCheckpoint,
      setCheckpoint: (replayId) => {
        this.resumeCheckpoint = replayId;
      },
    };
  }

  test(): TestControl | null {
    return this.testControl;
  }

  get readOnlyMode(): boolean {
    return isReadOnly(this);
  }

  hasPermission(customPermission: string): boolean {
    return this.services.permissions.custom(this, customPermission);
  }

  customSettings(object: string): readonly SObjectValue[] {
    return customSettings(this, object);
  }

  customMetadata(object: string): readonly SObjectValue[] {
    return customMetadata(this, object);
  }
}

function levelsOf(
  { log, user }: TransactionSpec,
  keepLogs: Settings['keepLogs'],
): LogLevels | null {
  const wanted = log ?? (typeof keepLogs === 'function' ? keepLogs(user.id) : keepLogs);
  return wanted === true ? DEFAULT_LEVELS : wanted || null;
}

/** In the platform's form; drawn from the seed, so that runs repeat. */
function requestId(services: Services): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_';
  let id = '4';
  for (let i = 0; i < 20; i++) id += digits[services.random.below(digits.length)];
  return id;
}

/** Each server's clock is off by something of its own. */
function skewOf({ settings: { clockSkewMs }, random }: Services): number {
  return clockSkewMs ? Math.round((random.next() * 2 - 1) * clockSkewMs) : 0;
}
