/** Runs Apex tests in a database of their own: they see setup rows, and no data of the org. */
import { MemoryDatabase, type DatabaseImage } from '../database/memory-database';
import type { ObjectSchema, Schema } from '../database/schema';
import { TestRun } from '../jobs/test-control';
import type { Program, TestMethod } from '../language/program';
import type { FlowPort } from '../runtime/flows';
import type { RunningUser } from '../runtime/host';
import { Scheduler } from '../scheduler/scheduler';
import type { Step } from '../scheduler/suspension';
import { SerialStrategy } from '../scheduler/strategies/serial';
import { runTransaction, type TransactionOutcome } from '../transaction/run';
import { Transaction } from '../transaction/transaction';
import type { TestOutcome, TestRunResult } from './contract';
import { Engine, type EngineParts, type TestSink } from './engine';
import { CoverageCollector } from './test-coverage';

export interface TestWorld {
  /** What the org gives to its engine; database, scheduler and program are replaced. */
  readonly parts: Omit<EngineParts, 'database' | 'scheduler' | 'program' | 'flows'>;
  readonly image: DatabaseImage;
  readonly schema: Schema;
  readonly program: Program;
  readonly flows: FlowPort;
  readonly user: RunningUser;
  readonly triggers: ReadonlySet<string>;
  /** Whether to say which method covered what. */
  readonly byMethod?: boolean;
  /** Writes rows of what is being deployed. */
  prepare(database: MemoryDatabase): void;
  onEnd(tx: Transaction, failed: boolean): void;
  /** Asked between classes: true leaves the rest out. */
  readonly cancelled?: () => boolean;
}

/** Objects whose rows tests see: users, profiles, code, custom metadata. */
export function visibleToTests(object: ObjectSchema): boolean {
  return (
    object.setup === true ||
    object.kind === 'metadata' ||
    ['Organization', 'UserLicense', 'Profile'].includes(object.name)
  );
}

export async function runTestMethods(
  world: TestWorld,
  methods: readonly TestMethod[],
): Promise<TestRunResult> {
  const { clock } = world.parts;
  const started = clock.now();
  const database = new MemoryDatabase(world.image.store.schema, { now: () => clock.now() });
  database.load(world.image);
  if (database.schema !== world.schema) database.replaceSchema(world.schema);
  world.prepare(database);
  const scheduler = new Scheduler({ clock, strategy: new SerialStrategy() });
  database.onRelease((tx) => scheduler.released(tx));
  const sink: TestSink = { jobs: [], schedules: [], events: [] };
  const program = (): Program => world.program;
  const flows = (): FlowPort => world.flows;
  const engine = new Engine({ ...world.parts, database, scheduler, program, flows }, sink);
  const collector = new CoverageCollector(world.program);
  const tests: TestOutcome[] = [];
  for (const [className, group] of byClass(methods)) {
    if (world.cancelled?.()) break;
    const run = new ClassRun(world, engine, sink, collector);
    const task = scheduler.spawn({ name: `test ${className}`, run: () => run.all(group) });
    tests.push(...(await task.result()));
  }
  scheduler.close();
  const { coverage, byMethod } = collector.end(world.triggers);
  return {
    tests,
    coverage,
    ...(world.byMethod ? { coverageByMethod: byMethod } : {}),
    timeMs: clock.now() - started,
  };
}

function byClass(methods: readonly TestMethod[]): Map<string, TestMethod[]> {
  const groups = new Map<string, TestMethod[]>();
  for (const method of methods)
    groups.set(method.className, [...(groups.get(method.className) ?? []), method]);
  return groups;
}

/** The tests of one class: set-up data once, then each method on a fresh copy of it. */
class ClassRun {
  constructor(
    readonly world: TestWorld,
    readonly engine: Engine,
    readonly sink: TestSink,
    readonly coverage: CoverageCollector,
  ) {}

  *all(methods: readonly TestMethod[]): Step<TestOutcome[]> {
    const base = new Transaction(this.engine.services, {
      context: 'test',
      user: this.world.user,
      test: this.#control(),
    });
    try {
      for (const setup of methods[0]?.setup ?? []) {
        const outcome = yield* this.#one(base, setup);
        if (!outcome.ok) return methods.map((m) => failed(m, outcome, 'Set-up failed: '));
      }
      const outcomes: TestOutcome[] = [];
      const ready = base.savepoints.mark();
      this.coverage.setUp();
      for (const method of methods) {
        const outcome = yield* this.#one(base, () => method.run());
        this.coverage.ran(method);
        outcomes.push(outcome.ok ? passed(method, outcome.tx) : failed(method, outcome, ''));
        base.savepoints.restore(ready);
      }
      return outcomes;
    } finally {
      base.db.rollback();
    }
  }

  *#one(base: Transaction, body: () => Step<void>): Step<TransactionOutcome<void>> {
    for (const list of [this.sink.jobs, this.sink.schedules, this.sink.events]) list.length = 0;
    base.mocks.clear();
    this.engine.queueables.signatures.clear();
    const control = this.#control();
    const outcome = yield* runTransaction(
      this.engine.services,
      { context: 'test', user: this.world.user, test: control, within: base, log: true },
      (tx) => {
        control.attach(tx);
        return body();
      },
    );
    this.world.onEnd(outcome.tx, !outcome.ok);
    return outcome;
  }

  #control(): TestRun {
    return new TestRun(
      this.engine.services,
      this.sink,
      (trigger) => this.world.parts.subscriber(trigger).user,
    );
  }
}

function passed(method: TestMethod, tx: Transaction): TestOutcome {
  const { className, methodName } = method;
  return {
    className,
    methodName,
    outcome: 'Pass',
    message: null,
    stackTrace: null,
    timeMs: tx.cpuMs,
  };
}

function failed(
  method: TestMethod,
  outcome: TransactionOutcome<void> & { readonly ok: false },
  prefix: string,
): TestOutcome {
  const { type, message, stackTrace } = outcome.failure;
  return {
    className: method.className,
    methodName: method.methodName,
    outcome: 'Fail',
    message: `${prefix}${type}: ${message}`,
    stackTrace,
    timeMs: outcome.tx.cpuMs,
  };
}
