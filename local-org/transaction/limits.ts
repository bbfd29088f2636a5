/** Governor limits of one transaction, by the names of the `Limits` class. */
import type { ContextKind, LimitGauge } from '../runtime/host';

const SYNC = {
  AggregateQueries: 300,
  ApexCursorRows: 50_000_000,
  AsyncCalls: 200,
  Callouts: 100,
  ChildRelationshipsDescribes: 100,
  CpuTime: 10_000,
  DmlRows: 10_000,
  DmlStatements: 150,
  EmailInvocations: 10,
  FetchCallsOnApexCursor: 100,
  FieldSetsDescribes: 100,
  FieldsDescribes: 100,
  FindSimilarCalls: 10,
  FutureCalls: 50,
  HeapSize: 6_000_000,
  MobilePushApexCalls: 10,
  PicklistDescribes: 100,
  PublishImmediateDML: 150,
  Queries: 100,
  QueryLocatorRows: 10_000,
  QueryRows: 50_000,
  QueueableJobs: 50,
  RecordTypesDescribes: 100,
  RunAs: 150,
  SavepointRollbacks: 150,
  Savepoints: 150,
  ScriptStatements: 200_000,
  SoslQueries: 20,
  DatabaseTime: 0,
};

export type LimitName = keyof typeof SYNC;

const ASYNC: Partial<Record<LimitName, number>> = {
  Queries: 200,
  CpuTime: 60_000,
  HeapSize: 12_000_000,
  QueueableJobs: 1,
};

/** A finalizer has the synchronous limits but for heap, enqueueing and future calls. */
const FINALIZER: Partial<Record<LimitName, number>> = { HeapSize: 12_000_000, QueueableJobs: 1 };

const OVERRIDES: Partial<Record<ContextKind, Partial<Record<LimitName, number>>>> = {
  queueable: ASYNC,
  batch: { ...ASYNC, FutureCalls: 0 },
  future: { ...ASYNC, FutureCalls: 0 },
  finalizer: FINALIZER,
};

const MESSAGES: Partial<Record<LimitName, (used: number) => string>> = {
  Queries: (n) => `Too many SOQL queries: ${n}`,
  QueryRows: (n) => `Too many query rows: ${n}`,
  DmlStatements: (n) => `Too many DML statements: ${n}`,
  DmlRows: (n) => `Too many DML rows: ${n}`,
  QueueableJobs: (n) => `Too many queueable jobs added to the queue: ${n}`,
  FutureCalls: (n) => `Too many future calls: ${n}`,
  Callouts: (n) => `Too many callouts: ${n}`,
  AggregateQueries: (n) => `Too many query rows: ${n}`,
  PublishImmediateDML: (n) => `Too many publish immediate DML: ${n}`,
  EmailInvocations: (n) => `Too many Email Invocations: ${n}`,
  SoslQueries: (n) => `Too many SOSL queries: ${n}`,
  CpuTime: () => 'Apex CPU time limit exceeded',
  HeapSize: (n) => `Apex heap size too large: ${n}`,
};

export class LimitTracker {
  #used = new Map<LimitName, number>();
  readonly #max: Readonly<Record<LimitName, number>>;

  constructor(
    readonly context: ContextKind,
    /** Makes the exception that ends the transaction. */
    readonly exceeded: (message: string) => Error,
  ) {
    this.#max = { ...SYNC, ...OVERRIDES[context] };
  }

  max(name: LimitName): number {
    return this.#max[name];
  }

  used(name: LimitName): number {
    return this.#used.get(name) ?? 0;
  }

  remaining(name: LimitName): number {
    return this.#max[name] - this.used(name);
  }

  /** Counts, and throws System.LimitException above the maximum. */
  use(name: LimitName, n = 1): void {
    const used = this.used(name) + n;
    this.#used.set(name, used);
    const max = this.#max[name];
    // Rows are reported as one above the limit, whatever their number.
    const shown = name === 'QueryRows' || name === 'DmlRows' ? max + 1 : used;
    if (used > max) throw this.over(name, shown);
  }

  /** The exception for a limit that is not counted here. */
  over(name: LimitName, used: number): Error {
    return this.exceeded(MESSAGES[name]?.(used) ?? `Too many ${name}: ${used}`);
  }

  gauge(name: LimitName): LimitGauge {
    return { used: this.used(name), max: this.#max[name] };
  }

  /** Counters to return to: a retried save starts from them. */
  snapshot(): ReadonlyMap<LimitName, number> {
    return new Map(this.#used);
  }

  restore(snapshot: ReadonlyMap<LimitName, number>): void {
    this.#used = new Map(snapshot);
  }
}

/** The name as the library gives it, or undefined. */
export function limitName(name: string): LimitName | undefined {
  return Object.hasOwn(SYNC, name) ? (name as LimitName) : undefined;
}
