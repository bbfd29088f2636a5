/** The local org as its users see it: the HTTP API, the command line, tests and the explorer. */
import type { Clock } from '../clock/clock';
import type { Database, ResultRow, Values } from '../database/contract';
import type { ObjectSchema } from '../database/schema';
import type { InvocableAction } from '../language/invocable';
import type { Diagnostic } from '../language/program';
import type { RowResult, RunningUser } from '../runtime/host';
import type { Strategy } from '../scheduler/strategy';
import type { Network } from '../transaction/services';
import type { LogLevels } from '../transaction/log-levels';
import type { Settings } from '../transaction/settings';

/** One deployable component after the metadata reader: `ApexClass`, `CustomObject`, `CustomField` … */
export interface Component {
  readonly type: string;
  readonly fullName: string;
  /** Path inside the package: `classes/Mutex.cls`. */
  readonly fileName: string;
}

/** A package as the deploy API receives it, already unzipped: path → bytes, `package.xml` at the root. */
export type PackageFiles = ReadonlyMap<string, Buffer>;

export type TestLevel =
  'NoTestRun' | 'RunSpecifiedTests' | 'RunRelevantTests' | 'RunLocalTests' | 'RunAllTestsInOrg';

export interface DeployRequest {
  readonly files: PackageFiles;
  readonly checkOnly?: boolean;
  readonly testLevel?: TestLevel;
  readonly runTests?: readonly string[];
  readonly rollbackOnError?: boolean;
  /** Asked between tests and before anything is changed: true ends the deploy, which then fails. */
  readonly cancelled?: () => boolean;
}

export interface ComponentResult extends Component {
  readonly success: boolean;
  readonly created: boolean;
  readonly changed: boolean;
  readonly deleted: boolean;
  readonly problem?: string;
  readonly problemType?: 'Error' | 'Warning';
  readonly line?: number;
  readonly column?: number;
}

export interface DeployOutcome {
  /** All or nothing: when false, the org is as it was. */
  readonly success: boolean;
  readonly components: readonly ComponentResult[];
  readonly tests?: TestRunResult;
  /** Tests that passed without covering enough; each makes a deploy fail. */
  readonly coverageWarnings?: readonly CoverageWarning[];
  /** `DeployRequest.cancelled` ended it. */
  readonly cancelled?: boolean;
}

export interface CoverageWarning {
  /** The class or trigger, or null for all together. */
  readonly name: string | null;
  readonly kind: 'class' | 'trigger';
  readonly message: string;
}

export interface TestOutcome {
  readonly className: string;
  readonly methodName: string;
  readonly outcome: 'Pass' | 'Fail' | 'CompileFail' | 'Skip';
  readonly message: string | null;
  readonly stackTrace: string | null;
  readonly timeMs: number;
}

export interface LineCoverage {
  readonly name: string;
  readonly kind: 'class' | 'trigger';
  readonly covered: readonly number[];
  readonly uncovered: readonly number[];
}

/** What one test method ran, without what the set-up of its class did. */
export interface MethodCoverage {
  readonly className: string;
  readonly methodName: string;
  /** Executable lines by the name of the class or trigger; those that it did not touch are left out. */
  readonly covered: ReadonlyMap<string, readonly number[]>;
}

export interface TestRunResult {
  readonly tests: readonly TestOutcome[];
  readonly coverage: readonly LineCoverage[];
  /** Absent for the tests of a deploy, which tells nobody. */
  readonly coverageByMethod?: readonly MethodCoverage[];
  readonly timeMs: number;
}

export interface AnonymousResult {
  readonly compiled: boolean;
  readonly compileProblem: Diagnostic | null;
  readonly success: boolean;
  readonly exceptionMessage: string | null;
  readonly exceptionStackTrace: string | null;
  /** The debug log in the platform's form. */
  readonly log: string;
}

