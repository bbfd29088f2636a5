/** `/services/async/*`: Bulk API 1, with batches of CSV. */
import { XmlError, parseXml } from '../../metadata';
import type { XmlElement } from '../../metadata';
import { OrgError } from '../../org/contract';
import { requireWritable } from '../../org/read-only';
import { asOrgError, invalidSession, unsupported } from '../errors';
import { Router } from '../router';
import { toXml } from '../soap/envelope';
import type { ApiContext, Call, Reply, Request, Route } from '../types';
import { Records } from '../data/records';
import { parseCsv, writeCsv } from './csv';
import type { Extract } from './extract';
import { extract } from './extract';
import type { Job } from './jobs';
import type { Load, Loaded } from './load';
import { bulkOperation, loadRows } from './load';

interface Batch {
  readonly id: string;
  readonly resultId: string;
  state: 'Completed' | 'Failed';
  message?: string;
  outcomes: readonly Loaded[];
  found?: Extract;
}

export interface XmlJob extends Job {
  readonly operation: string;
  readonly object: string;
  readonly key: string | undefined;
  readonly concurrencyMode: string;
  readonly version: string;
  state: 'Open' | 'Closed' | 'Aborted';
  readonly batches: Batch[];
}

const NAMESPACE = 'http://www.force.com/2009/06/asyncapi/dataload';

function xml(root: string, value: Record<string, unknown>, status = 200): Reply {
  const text = toXml(root, value).replace(`<${root}>`, `<${root} xmlns="${NAMESPACE}">`);
  return {
    status,
    text: `<?xml version="1.0" encoding="UTF-8"?>${text}`,
    contentType: 'application/xml;charset=UTF-8',
  };
}

