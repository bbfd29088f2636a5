/** `/query`, `/queryAll` and the pages that follow. */
import { OrgError } from '../../org/contract';
import type { Cursor } from '../data/cursors';
import { RecordWriter } from '../data/output';
import { aliasTypes, selectList } from '../data/soql-text';
import { notFound, unsupported } from '../errors';
import { queryVirtual } from '../tables/virtual-tables';
import type { Call, Reply, Route } from '../types';
import { columnMetadata } from './columns';

const MAX_BATCH = 2000;
const MIN_BATCH = 200;

function batchSize(headers: Call['headers']): number {
  const wanted = /batchSize\s*=\s*(\d+)/i.exec(headers['sforce-query-options'] ?? '')?.[1];
  return Math.min(MAX_BATCH, Math.max(MIN_BATCH, Number(wanted ?? MAX_BATCH)));
}

function pageOf(call: Call, cursor: Cursor, from: number, id: () => string): Reply {
  const { page, soql, batchSize: size } = cursor;
  const org = call.records.org;
  const types = page.aggregate
    ? aliasTypes((name) => org.describe(name), selectList(soql))
    : undefined;
  const writer = RecordWriter.for(org, call.version, types);
  const next = from + size;
  const done = next >= page.rows.length;
  return {
    status: 200,
    json: {
      totalSize: page.totalSize,
      done,
      ...(done ? {} : { nextRecordsUrl: `/services/data/v${call.version}/query/${id()}-${next}` }),
      records: page.rows.slice(from, next).map((row) => writer.record(row)),
    },
  };
}

/** Runs a query and gives the first page of its result. */
export async function runQuery(call: Call, allRows: boolean): Promise<Reply> {
  const soql = call.query['q'];
  if (call.query['explain'] !== undefined) throw unsupported('A query plan');
  if (soql === undefined || soql.trim() === '')
    throw new OrgError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
  const virtual = queryVirtual(call, soql, call.path.includes('/tooling/'));
  if (virtual !== undefined && call.query['columns'] !== 'true')
    return { status: 200, json: virtual };
  if (virtual !== undefined)
    return { status: 200, json: columnMetadata(call.records.org, soql, false) };
  const page = await call.records.query(soql, allRows);
  if (call.query['columns'] === 'true')
    return { status: 200, json: columnMetadata(call.records.org, soql, page.aggregate) };
  const cursor: Cursor = { page, soql, batchSize: batchSize(call.headers) };
  return pageOf(call, cursor, 0, () => call.context.cursors.add(cursor));
}

function more(call: Call): Reply {
  const [, id = '', from = ''] = /^(\w{15,18})-(\d+)$/.exec(call.params['locator'] ?? '') ?? [];
  const cursor = call.context.cursors.get(id);
  if (id === '') throw notFound();
  if (cursor === undefined)
    throw new OrgError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return pageOf(call, cursor, Number(from), () => id);
}

export const queryRoutes: readonly Route[] = [
  { method: 'GET', path: '/query', handle: (call) => runQuery(call, false) },
  { method: 'GET', path: '/queryAll', handle: (call) => runQuery(call, true) },
  { method: 'GET', path: '/query/:locator', handle: more },
  { method: 'GET', path: '/queryAll/:locator', handle: more },
];
