/** `/jobs/query`: Bulk API 2, reading. */
import { OrgError } from '../../org/contract';
import { requireWritable } from '../../org/read-only';
import { jsonBody, stringOf } from '../body';
import { formatDatetime } from '../data/output';
import type { Call, Reply, Route } from '../types';
import { DELIMITERS, writeCsv } from './csv';
import type { Extract } from './extract';
import { extract } from './extract';
import type { Job } from './jobs';

export interface QueryJob extends Job {
  readonly operation: 'query' | 'queryAll';
  readonly delimiter: string;
  readonly lineEnding: string;
  readonly version: string;
  state: 'JobComplete' | 'Aborted';
  /** The result, from when the job was made. */
  readonly found: Extract;
}

function info(job: QueryJob): Record<string, unknown> {
  return {
    id: job.id,
    operation: job.operation,
    object: job.found.object,
    createdById: job.user.id,
    createdDate: formatDatetime(job.createdMs),
    systemModstamp: formatDatetime(job.createdMs),
    state: job.state,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    jobType: 'V2Query',
    lineEnding: job.lineEnding,
    columnDelimiter: job.delimiter,
    numberRecordsProcessed: job.found.rows.length,
    retries: 0,
    totalProcessingTime: 0,
    isPkChunkingSupported: false,
  };
}

async function create(call: Call): Promise<Reply> {
  const { context, session, version } = call;
  requireWritable(context.org);
  const body = jsonBody(call);
  const operation = stringOf(body, 'operation');
  if (operation !== 'query' && operation !== 'queryAll')
    throw new OrgError(400, 'INVALIDJOB', 'The operation must be query or queryAll.');
  const delimiter = stringOf(body, 'columnDelimiter') ?? 'COMMA';
  if (!Object.hasOwn(DELIMITERS, delimiter))
    throw new OrgError(400, 'INVALIDJOB', `The column delimiter ${delimiter} is unknown.`);
  const soql = stringOf(body, 'query') ?? '';
  const found = await extract(call.records, version, soql, operation === 'queryAll');
  const job = context.queryJobs.add({
    id: context.queryJobs.nextId(),
    user: session.user,
    createdMs: context.org.clock.now(),
    operation,
    delimiter,
    lineEnding: stringOf(body, 'lineEnding') ?? 'LF',
    version,
    state: 'JobComplete',
    found,
  });
  return { status: 200, json: { ...info(job), state: 'UploadComplete' } };
}

function jobOf({ context, params, session }: Call): QueryJob {
  return context.queryJobs.get(params['id'] ?? '', session.user);
}

function results(call: Call): Reply {
  const { query } = call;
  const { found, delimiter, lineEnding } = jobOf(call);
  const start = Number(query['locator'] ?? 0);
  const size = Number(query['maxRecords'] ?? 50_000);
  if (!Number.isInteger(start) || start < 0 || !Number.isInteger(size) || size < 1)
    throw new OrgError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  const rows = found.rows.slice(start, start + size);
  const end = start + size;
  return {
    status: 200,
    text: writeCsv(
      [found.columns, ...rows],
      DELIMITERS[delimiter],
      lineEnding === 'CRLF' ? '\r\n' : '\n',
    ),
    contentType: 'text/csv;charset=UTF-8',
    headers: {
      // The word null ends the loop of the tools; a missing header would not.
      'Sforce-Locator': end < found.rows.length ? String(end) : 'null',
      'Sforce-NumberOfRecords': String(rows.length),
    },
  };
}

export const queryJobRoutes: readonly Route[] = [
  { method: 'POST', path: '/jobs/query', handle: create },
  {
    method: 'GET',
    path: '/jobs/query',
    handle: ({ context, session }) => ({
      status: 200,
      json: {
        done: true,
        nextRecordsUrl: null,
        records: context.queryJobs.of(session.user).map(info),
      },
    }),
  },
  {
    method: 'GET',
    path: '/jobs/query/:id',
    handle: (call) => ({ status: 200, json: info(jobOf(call)) }),
  },
  {
    method: 'PATCH',
    path: '/jobs/query/:id',
    handle: () => {
      throw new OrgError(400, 'INVALIDJOBSTATE', 'Aborting already Completed Job not allowed');
    },
  },
  {
    method: 'DELETE',
    path: '/jobs/query/:id',
    handle: (call) => {
      call.context.queryJobs.delete(jobOf(call).id);
      return { status: 204 };
    },
  },
  { method: 'GET', path: '/jobs/query/:id/results', handle: results },
];