export interface ApexRestCall {
  readonly method: string;
  /** Path after `/services/apexrest`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ApexRestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a class offers as an invocable action. */
export type ActionDescription = Omit<InvocableAction, 'run'>;

/** What an autolaunched flow offers as an action. */
export interface FlowDescription {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly inputs: readonly FlowParameter[];
  readonly outputs: readonly FlowParameter[];
}

export interface FlowParameter {
  readonly name: string;
  /** `String`, `Number`, `SObject` … */
  readonly type: string;
  /** Of records. */
  readonly object: string | null;
  readonly isList: boolean;
}

/** Values by the name of the parameter, as JSON. */
export type ActionInput = Readonly<Record<string, unknown>>;

/** An error in the platform's shape: `[{ errorCode, message, fields }]`. */
export class OrgError extends Error {
  constructor(
    /** HTTP status that fits. */
    readonly status: number,
    readonly errorCode: string,
    message: string,
    readonly fields: readonly string[] = [],
  ) {
    super(message);
    this.name = 'OrgError';
  }
}

/**
 * The transaction committed, but its answer goes lost on the way (fault `loseAnswer`): thrown by the
 * calls of `LocalOrg` after the commit. The API then drops the connection without a word.
 */
export class AnswerLost extends Error {
  constructor() {
    super('The transaction committed, but its answer was lost.');
    this.name = 'AnswerLost';
  }
}

export interface QueryPage {
  readonly totalSize: number;
  readonly rows: readonly ResultRow[];
  readonly aggregate: boolean;
}

/** A fault to inject, as data. Consumed by the scheduler at the matching point. */
export type Fault =
  /** Ends the next matching transaction on the spot, before its `beforeOperation`-th operation (1-based). */
  | {
      readonly kind: 'kill';
      readonly match: FaultMatch;
      readonly beforeOperation: number;
      /**
       * What the row of a killed job says afterwards: `failed` (default) Failed, without a finalizer;
       * `processing` Processing for ever; `requeued`: the job is delivered again.
       */
      readonly aftermath?: 'failed' | 'processing' | 'requeued';
    }
  /** The job commits, but its finalizer never runs. */
  | { readonly kind: 'skipFinalizer'; readonly match: FaultMatch }
  /** `System.enqueueJob` throws AsyncException. */
  | { readonly kind: 'refuseEnqueue'; readonly match: FaultMatch }
  /** The transaction commits but its client is told of an error. API requests only. */
  | { readonly kind: 'loseAnswer'; readonly match: FaultMatch };

export interface FaultMatch {
  /** `queueable`, `finalizer`, `rest` …; absent: any. */
  readonly context?: string;
  /** Apex class of the job; absent: any. */
  readonly className?: string;
  /** How many matching transactions to hit; default 1. */
  readonly times?: number;
  /** Probability per matching transaction, drawn from the org's seed; default 1. */
  readonly probability?: number;
}

/**
 * A running local org. Each call that touches data is one transaction of its own, scheduled against
 * all others; the promises resolve when it has committed or failed (OrgError, or row results).
 */
export interface LocalOrg {
  readonly orgId: string;
  readonly clock: Clock;
  readonly database: Database;
  readonly adminUser: RunningUser;
  users(): readonly RunningUser[];

  deploy(request: DeployRequest): Promise<DeployOutcome>;
  /** The last deployed source of every component, by package path, for retrieve. */
  files(): PackageFiles;
  describe(object: string): ObjectSchema | undefined;
  objects(): readonly ObjectSchema[];

  query(
    soql: string,
    options?: { readonly user?: RunningUser; readonly allRows?: boolean },
  ): Promise<QueryPage>;
  insert(
    object: string,
    records: readonly Values[],
    options?: WriteOptions,
  ): Promise<readonly RowResult[]>;
  update(
    object: string,
    records: readonly Values[],
    options?: WriteOptions,
  ): Promise<readonly RowResult[]>;
  upsert(
    object: string,
    externalId: string,
    records: readonly Values[],
    options?: WriteOptions,
  ): Promise<readonly RowResult[]>;
  delete(ids: readonly string[], options?: WriteOptions): Promise<readonly RowResult[]>;
  read(object: string, id: string, fields?: readonly string[]): Promise<ResultRow | undefined>;

  /**
   * Several calls as one transaction (composite requests with allOrNone, record trees): all that
   * `work` does through its scope commits when it returns, and nothing does when it throws.
   */
  atomic?<T>(
    work: (scope: OrgScope) => Promise<T>,
    options?: { readonly user?: RunningUser },
  ): Promise<T>;

  executeAnonymous(
    apex: string,
    options?: { readonly user?: RunningUser; readonly logLevels?: LogLevels },
  ): Promise<AnonymousResult>;
  apexRest(call: ApexRestCall, options?: { readonly user?: RunningUser }): Promise<ApexRestReply>;
  /** The invocable actions of the deployed classes. */
  actions(): readonly ActionDescription[];
  /**
   * One call of an invocable method with all entries, in one transaction.
   *
   * @returns the outputs of each entry, in their order
   * @throws OrgError when there is no such action, when an entry is wrong, or when Apex fails
   */
  invokeAction(
    name: string,
    inputs: readonly ActionInput[],
    options?: { readonly user?: RunningUser },
  ): Promise<readonly ActionInput[]>;
  /** The flows that clients may start. */
  flows(): readonly FlowDescription[];
  /**
   * One interview for each entry, all in one transaction and run together.
   *
   * @returns the outputs of each interview, in their order
   * @throws OrgError when there is no such flow, when an entry is wrong, or when an interview ends in a
   *   fault; then nothing is written
   */
  runFlow(
    name: string,
    inputs: readonly ActionInput[],
    options?: { readonly user?: RunningUser },
  ): Promise<readonly ActionInput[]>;
  runTests(selection: {
    readonly classes?: readonly string[];
    readonly methods?: readonly string[];
  }): Promise<TestRunResult>;

