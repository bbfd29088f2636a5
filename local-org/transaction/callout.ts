/** Callouts: what must not be pending, which locks they free, and who answers them. */
import type { Value } from '../runtime/core/values-all';
import { HttpRequestValue, HttpResponseValue } from '../runtime/library/platform/http-values';
import type { Step } from '../scheduler/suspension';
import type { IncomingResponse } from './services';
import type { Transaction } from './transaction';

const UNCOMMITTED =
  'You have uncommitted work pending. Please commit or rollback before calling out';
const SAVEPOINTS = 'All active Savepoints must be released before making callouts.';

export function* callout(tx: Transaction, request: Value): Step<Value> {
  if (!(request instanceof HttpRequestValue))
    throw tx.vm.exception('System.NullPointerException', 'Argument cannot be null.');
  if (!request.endpoint) throw refused(tx, 'no endpoint specified');
  tx.limits.use('Callouts');
  tx.log.addHere('CALLOUT_REQUEST', request.toString());
  checkPlace(tx);
  const mock = tx.mocks.get('httpcalloutmock');
  // In a test the mock answers as part of the test, but the rules hold all the same.
  if (hasWritten(tx) || tx.events.length > 0) throw refused(tx, UNCOMMITTED);
  if (tx.savepoints.anyOpen) throw refused(tx, SAVEPOINTS);
  yield* tx.step({ kind: 'callout', object: '', detail: `${request.method} ${request.endpoint}` });
  // The locks of a test that a job works in are those of its rows, which wait for nobody.
  if (!tx.db.hasWrites()) tx.db.releaseLocks();
  tx.log.addHere('FOR_UPDATE_LOCKS_RELEASE');
  const response = mock ? yield* tx.vm.call(mock, 'respond', [request]) : yield* send(tx, request);
  if (!(response instanceof HttpResponseValue))
    throw refused(tx, 'the mock did not return an HttpResponse');
  tx.log.addHere('CALLOUT_RESPONSE', response.toString());
  return response;
}

/** A job that a test starts works in the database transaction of the test: its own work is what counts. */
function hasWritten(tx: Transaction): boolean {
  if (!tx.spec.within || tx.context === 'test') return tx.db.hasWrites();
  const used = (name: 'DmlStatements' | 'QueueableJobs'): number => tx.limits.gauge(name).used;
  return used('DmlStatements') + used('QueueableJobs') > 0;
}

function checkPlace(tx: Transaction): void {
  if (tx.triggers.length > 0)
    throw refused(tx, 'Callout from triggers are currently not supported.');
  if (tx.context === 'schedulable') throw refused(tx, 'Callout from scheduled Apex not supported.');
  if (tx.context === 'future' && !tx.spec.allowsCallouts)
    throw refused(
      tx,
      'Callout not allowed from this future method. Please enable callout by annotating the future method. eg: @Future(callout=true)',
    );
  if ((tx.context === 'queueable' || tx.context === 'batch') && !tx.spec.allowsCallouts)
    throw refused(
      tx,
      `Callout not allowed from this ${tx.context}: implement Database.AllowsCallouts.`,
    );
}

function* send(tx: Transaction, request: HttpRequestValue): Step<HttpResponseValue> {
  if (tx.testControl)
    throw tx.vm.exception(
      'System.TypeException',
      'Methods defined as TestMethod do not support Web service callouts',
    );
  const { network } = tx.services;
  if (!network) throw refused(tx, `Unauthorized endpoint, no network: ${request.endpoint}`);
  const resume = yield {
    kind: 'external',
    why: `callout to ${request.endpoint}`,
    promise: network({
      method: request.method,
      url: request.endpoint!,
      headers: Object.fromEntries(request.headers),
      body: request.body,
      timeoutMs: request.timeout,
    }),
  };
  if (resume.kind !== 'settled') throw refused(tx, 'the callout was interrupted');
  if (resume.error !== undefined) {
    const { error } = resume;
    throw refused(tx, error instanceof Error ? error.message : 'unknown network error');
  }
  return answer(resume.value as IncomingResponse);
}

function answer(incoming: IncomingResponse): HttpResponseValue {
  const response = new HttpResponseValue();
  response.statusCode = incoming.status;
  response.status = incoming.statusText;
  response.body = incoming.body;
  for (const [name, value] of Object.entries(incoming.headers)) response.headers.set(name, value);
  return response;
}

function refused(tx: Transaction, message: string): Error {
  return tx.vm.exception('System.CalloutException', message);
}
