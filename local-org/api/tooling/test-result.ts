/** The form in which deploys and synchronous runs report tests. */
import type { LineCoverage, TestOutcome, TestRunResult } from '../../org/contract';
import { unitId } from './units';

type Shape = Record<string, unknown>;

function success(test: TestOutcome): Shape {
  return {
    id: unitId('class', test.className),
    methodName: test.methodName,
    name: test.className,
    namespace: null,
    seeAllData: false,
    time: test.timeMs,
  };
}

function failure(test: TestOutcome): Shape {
  return {
    ...success(test),
    message: test.message ?? '',
    packageName: test.className,
    stackTrace: test.stackTrace ?? '',
    type: 'Class',
  };
}

function coverage({ name, kind, covered, uncovered }: LineCoverage): Shape {
  return {
    id: unitId(kind, name),
    name,
    namespace: null,
    type: kind === 'class' ? 'Class' : 'Trigger',
    numLocations: covered.length + uncovered.length,
    numLocationsNotCovered: uncovered.length,
    locationsNotCovered: uncovered.map((line) => ({ column: 0, line, numExecutions: 0, time: -1 })),
  };
}

/** An empty result where no tests ran. */
export function testResultShape(run: TestRunResult | undefined, withCoverage = true): Shape {
  const tests = run?.tests ?? [];
  const failed = tests.filter(({ outcome }) => outcome === 'Fail' || outcome === 'CompileFail');
  return {
    numFailures: failed.length,
    numTestsRun: tests.length,
    totalTime: run?.timeMs ?? 0,
    successes: tests.filter(({ outcome }) => outcome === 'Pass').map(success),
    failures: failed.map(failure),
    codeCoverage: withCoverage ? (run?.coverage ?? []).map(coverage) : [],
    codeCoverageWarnings: [],
    flowCoverage: [],
    flowCoverageWarnings: [],
  };
}
