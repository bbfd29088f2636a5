/** The local org: everything wired together. */
import type { Clock } from '../clock/clock';
import type { ResultRow, Values } from '../database/contract';
import type { ObjectSchema } from '../database/schema';
import type { TestMethod } from '../language/program';
import type { RowResult, RunningUser } from '../runtime/host';
import type { LogLevels } from '../transaction/log-levels';
import type { Transaction } from '../transaction/transaction';
import { executeAnonymous } from './anonymous';
import { findRestTarget, restRefusal, runRest } from './apex-rest';
import type { Catalog } from './catalog';
import type {
  ActionDescription,
  ActionInput,
  AnonymousResult,
  ApexRestCall,
  ApexRestReply,
  DeployOutcome,
  DeployRequest,
  Fault,
  FlowDescription,
  LocalOrg,
  OrgScope,
  OrgStatistics,
  PackageFiles,
  QueryPage,
  ReadWriteMode,
  TestRunResult,
  WriteOptions,
} from './contract';
import type { AnswersKept, EmbeddedOrg, OrgText, TransactionLog } from './embedded';
import { DataClient } from './data-client';
import { deploy } from './deploy';
import { dailyLimits } from './daily-limits';
import { copyAsSandbox } from './sandbox-copy';
import { keepOrg, resumeOrg, type KeptOrg } from './kept-state';
import { loadSnapshot, takeSnapshot, type OrgSnapshot } from './snapshot';
import { OrgState } from './state';
import { stateTextOf } from './state-text';
import { invokeAction } from './invoke-action';
import { describeFlow, runFlow } from './run-flow';
import { plainListener, type OrgEvent } from './published-event';
import { requireWritable } from './read-only';
import { runTestMethods, visibleToTests, type TestWorld } from './tests-run';
import { allUsers } from './users';
import type { Wiring } from './wiring';
import { writeSetupRows } from './setup-rows';

type Rows = readonly RowResult[];

export class MemoryOrg implements EmbeddedOrg {
  readonly orgId: string;
  readonly clock: Clock;
  readonly adminUser: RunningUser;
  readonly #logListeners = new Set<(log: TransactionLog) => void>();
  readonly #data: DataClient;
  #mark: OrgState;
  #deploying: Promise<unknown> = Promise.resolve();

  constructor(readonly wiring: Wiring) {
    this.orgId = wiring.newborn.orgId;
    this.clock = wiring.clock;
    this.adminUser = wiring.engine.user(wiring.newborn.adminId)!;
    this.#data = new DataClient(wiring.requests, wiring.compiler, this.adminUser);
    wiring.onEnd = (tx, failed) => this.#log(tx, failed);
    this.#mark = new OrgState(wiring.database, wiring.engine, wiring.catalog);
  }

  get database(): Wiring['database'] {
    return this.wiring.database;
  }

  get scheduler(): Wiring['scheduler'] {
    return this.wiring.scheduler;
  }

  users(): readonly RunningUser[] {
    return allUsers(this.database);
  }

  userById(id: string): RunningUser | undefined {
    return this.wiring.engine.user(id);
  }

  // ------------------------------------------------------------ code

  /** Deploys run one after the other. */
  deploy(request: DeployRequest): Promise<DeployOutcome> {
    const next = this.#deploying.then(() => this.#deploy(request));
    this.#deploying = next.catch(() => undefined);
    return next;
  }

