/** What a client is told of a deploy, the same over SOAP and REST. */
import type { ComponentResult } from '../../org/contract';
import { testResultShape } from '../tooling/test-result';
import type { UnitIds } from '../tooling/units';
import type { DeployRun } from './deploys';

type Shape = Record<string, unknown>;

function component(result: ComponentResult, iso: string): Shape {
  const { success } = result;
  return {
    componentType: result.type,
    fullName: result.fullName,
    fileName: result.fileName,
    success,
    // Tools take a failure that is `changed` for a change.
    changed: success && result.changed,
    created: success && result.created,
    deleted: success && result.deleted,
    warning: result.problemType === 'Warning',
    createdDate: iso,
    ...(result.problem === undefined
      ? {}
      : { problem: result.problem, problemType: result.problemType ?? 'Error' }),
    ...(result.line === undefined
      ? {}
      : { lineNumber: result.line, columnNumber: result.column ?? 1 }),
  };
}

/** A failure of the whole package shows as one of `package.xml`: tools print nothing else. */
function packageFailure(message: string): ComponentResult {
  return {
    type: '',
    fullName: 'package.xml',
    fileName: 'package.xml',
    success: false,
    created: false,
    changed: false,
    deleted: false,
    problem: message,
    problemType: 'Error',
  };
}

function status(run: DeployRun): string {
  if (run.completedMs === undefined)
    return run.cancelledBy === undefined ? 'InProgress' : 'Canceling';
  if (run.outcome?.cancelled === true) return 'Canceled';
  return run.outcome?.success === true ? 'Succeeded' : 'Failed';
}

/** The DeployResult of the platform's metadata API. */
export function deployResult(run: DeployRun, details: boolean, ids: UnitIds): Shape {
  const created = new Date(run.createdMs).toISOString();
  const done = run.completedMs !== undefined;
  const completed =
    run.completedMs === undefined ? undefined : new Date(run.completedMs).toISOString();
  const all = [
    ...(run.outcome?.components ?? []),
    ...(run.failure === undefined ? [] : [packageFailure(run.failure)]),
  ];
  const tests = run.outcome?.tests;
  const failed = all.filter(({ success }) => !success);
  const badTests = tests?.tests.filter(({ outcome }) => outcome !== 'Pass' && outcome !== 'Skip');
  const success = run.outcome?.success === true;
  const shapes = (list: readonly ComponentResult[]): readonly Shape[] =>
    list.map((each) => component(each, completed ?? created));
  return {
    id: run.id,
    status: status(run),
    done,
    success,
    checkOnly: run.options.checkOnly,
    ignoreWarnings: true,
    rollbackOnError: run.options.rollbackOnError,
    runTestsEnabled: (run.options.testLevel ?? 'NoTestRun') !== 'NoTestRun',
    createdBy: run.user.id,
    createdByName: run.user.name,
    createdDate: created,
    startDate: created,
    lastModifiedDate: completed ?? created,
    ...(completed === undefined ? {} : { completedDate: completed }),
    ...(run.cancelledBy === undefined
      ? {}
      : { canceledBy: run.cancelledBy.id, canceledByName: run.cancelledBy.name }),
    numberComponentErrors: failed.length,
    numberComponentsDeployed: success ? all.length : 0,
    numberComponentsTotal: all.length,
    numberTestErrors: badTests?.length ?? 0,
    numberTestsCompleted: (tests?.tests.length ?? 0) - (badTests?.length ?? 0),
    numberTestsTotal: tests?.tests.length ?? 0,
    ...(run.failure === undefined
      ? {}
      : { errorMessage: run.failure, errorStatusCode: 'UNKNOWN_EXCEPTION' }),
    ...(details
      ? {
          details: {
            componentSuccesses: shapes(all.filter((each) => each.success)),
            componentFailures: shapes(failed),
            runTestResult: {
              ...testResultShape(tests, ids),
              codeCoverageWarnings: (run.outcome?.coverageWarnings ?? []).map((warning) => ({
                id: warning.name === null ? null : ids.of(warning.kind, warning.name),
                message: warning.message,
                name: warning.name,
                namespace: null,
              })),
            },
          },
        }
      : {}),
  };
}
