/** `/jobs/ingest`: Bulk API 2, writing. */
import { OrgError } from '../../org/contract';
import { requireWritable } from '../../org/read-only';
import { jsonBody, stringOf } from '../body';
import { formatDatetime } from '../data/output';
import { asOrgError, unsupported } from '../errors';
import type { Call, Reply, Route } from '../types';
import { DELIMITERS, parseCsv, writeCsv } from './csv';
import type { Job } from './jobs';
import type { Load, Loaded } from './load';
import { bulkOperation, loadRows } from './load';

export interface IngestJob extends Job {
  readonly load: Load;
  readonly delimiter: string;
  readonly lineEnding: string;
  readonly version: string;
  state: 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
  csv: string | undefined;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  outcomes: readonly Loaded[];
  error?: string;
  endMs?: number;
}

/** What the API says of a job. */
function info(job: IngestJob): Record<string, unknown> {
  const { load } = job;
  const failed = job.outcomes.filter(({ error }) => error !== undefined).length;
  return {
    id: job.id,
    operation: load.operation,
    object: load.object,
    createdById: job.user.id,
    createdDate: formatDatetime(job.createdMs),
    systemModstamp: formatDatetime(job.endMs ?? job.createdMs),
    state: job.state,
    ...(load.key === undefined ? {} : { externalIdFieldName: load.key }),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    jobType: 'V2Ingest',
    contentUrl: `services/data/v${job.version}/jobs/ingest/${job.id}/batches`,
    lineEnding: job.lineEnding,
    columnDelimiter: job.delimiter,
    numberRecordsProcessed: job.outcomes.length,
    numberRecordsFailed: failed,
    retries: 0,
    totalProcessingTime: (job.endMs ?? job.createdMs) - job.createdMs,
    apiActiveProcessingTime: 0,
    apexProcessingTime: 0,
    ...(job.error === undefined ? {} : { errorMessage: job.error }),
  };
}

function create(call: Call): Reply {
  requireWritable(call.context.org);
  const { context, session, version, headers } = call;
  if ((headers['content-type'] ?? '').startsWith('multipart/'))
    throw unsupported('Creating a bulk job and uploading its data in one request');
  const body = jsonBody(call);
  const operation = bulkOperation(stringOf(body, 'operation'));
  const schema = call.records.org.describe(stringOf(body, 'object') ?? '');
  if (schema === undefined)
    throw new OrgError(400, 'INVALIDENTITY', `Unable to find object: ${String(body['object'])}`);
  const key = stringOf(body, 'externalIdFieldName');
  if (operation === 'upsert' && key === undefined)
    throw new OrgError(400, 'INVALIDJOB', 'External ID was blank for the upsert operation.');
  if (key !== undefined) call.records.keyField(schema, key);
  const delimiter = stringOf(body, 'columnDelimiter') ?? 'COMMA';
  if (!Object.hasOwn(DELIMITERS, delimiter))
    throw new OrgError(400, 'INVALIDJOB', `The column delimiter ${delimiter} is unknown.`);
  const load = { operation, object: schema.name, ...(key === undefined ? {} : { key }) };
  const job = context.ingestJobs.add({
    id: context.ingestJobs.nextId(),
    user: session.user,
    createdMs: context.org.clock.now(),
    load,
    delimiter,
    lineEnding: stringOf(body, 'lineEnding') ?? 'LF',
    version,
    state: 'Open',
    csv: undefined,
    columns: [],
    rows: [],
    outcomes: [],
  });
  return { status: 200, json: info(job) };
}

function jobOf({ context, params, session }: Call): IngestJob {
  return context.ingestJobs.get(params['id'] ?? '', session.user);
}

function requireState(job: IngestJob, state: IngestJob['state']): void {
  if (job.state !== state)
    throw new OrgError(400, 'INVALIDJOBSTATE', `The job is ${job.state}, not ${state}.`);
}