  async #deploy(request: DeployRequest): Promise<DeployOutcome> {
    requireWritable(this);
    const { wiring } = this;
    return deploy(
      {
        get catalog() {
          return wiring.catalog;
        },
        compiler: wiring.compiler,
        prefixes: wiring.prefixes,
        database: wiring.database,
        now: () => this.clock.now(),
        runTests: (catalog, methods, cancelled) => this.#runTests(catalog, methods, { cancelled }),
        perform: (name, run) => wiring.scheduler.spawn({ name, run }).result(),
        reshape: () => this.#mark.outlive(),
        install: (catalog) => (wiring.catalog = catalog),
      },
      request,
    );
  }

  files(): PackageFiles {
    return this.wiring.catalog.files;
  }

  describe(object: string): ObjectSchema | undefined {
    return this.database.schema.object(object);
  }

  objects(): readonly ObjectSchema[] {
    return [...this.database.schema.objects()];
  }

  executeAnonymous(
    apex: string,
    options: { readonly user?: RunningUser; readonly logLevels?: LogLevels } = {},
  ): Promise<AnonymousResult> {
    const { engine, catalog } = this.wiring;
    const user = options.user ?? this.adminUser;
    return executeAnonymous(engine, catalog.program, apex, user, options.logLevels);
  }

  async apexRest(
    call: ApexRestCall,
    options: { readonly user?: RunningUser } = {},
  ): Promise<ApexRestReply> {
    const target = findRestTarget(this.wiring.catalog.program, call);
    const user = options.user ?? this.adminUser;
    const { className } = target;
    const spec = { context: 'apexRest' as const, user, className };
    return this.wiring.requests.run(
      `apexRest ${className}`,
      spec,
      (tx) => runRest(tx, target, call),
      restRefusal,
    );
  }

  actions(): readonly ActionDescription[] {
    return this.wiring.catalog.program.invocableActions();
  }

  invokeAction(
    name: string,
    inputs: readonly ActionInput[],
    options: { readonly user?: RunningUser } = {},
  ): Promise<readonly ActionInput[]> {
    const { requests, catalog } = this.wiring;
    return invokeAction(requests, catalog.program, options.user ?? this.adminUser, name, inputs);
  }

  flows(): readonly FlowDescription[] {
    return this.wiring.catalog.flowBook.autolaunched().map(describeFlow);
  }

  runFlow(...[name, inputs, by]: Parameters<LocalOrg['runFlow']>): ReturnType<LocalOrg['runFlow']> {
    const { requests, catalog } = this.wiring;
    return runFlow(requests, catalog.flowBook, by?.user ?? this.adminUser, name, inputs);
  }

  runTests(selection: {
    readonly classes?: readonly string[];
    readonly methods?: readonly string[];
  }): Promise<TestRunResult> {
    const wanted = (list: readonly string[] | undefined, name: string): boolean =>
      list?.some((n) => n.toLowerCase() === name.toLowerCase()) ?? false;
    const all = selection.classes === undefined && selection.methods === undefined;
    const { catalog } = this.wiring;
    const methods = catalog.program
      .tests()
      .filter(
        (t) =>
          all ||
          wanted(selection.classes, t.className) ||
          wanted(selection.methods, `${t.className}.${t.methodName}`),
      );
    return this.#runTests(catalog, methods, { byMethod: true });
  }

  #runTests(
    catalog: Catalog,
    methods: readonly TestMethod[],
    options: Pick<TestWorld, 'cancelled' | 'byMethod'>,
  ): Promise<TestRunResult> {
    const { wiring } = this;
    const { schema, program, flowBook: flows } = catalog;
    return runTestMethods(
      {
        parts: wiring.engine.parts,
        image: this.database.image(visibleToTests),
        schema,
        program,
        flows,
        user: this.adminUser,
        triggers: new Set(catalog.triggers.keys()),
        prepare: (database) => {
          const db = database.begin();
          writeSetupRows(db, schema, wiring.catalog, catalog, this.clock.now());
          db.commit();
        },
        onEnd: (tx, failed) => wiring.onEnd(tx, failed),
        ...options,
      },
      methods,
    );
  }

  // ------------------------------------------------------------ data

  query(soql: string, options?: Parameters<LocalOrg['query']>[1]): Promise<QueryPage> {
    return this.#data.query(soql, options);
  }

  read(object: string, id: string, fields?: readonly string[]): Promise<ResultRow | undefined> {
    return this.#data.read(object, id, fields);
  }

  insert(object: string, records: readonly Values[], options?: WriteOptions): Promise<Rows> {
    return this.#data.insert(object, records, options);
  }

  update(object: string, records: readonly Values[], options?: WriteOptions): Promise<Rows> {
    return this.#data.update(object, records, options);
  }

  upsert(
    object: string,
    externalId: string,
    records: readonly Values[],
    options?: WriteOptions,
  ): Promise<Rows> {
    return this.#data.upsert(object, externalId, records, options);
  }

  delete(ids: readonly string[], options?: WriteOptions): Promise<Rows> {
    return this.#data.delete(ids, options);
  }

  atomic<T>(
    work: (scope: OrgScope) => Promise<T>,
    options: { readonly user?: RunningUser } = {},
  ): Promise<T> {
    return this.#data.atomic(work, options);
  }

  // ------------------------------------------------------------ the org as a whole

  limits(): Readonly<Record<string, { readonly Max: number; readonly Remaining: number }>> {
    return dailyLimits(this.wiring);
  }

  addFault(fault: Fault): void {
    this.wiring.faults.add(fault);
  }

  clearFaults(): void {
    this.wiring.faults.clear();
  }

  get readWriteMode(): ReadWriteMode {
    return this.wiring.maintenance.readOnly ? 'readOnly' : 'default';
  }

  setReadWriteMode(mode: ReadWriteMode): void {
    this.wiring.maintenance.set(mode === 'readOnly');
    // What transactions answered in the other mode is no answer in this one.
    this.memory?.clear();
  }

  onEvent(listener: (event: OrgEvent) => void): () => void {
    return this.wiring.engine.events.listen(plainListener(listener));
  }

  keepLogsOf(wanted: (userId: string) => boolean | LogLevels): void {
    this.wiring.keepLogsOf = wanted;
  }

  onLog(listener: (log: TransactionLog) => void): () => void {
    this.#logListeners.add(listener);
    return () => this.#logListeners.delete(listener);
  }

  #log(tx: Transaction, failed: boolean): void {
    if (!tx.log.enabled || this.#logListeners.size === 0) return;
    const log: TransactionLog = {
      context: tx.context,
      className: tx.className,
      user: tx.user,
      requestId: tx.requestId,
      startedAt: tx.log.start,
      success: !failed,
      text: tx.log.toString(),
    };
    for (const listener of this.#logListeners) listener(log);
  }

  idle(): Promise<void> {
    return this.scheduler.idle();
  }

  get base(): object {
    return this.#mark;
  }

  get memory(): AnswersKept | null {
    return this.wiring.memo;
  }

  stateText(taskName: (task: number) => string): OrgText | null {
    return stateTextOf(this.wiring, taskName);
  }

  copyAsSandbox(): void {
    const { scheduler, engine, database } = this.wiring;
    copyAsSandbox(scheduler, engine, database);
  }

  spendJobs(count: number): void {
    this.wiring.engine.queueables.daily.spend(count, this.clock.now());
  }

  limitChains(depth: number): void {
    this.wiring.engine.queueables.limitChains(depth);
  }

  drain(): void {
    this.scheduler.drain();
  }

  advance(ms: number): Promise<void> {
    return this.scheduler.advance(ms);
  }

  mark(): void {
    this.#mark.release();
    this.#mark = new OrgState(this.database, this.wiring.engine, this.wiring.catalog);
  }

  async reset(): Promise<void> {
    await this.#deploying;
    const { wiring } = this;
    wiring.scheduler.reset();
    wiring.maintenance.set(false);
    this.#mark.restoreRows();
    this.#mark.restoreTime();
    wiring.catalog = this.#mark.catalog;
    wiring.random.restart();
    wiring.faults.clear();
    wiring.memo?.names.restart();
    wiring.statistics.clear();
    wiring.engine.queueables.limitChains(null);
    this.#mark.restoreJobs();
  }

  keep(): KeptOrg {
    return keepOrg(this.wiring);
  }

  resume(kept: KeptOrg): void {
    resumeOrg(this.wiring, kept);
    this.mark();
  }

  async snapshot(): Promise<OrgSnapshot> {
    await this.#deploying;
    await this.idle();
    return takeSnapshot(this.wiring);
  }

  async restore(snapshot: OrgSnapshot): Promise<void> {
    await this.#deploying;
    this.scheduler.reset();
    this.wiring.maintenance.set(false);
    // The mark lives in a journal that ends when all rows are replaced.
    this.#mark.outlive();
    loadSnapshot(this.wiring, snapshot);
  }

  statistics(): OrgStatistics {
    const { lockWaits, lockTimeouts } = this.scheduler;
    return { byContext: this.wiring.statistics.byContext(), lockWaits, lockTimeouts };
  }

  async close(): Promise<void> {
    this.scheduler.close();
  }
}