function parse(body: Buffer): XmlElement {
  try {
    return parseXml(body.toString('utf8').trim());
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new OrgError(400, 'InvalidBatch', `The request is not valid XML: ${error.message}`);
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function jobInfo(job: XmlJob): Record<string, unknown> {
  const done = job.batches.filter(({ state }) => state === 'Completed').length;
  const outcomes = job.batches.flatMap((batch) => batch.outcomes);
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.user.id,
    createdDate: iso(job.createdMs),
    systemModstamp: iso(job.createdMs),
    state: job.state,
    externalIdFieldName: job.key,
    concurrencyMode: job.concurrencyMode,
    contentType: 'CSV',
    numberBatchesQueued: 0,
    numberBatchesInProgress: 0,
    numberBatchesCompleted: done,
    numberBatchesFailed: job.batches.length - done,
    numberBatchesTotal: job.batches.length,
    numberRecordsProcessed: outcomes.length,
    numberRetries: 0,
    apiVersion: job.version,
    numberRecordsFailed: outcomes.filter(({ error }) => error !== undefined).length,
    totalProcessingTime: 0,
    apiActiveProcessingTime: 0,
    apexProcessingTime: 0,
  };
}

function batchInfo(job: XmlJob, batch: Batch): Record<string, unknown> {
  return {
    id: batch.id,
    jobId: job.id,
    state: batch.state,
    stateMessage: batch.message,
    createdDate: iso(job.createdMs),
    systemModstamp: iso(job.createdMs),
    numberRecordsProcessed: batch.found?.rows.length ?? batch.outcomes.length,
    numberRecordsFailed: batch.outcomes.filter(({ error }) => error !== undefined).length,
    totalProcessingTime: 0,
    apiActiveProcessingTime: 0,
    apexProcessingTime: 0,
  };
}

function create({ context, session, body, version, records }: Call): Reply {
  requireWritable(context.org);
  const asked = parse(body);
  const operation = asked.text('operation') ?? '';
  const reads = operation === 'query' || operation === 'queryAll';
  if (!reads) bulkOperation(operation);
  const type = asked.text('contentType') ?? 'CSV';
  if (type !== 'CSV') throw unsupported(`The content type ${type} in Bulk API 1`);
  const schema = records.org.describe(asked.text('object') ?? '');
  if (schema === undefined)
    throw new OrgError(400, 'InvalidJob', `Unable to find object: ${asked.text('object') ?? ''}`);
  const job = context.xmlJobs.add({
    id: context.xmlJobs.nextId(),
    user: session.user,
    createdMs: context.org.clock.now(),
    operation,
    object: schema.name,
    key: asked.text('externalIdFieldName'),
    concurrencyMode: asked.text('concurrencyMode') ?? 'Parallel',
    version,
    state: 'Open',
    batches: [],
  });
  return xml('jobInfo', jobInfo(job), 201);
}

function jobOf({ context, params, session }: Call): XmlJob {
  return context.xmlJobs.get(params['id'] ?? '', session.user);
}

function change(call: Call): Reply {
  const job = jobOf(call);
  const state = parse(call.body).text('state');
  if (state !== 'Closed' && state !== 'Aborted')
    throw new OrgError(400, 'InvalidJobState', `A job cannot be set to ${state ?? 'nothing'}.`);
  job.state = state;
  return xml('jobInfo', jobInfo(job));
}

async function fill(call: Call, job: XmlJob, batch: Batch): Promise<void> {
  const text = call.body.toString('utf8');
  if (job.operation === 'query' || job.operation === 'queryAll') {
    batch.found = await extract(call.records, job.version, text, job.operation === 'queryAll');
    return;
  }
  const [columns = [], ...rows] = parseCsv(text);
  const load: Load = {
    operation: bulkOperation(job.operation),
    object: job.object,
    ...(job.key === undefined ? {} : { key: job.key }),
  };
  batch.outcomes = await loadRows(call.records, load, columns, rows);
}

/** Does the work at once, so that the first question after it finds the end. */
async function addBatch(call: Call): Promise<Reply> {
  const job = jobOf(call);
  if (job.state !== 'Open')
    throw new OrgError(400, 'InvalidJobState', `The job ${job.id} is ${job.state}, not Open.`);
  const batch: Batch = {
    id: call.context.xmlJobs.nextId('751'),
    resultId: call.context.xmlJobs.nextId('752'),
    state: 'Completed',
    outcomes: [],
  };
  try {
    await fill(call, job, batch);
  } catch (error) {
    const { errorCode, message } = asOrgError(error);
    Object.assign(batch, { state: 'Failed', message: `InvalidBatch : ${errorCode}: ${message}` });
  }
  job.batches.push(batch);
  return xml('batchInfo', { ...batchInfo(job, batch), state: 'Queued' }, 201);
}

function batchOf(call: Call): { job: XmlJob; batch: Batch } {
  const job = jobOf(call);
  const batch = job.batches.find(({ id }) => id.startsWith(call.params['batch'] ?? ' '));
  if (batch === undefined) throw new OrgError(404, 'InvalidBatch', 'No batch has this id.');
  return { job, batch };
}

function csv(rows: readonly (readonly unknown[])[]): Reply {
  return { status: 200, text: writeCsv(rows), contentType: 'text/csv;charset=UTF-8' };
}

function result(call: Call): Reply {
  const { batch } = batchOf(call);
  if (batch.found !== undefined) return xml('result-list', { result: [batch.resultId] });
  const rows = batch.outcomes.map(({ id, created, error }) => [
    id,
    error === undefined,
    created,
    error ?? '',
  ]);
  return csv([['Id', 'Success', 'Created', 'Error'], ...rows]);
}

function rowsOf(call: Call): Reply {
  const { batch } = batchOf(call);
  if (batch.found === undefined || !batch.resultId.startsWith(call.params['result'] ?? ' '))
    throw new OrgError(404, 'InvalidBatch', 'No result has this id.');
  return csv([batch.found.columns, ...batch.found.rows]);
}

const routes: readonly Route[] = [
  { method: 'POST', path: '/job', handle: create },
  { method: 'GET', path: '/job/:id', handle: (call) => xml('jobInfo', jobInfo(jobOf(call))) },
  { method: 'POST', path: '/job/:id', handle: change },
  { method: 'POST', path: '/job/:id/batch', handle: addBatch },
  {
    method: 'GET',
    path: '/job/:id/batch',
    handle: (call) => {
      const job = jobOf(call);
      return xml('batchInfoList', { batchInfo: job.batches.map((b) => batchInfo(job, b)) });
    },
  },
  {
    method: 'GET',
    path: '/job/:id/batch/:batch',
    handle: (call) => {
      const { job, batch } = batchOf(call);
      return xml('batchInfo', batchInfo(job, batch));
    },
  },
  { method: 'GET', path: '/job/:id/batch/:batch/result', handle: result },
  { method: 'GET', path: '/job/:id/batch/:batch/result/:result', handle: rowsOf },
];

const router = new Router(routes);

/** Answers one request; errors have a shape of their own here. */
export async function xmlBulk(context: ApiContext, request: Request): Promise<Reply> {
  try {
    const [, version = '', path = ''] =
      /^\/services\/async\/(\d+\.\d)(\/.*)$/.exec(request.path) ?? [];
    const session = context.sessions.of(request);
    if (session === undefined) throw invalidSession();
    const { route, params } = router.match(request.method, path);
    const records = new Records(context.org, session.user);
    return await route.handle({ ...request, context, session, version, params, records });
  } catch (error) {
    const { status, errorCode, message } = asOrgError(error);
    const exceptionCode = errorCode === 'INVALID_SESSION_ID' ? 'InvalidSessionId' : errorCode;
    return xml('error', { exceptionCode, exceptionMessage: message }, status);
  }
}