function upload(call: Call): Reply {
  const job = jobOf(call);
  requireState(job, 'Open');
  if (job.csv !== undefined)
    throw new OrgError(400, 'INVALIDJOBSTATE', 'The data of this job has been uploaded before.');
  job.csv = call.body.toString('utf8');
  return { status: 201, text: '' };
}

/** Does the work at once: the first question after it then finds the end, and no tool sleeps. */
async function process(call: Call, job: IngestJob): Promise<void> {
  job.state = 'InProgress';
  try {
    const [columns = [], ...rows] = parseCsv(job.csv ?? '', DELIMITERS[job.delimiter]);
    Object.assign(job, { csv: undefined, columns, rows });
    job.outcomes = await loadRows(call.records, job.load, columns, rows);
    job.state = 'JobComplete';
  } catch (error) {
    const { errorCode, message } = asOrgError(error);
    Object.assign(job, { state: 'Failed', error: `${errorCode} : ${message}` });
  }
  job.endMs = call.context.org.clock.now();
}

async function change(call: Call): Promise<Reply> {
  const job = jobOf(call);
  const state = stringOf(jsonBody(call), 'state');
  if (state === 'UploadComplete') {
    requireState(job, 'Open');
    const before = info({ ...job, state });
    await process(call, job);
    return { status: 200, json: before };
  }
  if (state !== 'Aborted')
    throw new OrgError(400, 'INVALIDJOBSTATE', `A job cannot be set to ${state ?? 'nothing'}.`);
  if (job.state !== 'Open')
    throw new OrgError(400, 'INVALIDJOBSTATE', 'Aborting already Completed Job not allowed');
  job.state = 'Aborted';
  return { status: 200, json: info(job) };
}

function results(call: Call, good: boolean): Reply {
  const job = jobOf(call);
  const head = good ? ['sf__Id', 'sf__Created'] : ['sf__Id', 'sf__Error'];
  const rows = job.outcomes.flatMap(({ id, created, error }, i) =>
    (error === undefined) === good ? [[id, good ? created : error, ...(job.rows[i] ?? [])]] : [],
  );
  return csv(job, [[...head, ...job.columns], ...rows]);
}

/** Rows that nobody tried: those of an aborted job, or of one that failed as a whole. */
function unprocessed(call: Call): Reply {
  const job = jobOf(call);
  const [columns = job.columns, ...open] = parseCsv(job.csv ?? '', DELIMITERS[job.delimiter]);
  return csv(job, [columns, ...open, ...job.rows.slice(job.outcomes.length)]);
}

function csv(job: IngestJob, rows: readonly (readonly unknown[])[]): Reply {
  const lineEnding = job.lineEnding === 'CRLF' ? '\r\n' : '\n';
  return {
    status: 200,
    text: writeCsv(rows, DELIMITERS[job.delimiter], lineEnding),
    contentType: 'text/csv;charset=UTF-8',
  };
}

export const ingestRoutes: readonly Route[] = [
  { method: 'POST', path: '/jobs/ingest', handle: create },
  {
    method: 'GET',
    path: '/jobs/ingest',
    handle: ({ context, session }) => ({
      status: 200,
      json: {
        done: true,
        nextRecordsUrl: null,
        records: context.ingestJobs.of(session.user).map(info),
      },
    }),
  },
  { method: 'PUT', path: '/jobs/ingest/:id/batches', handle: upload },
  { method: 'PATCH', path: '/jobs/ingest/:id', handle: change },
  {
    method: 'GET',
    path: '/jobs/ingest/:id',
    handle: (call) => ({ status: 200, json: info(jobOf(call)) }),
  },
  {
    method: 'DELETE',
    path: '/jobs/ingest/:id',
    handle: (call) => {
      call.context.ingestJobs.delete(jobOf(call).id);
      return { status: 204 };
    },
  },
  {
    method: 'GET',
    path: '/jobs/ingest/:id/successfulResults',
    handle: (call) => results(call, true),
  },
  { method: 'GET', path: '/jobs/ingest/:id/failedResults', handle: (call) => results(call, false) },
  { method: 'GET', path: '/jobs/ingest/:id/unprocessedrecords', handle: unprocessed },
];
