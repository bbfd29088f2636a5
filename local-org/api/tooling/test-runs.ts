/** Asynchronous test runs: begun by one request, asked for by others. */
import type { LineCoverage, LocalOrg, TestOutcome, TestRunResult } from '../../org/contract';
import { madeUpId } from '../data/ids';
import { formatDatetime } from '../data/output';
import type { User } from '../types';
import type { UnitIds } from './units';
import { unitIds } from './units';

type Row = Record<string, unknown>;
export type Selection = Parameters<LocalOrg['runTests']>[0];

interface Run {
  readonly id: string;
  readonly number: number;
  readonly user: User;
  readonly startMs: number;
  endMs?: number;
  result?: TestRunResult;
  failure?: string;
}

const KEPT = 20;
/** Far above the Ids of real jobs, which have the same prefix. */
const FIRST_RUN = 10 ** 15;

export class TestRuns {
  readonly #runs: Run[] = [];
  #count = 0;
  /** Coverage of the last run, as the platform keeps it until the next. */
  #coverage: TestRunResult['coverage'] = [];
  #byMethod: NonNullable<TestRunResult['coverageByMethod']> = [];

  readonly #listeners = new Set<(id: string) => void>();

  constructor(private readonly org: LocalOrg) {}

  /** Hears of every run that is over. */
  onEnd(listener: (id: string) => void): void {
    this.#listeners.add(listener);
  }

  /** Runs tests now; their coverage becomes that of the org. */
  async run(selection: Selection): Promise<TestRunResult> {
    const { coverageByMethod = [], ...result } = await this.org.runTests(selection);
    this.#coverage = result.coverage;
    this.#byMethod = coverageByMethod;
    return result;
  }

  /** @returns the Id of a run that goes on in the background */
  start(selection: Selection, user: User): string {
    this.#count += 1;
    const run: Run = {
      id: madeUpId('707', FIRST_RUN + this.#count),
      number: this.#count,
      user,
      startMs: this.org.clock.now(),
    };
    this.#runs.push(run);
    if (this.#runs.length > KEPT) this.#runs.shift();
    const end = (how: Pick<Run, 'result' | 'failure'>): void => {
      Object.assign(run, how, { endMs: this.org.clock.now() });
      for (const listener of this.#listeners) listener(run.id);
    };
    this.run(selection).then(
      (result) => end({ result }),
      (error: unknown) => end({ failure: error instanceof Error ? error.message : String(error) }),
    );
    return run.id;
  }

  runResults(): readonly Row[] {
    return this.#runs.map((run) => {
      const classes = new Set(run.result?.tests.map(({ className }) => className)).size;
      return {
        Id: madeUpId('05m', run.number),
        AsyncApexJobId: run.id,
        Status: status(run),
        ClassesCompleted: classes,
        ClassesEnqueued: classes,
        MethodsEnqueued: run.result?.tests.length ?? 0,
        MethodsCompleted: run.result?.tests.length ?? 0,
        MethodsFailed: run.result?.tests.filter(({ outcome }) => outcome !== 'Pass').length ?? 0,
        StartTime: formatDatetime(run.startMs),
        EndTime: run.endMs === undefined ? null : formatDatetime(run.endMs),
        TestTime: run.result?.timeMs ?? 0,
        TestSetupTime: 0,
        UserId: run.user.id,
      };
    });
  }

  queueItems(): readonly Row[] {
    const ids = unitIds(this.org);
    return this.#runs.flatMap((run) => {
      const classes = [...new Set(run.result?.tests.map(({ className }) => className))];
      // A run that goes on has one entry, so that nobody takes it for lost.
      return (classes.length === 0 ? [''] : classes).map((name, i) => ({
        Id: itemId(run, i),
        Status: status(run),
        ApexClassId: ids.of('class', name),
        ApexClass: { attributes: { type: 'ApexClass' }, Name: name },
        ExtendedStatus: run.failure ?? null,
        ParentJobId: run.id,
        TestRunResultId: madeUpId('05m', run.number),
      }));
    });
  }

  testResults(): readonly Row[] {
    const ids = unitIds(this.org);
    return this.#runs.flatMap((run) => {
      const classes = [...new Set(run.result?.tests.map(({ className }) => className))];
      return (run.result?.tests ?? []).map((test, i) => ({
        Id: madeUpId('07M', run.number * 100_000 + i),
        QueueItemId: itemId(run, classes.indexOf(test.className)),
        AsyncApexJobId: run.id,
        ApexLogId: null,
        IsTestSetup: false,
        TestTimestamp: formatDatetime(run.endMs ?? run.startMs),
        ...testRow(test, ids),
      }));
    });
  }

  coverage(): readonly Row[] {
    const ids = unitIds(this.org);
    return this.#coverage.map((unit) => {
      const id = ids.of(unit.kind, unit.name);
      return { Id: id.replace(/^.../, '715'), ...coverageRow(unit, id) };
    });
  }

  /** One row for each unit that a method of the last run touched. */
  coverageByMethod(): readonly Row[] {
    const ids = unitIds(this.org);
    const units = new Map(this.#coverage.map((unit) => [unit.name, unit]));
    let count = 0;
    return this.#byMethod.flatMap(({ className, methodName, covered }) =>
      [...covered].flatMap(([name, lines]) => {
        const unit = units.get(name);
        if (unit === undefined) return [];
        const ran = new Set(lines);
        const uncovered = [...unit.covered, ...unit.uncovered]
          .filter((line) => !ran.has(line))
          .sort((a, b) => a - b);
        count += 1;
        return {
          Id: madeUpId('714', count),
          ApexTestClassId: ids.of('class', className),
          TestMethodName: methodName,
          ...coverageRow({ name, covered: lines, uncovered }, ids.of(unit.kind, name)),
        };
      }),
    );
  }

  /** Percentage of all lines of the last run. */
  orgWide(): number {
    const covered = this.#coverage.reduce((sum, unit) => sum + unit.covered.length, 0);
    const all = this.#coverage.reduce((sum, unit) => sum + unit.uncovered.length, covered);
    return all === 0 ? 0 : Math.floor((covered / all) * 100);
  }
}

function coverageRow(unit: Pick<LineCoverage, 'name' | 'covered' | 'uncovered'>, id: string): Row {
  const { name, covered, uncovered } = unit;
  return {
    ApexClassOrTriggerId: id,
    ApexClassOrTrigger: { attributes: { type: 'Name' }, Id: id, Name: name },
    NumLinesCovered: covered.length,
    NumLinesUncovered: uncovered.length,
    Coverage: { coveredLines: covered, uncoveredLines: uncovered },
  };
}

function status(run: Run): string {
  if (run.failure !== undefined) return 'Failed';
  return run.result === undefined ? 'Processing' : 'Completed';
}

function itemId(run: Run, index: number): string {
  return madeUpId('709', run.number * 10_000 + index);
}

function testRow(test: TestOutcome, ids: UnitIds): Row {
  return {
    MethodName: test.methodName,
    Outcome: test.outcome,
    Message: test.message,
    StackTrace: test.stackTrace,
    RunTime: test.timeMs,
    ApexClassId: ids.of('class', test.className),
    ApexClass: {
      attributes: { type: 'ApexClass' },
      Id: ids.of('class', test.className),
      Name: test.className,
      NamespacePrefix: null,
    },
  };
}
