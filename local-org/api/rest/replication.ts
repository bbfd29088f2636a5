/** `/sobjects/X/updated` and `/sobjects/X/deleted`: what changed within a span of time. */
import { OrgError } from '../../org/contract';
import { formatDatetime } from '../data/output';
import type { Call, Reply, Route } from '../types';

function moment(query: Call['query'], name: 'start' | 'end'): Date {
  const given = query[name] ?? '';
  // A plus sign in a query string reads as a blank.
  const ms = Date.parse(given.replace(' ', '+'));
  if (!Number.isNaN(ms)) return new Date(ms);
  throw new OrgError(400, 'INVALID_REPLICATION_DATE', `${name} is no date and time: ${given}`);
}

function span({ query }: Call): { readonly where: string; readonly end: Date } {
  const start = moment(query, 'start');
  const end = moment(query, 'end');
  if (start >= end)
    throw new OrgError(400, 'INVALID_REPLICATION_DATE', 'startDate cannot be after endDate');
  const where = `SystemModstamp >= ${start.toISOString()} AND SystemModstamp < ${end.toISOString()}`;
  return { where, end };
}

async function updated(call: Call): Promise<Reply> {
  const { name } = call.records.object(call.params['object'] ?? '');
  const { where, end } = span(call);
  const { rows } = await call.records.query(`SELECT Id FROM ${name} WHERE ${where}`);
  const ids = rows.flatMap(({ values }) => values['Id'] ?? []);
  return { status: 200, json: { ids, latestDateCovered: formatDatetime(end.getTime()) } };
}

async function deleted(call: Call): Promise<Reply> {
  const { name } = call.records.object(call.params['object'] ?? '');
  const { where, end } = span(call);
  const { rows } = await call.records.query(
    `SELECT Id, SystemModstamp FROM ${name} WHERE IsDeleted = true AND ${where}`,
    true,
  );
  const deletedRecords = rows.map(({ values }) => ({
    id: values['Id'],
    deletedDate: formatDatetime(Number(values['SystemModstamp'])),
  }));
  return {
    status: 200,
    json: {
      deletedRecords,
      earliestDateAvailable: formatDatetime(0),
      latestDateCovered: formatDatetime(end.getTime()),
    },
  };
}

export const replicationRoutes: readonly Route[] = [
  { method: 'GET', path: '/sobjects/:object/updated', handle: updated },
  { method: 'GET', path: '/sobjects/:object/deleted', handle: deleted },
];
