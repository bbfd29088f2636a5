/** `/tooling/*`. */
import { OrgError } from '../../org/contract';
import type { JsonObject } from '../body';
import { flagOf, isObject, jsonBody, jsonValue, stringOf } from '../body';
import { notFound } from '../errors';
import { runQuery } from '../rest/query';
import type { Call, Reply, Route } from '../types';
import { anonymous } from './anonymous';
import type { Selection } from './test-runs';
import { testResultShape } from './test-result';
import { unitIds } from './units';

async function executeAnonymous(call: Call, apex: string | undefined): Promise<Reply> {
  if (apex === undefined)
    throw new OrgError(400, 'MISSING_ARGUMENT', "The 'anonymousBody' parameter is required.");
  const { result } = await anonymous(call.context, call.session.user, apex);
  const problem = result.compileProblem;
  return {
    status: 200,
    json: {
      line: problem?.line ?? -1,
      column: problem?.column ?? -1,
      compiled: result.compiled,
      success: result.success,
      compileProblem: problem?.message ?? null,
      exceptionMessage: result.exceptionMessage,
      exceptionStackTrace: result.exceptionStackTrace,
    },
  };
}

function names(value: unknown): readonly string[] {
  if (typeof value !== 'string') return [];
  return value
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** What to run, in any of the forms that the platform takes. */
export function selection(call: Pick<Call, 'context'>, body: JsonObject): Selection {
  const ids = unitIds(call.context.org);
  const classOf = (name: unknown): string => {
    const found = typeof name === 'string' ? ids.className(name) : undefined;
    if (found !== undefined) return found;
    throw new OrgError(
      400,
      'INVALID_INPUT',
      `This class name's value is invalid: ${String(name)}. Provide the name of an Apex class that has test methods.`,
    );
  };
  const classes: string[] = [...names(body['classNames']), ...names(body['classids'])].map(classOf);
  const methods: string[] = [];
  const tests = Array.isArray(body['tests']) ? body['tests'].filter(isObject) : [];
  for (const test of tests) {
    const name = classOf(test['className'] ?? test['classId']);
    const list = Array.isArray(test['testMethods']) ? test['testMethods'] : [];
    if (list.length === 0) classes.push(name);
    else methods.push(...list.map((method) => `${name}.${String(method)}`));
  }
  return {
    ...(classes.length > 0 ? { classes } : {}),
    ...(methods.length > 0 ? { methods } : {}),
  };
}

/** The body of a test run: an object, or a list of what would be its tests. */
function testBody(call: Call): JsonObject {
  const body = jsonValue(call);
  if (Array.isArray(body)) return { tests: body };
  return jsonBody(call);
}

async function runSynchronously(call: Call): Promise<Reply> {
  const body = call.method === 'GET' ? call.query : testBody(call);
  const result = await call.context.testRuns.run(selection(call, body));
  const json = testResultShape(
    result,
    unitIds(call.context.org),
    !flagOf(body['skipCodeCoverage']),
  );
  return { status: 200, json: { apexLogId: null, ...json } };
}

function logBody({ context, params }: Call): Reply {
  const log = context.logs.get(params['id'] ?? '');
  if (log === undefined) throw notFound();
  return { status: 200, text: log.text, contentType: 'text/plain;charset=UTF-8' };
}

export const toolingRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/tooling/executeAnonymous',
    handle: (call) => executeAnonymous(call, call.query['anonymousBody']),
  },
  {
    method: 'POST',
    path: '/tooling/executeAnonymous',
    handle: (call) => executeAnonymous(call, stringOf(jsonBody(call), 'anonymousBody')),
  },
  { method: 'GET', path: '/tooling/query', handle: (call) => runQuery(call, false) },
  { method: 'GET', path: '/tooling/queryAll', handle: (call) => runQuery(call, true) },
  { method: 'POST', path: '/tooling/runTestsSynchronous', handle: runSynchronously },
  { method: 'GET', path: '/tooling/runTestsSynchronous', handle: runSynchronously },
  {
    method: 'POST',
    path: '/tooling/runTestsAsynchronous',
    handle: (call) => ({
      status: 200,
      json: call.context.testRuns.start(selection(call, testBody(call)), call.session.user),
    }),
  },
  { method: 'GET', path: '/tooling/sobjects/ApexLog/:id/Body', handle: logBody },
  { method: 'GET', path: '/sobjects/ApexLog/:id/Body', handle: logBody },
];
