/** One batch job: `start`, each chunk, and `finish`, each a transaction of its own. */
import { Machine } from '../runtime/core/machine';
import { ApexList, ApexObject, type Value } from '../runtime/core/values-all';
import { BatchableContextValue, QueryLocatorValue } from '../runtime/library/platform/batch';
import type { Values } from '../database/contract';
import type { Step } from '../scheduler/suspension';
import { runTransaction } from '../transaction/run';
import type { Services } from '../transaction/services';
import type { Transaction } from '../transaction/transaction';
import { insertJobRow } from './enqueue';
import type { JobRecord } from './job-record';
import { snapshot } from './snapshot';

/** A QueryLocator gives no larger chunks, whatever the scope. */
const LARGEST_CHUNK = 2000;

/** What remains of a phase when its transaction is over. */
export interface PhaseEnd<T> {
  /** What the job list shows of the failure; null when it ended well. */
  readonly problem: string | null;
  /** The JavaScript error of the failure. */
  readonly error?: unknown;
  readonly value?: T;
  /** The job for the next phase. */
  readonly job: Value;
  readonly tx?: Transaction;
}

/** Where a batch job runs: in the org, or within a test. */
export interface BatchOffice {
  /** Writes to a row of the job list; false when the job was aborted or is over, and nothing is done. */
  note(id: string, changes: Values): Step<boolean>;
  /** Runs a phase, again if it has to. */
  perform<T>(job: Value, run: () => Step<PhaseEnd<T>>): Step<PhaseEnd<T>>;
}

interface Chunk {
  readonly items: readonly Value[];
  /** Its BatchApexWorker row. */
  readonly workerId: string;
}

/**
 * Runs a job to its end. A chunk that fails is rolled back and counted, and the next one follows;
 * `finish` runs whatever became of the chunks, but not after `start` has failed.
 * @param within the transaction of a test
 */
export function* runBatch(
  services: Services,
  record: JobRecord,
  office: BatchOffice,
  within?: Transaction,
): Step<void> {
  const { id } = record;
  const over = (): Values => ({ CompletedDate: services.clock.now() });
  if (!(yield* office.note(id, { Status: 'Preparing' }))) return;
  const begin = yield* office.perform(record.job, () => start(services, record, within));
  if (begin.problem !== null)
    return void (yield* office.note(id, { ...failed(1, begin.problem), ...over() }));
  const chunks = begin.value!;
  const work = { Status: 'Processing', TotalJobItems: chunks.length };
  if (!(yield* office.note(id, work))) return;
  let job = begin.job;
  let errors = 0;
  let first: Values = {};
  for (const [i, chunk] of chunks.entries()) {
    const end = yield* office.perform(job, () => execute(services, record, job, chunk, within));
    job = end.job;
    if (end.problem !== null && errors++ === 0) first = failed(1, end.problem);
    const done = end.problem === null ? { Status: 'Completed' } : failed(1, end.problem);
    yield* office.note(chunk.workerId, { ...done, JobItemsProcessed: 1, ...over() });
    const so = { ...first, Status: 'Processing', JobItemsProcessed: i + 1, NumberOfErrors: errors };
    if (!(yield* office.note(id, so))) return;
  }
  const end = yield* office.perform(job, () => finish(services, record, job, within));
  const closing = end.problem === null ? { Status: 'Completed' } : failed(errors + 1, end.problem);
  yield* office.note(id, { ...closing, ...over() });
}

function failed(errors: number, problem: string): Values {
  return {
    Status: 'Failed',
    NumberOfErrors: errors,
    ExtendedStatus: `First error: ${problem}`.slice(0, 255),
  };
}

function start(
  services: Services,
  record: JobRecord,
  within?: Transaction,
): Step<PhaseEnd<readonly Chunk[]>> {
  return phase(services, record, record.job, within, false, function* (tx, job) {
    const context = new BatchableContextValue(record.id, null);
    const given = yield* tx.vm.call(job, 'start', [context]);
    const items = yield* itemsOf(tx, given);
    const { scope = LARGEST_CHUNK } = record;
    const size = given instanceof QueryLocatorValue ? Math.min(scope, LARGEST_CHUNK) : scope;
    const chunks: Chunk[] = [];
    for (let from = 0; from < items.length; from += size) {
      const extra = { ParentJobId: record.id };
      const workerId = insertJobRow(tx, record.className, 'BatchApexWorker', extra);
      chunks.push({ items: items.slice(from, from + size), workerId });
    }
    return chunks;
  });
}

function execute(
  services: Services,
  record: JobRecord,
  from: Value,
  { items, workerId }: Chunk,
  within?: Transaction,
): Step<PhaseEnd<void>> {
  return phase(services, record, from, within, false, function* (tx, job) {
    const context = new BatchableContextValue(record.id, workerId);
    const copies = items.map((item) => snapshot(tx.vm, item));
    const scope = tx.vm.list(scopeType(tx, job), copies);
    yield* tx.vm.call(job, 'execute', [context, scope]);
  });
}

function finish(
  services: Services,
  record: JobRecord,
  from: Value,
  within?: Transaction,
): Step<PhaseEnd<void>> {
  return phase(services, record, from, within, true, function* (tx, job) {
    yield* tx.vm.call(job, 'finish', [new BatchableContextValue(record.id, null)]);
  });
}

/** Only a job that is Stateful keeps what a phase has changed in it, and only if the phase ended well. */
function* phase<T>(
  services: Services,
  record: JobRecord,
  from: Value,
  within: Transaction | undefined,
  batchFinish: boolean,
  body: (tx: Transaction, job: Value) => Step<T>,
): Step<PhaseEnd<T>> {
  const { vm } = services.program;
  let left = from;
  const outcome = yield* runTransaction(
    services,
    {
      context: 'batch',
      user: record.user,
      className: record.className,
      batchFinish,
      allowsCallouts: vm.isInstance(record.job, 'Database.AllowsCallouts'),
      ...(within ? { within } : {}),
    },
    function* (tx): Step<T> {
      const job = snapshot(tx.vm, from);
      const value = yield* body(tx, job);
      if (tx.vm.isInstance(job, 'Database.Stateful')) left = snapshot(tx.vm, job);
      return value;
    },
  );
  const { tx } = outcome;
  return outcome.ok
    ? { problem: null, value: outcome.value, job: left, tx }
    : { problem: outcome.failure.message, error: outcome.error, job: from, tx };
}

function* itemsOf(tx: Transaction, given: Value): Step<readonly Value[]> {
  const { vm } = tx;
  if (given instanceof QueryLocatorValue) return given.rows.items;
  if (given instanceof ApexList) return [...given.items];
  if (given === null)
    throw vm.exception('System.NullPointerException', 'start of a batch must not return null.');
  const iterator = yield* vm.call(given, 'iterator', []);
  const items: Value[] = [];
  while ((yield* vm.call(iterator, 'hasNext', [])) === true)
    items.push(yield* vm.call(iterator, 'next', []));
  return items;
}

/** Of what `execute` takes a list: `List<Account>` gives `Account`. */
function scopeType({ vm }: Transaction, job: Value): string {
  if (!(vm instanceof Machine) || !(job instanceof ApexObject)) return 'SObject';
  for (const method of vm.classes.get(job.$type)?.methods ?? []) {
    const of = /^(?:system\.)?list<(.*)>$/i.exec(method.paramTypes[1] ?? '')?.[1];
    if (method.name.toLowerCase() === 'execute' && method.paramTypes.length === 2 && of) return of;
  }
  return 'SObject';
}
