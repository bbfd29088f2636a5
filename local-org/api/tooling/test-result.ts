/** The form in which deploys and synchronous runs report tests. */
import type { LineCoverage, TestOutcome, TestRunResult } from '../../org/contract';
import type { UnitIds } from './units';

type Shape = Record<string, unknown>;

function success(test: TestOutcome, ids: UnitIds): Shape {
  return {
    id: ids.of('class', test.className),
    methodName: test.methodName,
    name: test.className,
    namespace: null,
    seeAllData: false,
    time: test.timeMs,
  };
}

function failure(test: TestOutcome, ids: UnitIds): Shape {
  return {
    ...success(test, ids),
    message: test.message ?? '',
    packageName: test.className,
    stackTrace: test.stackTrace ?? '',
    type: 'Class',
  };
}

function coverage({ name, kind, covered, uncovered }: LineCoverage, ids: UnitIds): Shape {
  return {
    id: ids.of(kind, name),
    name,
    namespace: null,
    type: kind === 'class' ? 'Class' : 'Trigger',
    numLocations: covered.length + uncovered.length,
    numLocationsNotCovered: uncovered.length,
    locationsNotCovered: uncovered.map((line) => ({ column: 0, line, numExecutions: 0, time: -1 })),
  };
}

/** An empty result where no tests ran. */
export function testResultShape(
  run: TestRunResult | undefined,
  ids: UnitIds,
  withCoverage = true,
): Shape {
  const tests = run?.tests ?? [];
  const failed = tests.filter(({ outcome }) => outcome === 'Fail' || outcome === 'CompileFail');
  return {
    numFailures: failed.length,
    numTestsRun: tests.length,
    totalTime: run?.timeMs ?? 0,
    successes: tests.filter(({ outcome }) => outcome === 'Pass').map((test) => success(test, ids)),
    failures: failed.map((test) => failure(test, ids)),
    codeCoverage: withCoverage ? (run?.coverage ?? []).map((unit) => coverage(unit, ids)) : [],
    codeCoverageWarnings: [],
    flowCoverage: [],
    flowCoverageWarnings: [],
  };
}