  /** API requests and async executions used and allowed, for `/limits`. */
  limits(): Readonly<Record<string, { readonly Max: number; readonly Remaining: number }>>;
  addFault(fault: Fault): void;
  clearFaults(): void;
  readonly readWriteMode: ReadWriteMode;
  /**
   * The platform's read-only mode of maintenance, on or off. Transactions that have begun go on, and
   * may only read from now on; jobs, schedules and events wait until the mode ends. `reset` ends it.
   */
  setReadWriteMode(mode: ReadWriteMode): void;
  /**
   * Resolves when no transaction runs and no job is due now; does not move the clock.
   *
   * @throws EndlessWork when something starts itself again for ever without time passing
   */
  idle(): Promise<void>;
  /** Moves the clock ahead, firing what becomes due on the way, and waits until idle. */
  advance(ms: number): Promise<void>;
  /** Back to the state right after creation or the last `mark()`: data, jobs, counters, deployed code. */
  reset(): Promise<void>;
  mark(): void;
  /** Counters for reports: transactions, statements, SOQL, DML, rows, jobs, lock waits, by context kind. */
  statistics(): OrgStatistics;
  close(): Promise<void>;
}

/** As `System.ApplicationReadWriteMode`. */
export type ReadWriteMode = 'default' | 'readOnly';

/** What can be done within one transaction; the user is that of `atomic`. */
export type OrgScope = Pick<LocalOrg, 'query' | 'insert' | 'update' | 'upsert' | 'delete' | 'read'>;

export interface WriteOptions {
  readonly user?: RunningUser;
  readonly allOrNone?: boolean;
}

export interface OrgStatistics {
  readonly byContext: Readonly<Record<string, ContextStatistics>>;
  readonly lockWaits: number;
  readonly lockTimeouts: number;
}

export interface ContextStatistics {
  readonly transactions: number;
  readonly failed: number;
  readonly soqlQueries: number;
  readonly soqlRows: number;
  readonly dmlStatements: number;
  readonly dmlRows: number;
  readonly jobsEnqueued: number;
  readonly statements: number;
}

export interface LocalOrgOptions {
  /** Every random choice of the org flows from this number. */
  readonly seed?: number;
  readonly clock?: 'real' | 'virtual';
  /** Jobs that run side by side. Default 5. */
  readonly workers?: number;
  /** How transactions interleave: `serial` runs each to its next wait; `random` lets the seed choose at every operation. */
  readonly interleaving?: 'serial' | 'random';
  readonly waitMode?: 'restart' | 'recheck';
  /** Whether a save loads `Trigger.old` before or after it takes the row lock (the platform does not say). */
  readonly loadOld?: 'beforeLock' | 'afterLock';
  readonly edition?: 'Enterprise' | 'Developer';
  readonly orgName?: string;
  /** Which org this is: its Id is made of this number, so that tools can tell several apart. Default 1. */
  readonly orgNumber?: number;
  /** User name of the administrator; tools file an org under it. Default `admin@local.org`. */
  readonly adminUsername?: string;
  /** Makes it a scratch org that ends then, epoch milliseconds. Nothing happens at that moment. */
  readonly trialEnds?: number;
  /** Chooses who goes next instead of `interleaving`: replay, round-robin, the explorer's own. */
  readonly strategy?: Strategy;
  /** Ends a lock wait at once when it closes a cycle. Default: both sides wait for their time-outs. */
  readonly deadlockDetection?: boolean;
  /** Lets the strategy end waits for locks at any moment, as if everything else were slow. */
  readonly earlyTimeouts?: boolean;
  /**
   * Ids, names and random numbers of a transaction depend on what it is, not on who was first, and a
   * reset turns the clock back: the same work looks the same in every interleaving. For explorers.
   */
  readonly stable?: boolean;
  /**
   * Repeats a transaction instead of running it, as long as it gets answers that it got before. Makes
   * the org `stable`, and needs a virtual clock.
   */
  readonly memo?: boolean;
  /** Further knobs, see `transaction/settings.ts`. */
  readonly settings?: Partial<Settings>;
  /** Sends callouts; absent: callouts outside tests fail. */
  readonly network?: Network;
  /** First instant of a virtual clock, epoch milliseconds. */
  readonly startTime?: number;
}
