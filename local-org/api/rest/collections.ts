/** `/composite/sobjects`: up to 200 records in one request. */
import type { ObjectSchema } from '../../database/schema';
import { OrgError } from '../../org/contract';
import type { JsonObject } from '../body';
import { flagOf, isObject, jsonBody, listOf, objectsOf } from '../body';
import { isId, to18 } from '../data/ids';
import { RecordWriter } from '../data/output';
import type { Records } from '../data/records';
import { jsonError } from '../errors';
import type { Call, Reply, Route, RowResult } from '../types';
import type { Write } from '../data/input';

const MAX_WRITTEN = 200;
const MAX_READ = 2000;

interface Group {
  readonly schema: ObjectSchema;
  readonly records: JsonObject[];
}

function tooMany(max: number): OrgError {
  return new OrgError(
    400,
    'EXCEEDED_ID_LIMIT',
    `record limit reached. cannot submit more than ${max} records into this call`,
  );
}

/** Neighbours of one type make one DML statement, as on the platform. */
function grouped(records: Records, list: readonly JsonObject[]): readonly Group[] {
  const groups: Group[] = [];
  for (const record of list) {
    const attributes = record['attributes'];
    const type = isObject(attributes) ? attributes['type'] : undefined;
    if (typeof type !== 'string')
      throw new OrgError(400, 'INVALID_TYPE', 'Each record must name its type in attributes.');
    const schema = records.org.describe(type);
    if (schema === undefined)
      throw new OrgError(400, 'INVALID_TYPE', `sObject type '${type}' is not supported.`);
    const last = groups.at(-1);
    if (last?.schema.name === schema.name) last.records.push(record);
    else groups.push({ schema, records: [record] });
  }
  if (groups.length > 10)
    throw new OrgError(
      400,
      'INVALID_ARGUMENT',
      'Records of more than 10 alternating types need more than one request.',
    );
  return groups;
}

const ROLLED_BACK: RowResult = {
  success: false,
  id: null,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message:
        'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

/** Ends the transaction when one group fails and all must stand or fall together. */
class RolledBack extends Error {
  constructor(readonly results: readonly RowResult[]) {
    super('A row failed.');
  }
}

async function runGroups(
  records: Records,
  groups: readonly Group[],
  run: (records: Records, group: Group) => Promise<readonly RowResult[]>,
  allOrNone: boolean,
): Promise<readonly RowResult[]> {
  const total = groups.reduce((sum, group) => sum + group.records.length, 0);
  const work = async (scope: Records): Promise<readonly RowResult[]> => {
    const results: RowResult[] = [];
    for (const group of groups) {
      results.push(...(await run(scope, group)));
      if (allOrNone && results.some(({ success }) => !success)) throw new RolledBack(results);
    }
    return results;
  };
  try {
    return await (allOrNone && groups.length > 1 ? records.atomic(work) : work(records));
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    const { results } = error;
    return Array.from({ length: total }, (_, i) => {
      const result = results[i];
      return result === undefined || result.success ? ROLLED_BACK : result;
    });
  }
}

function shown(result: RowResult, write: Write): JsonObject {
  return {
    ...(result.success ? { id: result.id } : {}),
    success: result.success,
    errors: result.errors.map(({ statusCode, message, fields }) => ({
      statusCode,
      message,
      fields,
    })),
    ...(write === 'upsert' && result.success ? { created: result.created === true } : {}),
  };
}

/** Clients of collections may write `id` for `Id`: `toRow` takes both, but not both at once. */
async function write(call: Call, verb: Write, key?: string): Promise<Reply> {
  const body = jsonBody(call);
  const list = objectsOf(body, 'records');
  if (list.length > MAX_WRITTEN) throw tooMany(MAX_WRITTEN);
  const allOrNone = flagOf(body['allOrNone']);
  const results = await runGroups(
    call.records,
    grouped(call.records, list),
    (records, { schema, records: rows }) =>
      records.write(verb, schema, rows, { allOrNone, ...(key === undefined ? {} : { key }) }),
    allOrNone,
  );
  return { status: 200, json: results.map((result) => shown(result, verb)) };
}

function idList(value: string): readonly string[] {
  const ids = value.split(',').map((id) => id.trim());
  for (const id of ids)
    if (!isId(id)) throw new OrgError(400, 'MALFORMED_ID', `malformed id ${id}`);
  return ids.map(to18);
}

async function remove({ records, query }: Call): Promise<Reply> {
  const given = query['ids'];
  if (given === undefined)
    throw new OrgError(400, 'REQUIRED_FIELD_MISSING', "The 'ids' parameter is required.");
  const ids = idList(given);
  if (ids.length > MAX_WRITTEN) throw tooMany(MAX_WRITTEN);
  const allOrNone = query['allOrNone'] === 'true';
  const results = await records.delete(ids, allOrNone);
  const failed = allOrNone && results.some(({ success }) => !success);
  return {
    status: 200,
    json: results.map((result) => shown(failed && result.success ? ROLLED_BACK : result, 'update')),
  };
}

async function retrieve(
  call: Call,
  ids: readonly string[],
  fields: readonly string[],
): Promise<Reply> {
  const { records, params, version } = call;
  const schema = records.object(params['object'] ?? '');
  if (ids.length > MAX_READ) throw tooMany(MAX_READ);
  const names = fields.map((name) => {
    const field = schema.fields.get(name.trim().toLowerCase());
    if (field === undefined)
      throw new OrgError(
        400,
        'INVALID_FIELD',
        `No such column '${name}' on entity '${schema.name}'`,
      );
    return field.name;
  });
  const wanted = ids.map((id) => to18(id.trim()));
  const rows = await records.read(schema, wanted.filter(isId), names);
  const byId = new Map(rows.map((row) => [row.values['Id'], row]));
  const writer = RecordWriter.for(records.org, version);
  const found = wanted.map((id) => byId.get(id));
  return { status: 200, json: found.map((row) => (row === undefined ? null : writer.record(row))) };
}

function textList(body: JsonObject, name: string): readonly string[] {
  return listOf(body, name).map((item) => {
    if (typeof item !== 'string') throw jsonError(`'${name}' must be a list of strings.`);
    return item;
  });
}

export const collectionRoutes: readonly Route[] = [
  { method: 'POST', path: '/composite/sobjects', handle: (call) => write(call, 'insert') },
  { method: 'PATCH', path: '/composite/sobjects', handle: (call) => write(call, 'update') },
  { method: 'DELETE', path: '/composite/sobjects', handle: remove },
  {
    method: 'PATCH',
    path: '/composite/sobjects/:object/:field',
    handle: (call) => {
      const schema = call.records.object(call.params['object'] ?? '');
      const field = call.records.keyField(schema, call.params['field'] ?? '');
      return write(call, 'upsert', field.name);
    },
  },
  {
    method: 'GET',
    path: '/composite/sobjects/:object',
    handle: (call) =>
      retrieve(call, (call.query['ids'] ?? '').split(','), (call.query['fields'] ?? '').split(',')),
  },
  {
    method: 'POST',
    path: '/composite/sobjects/:object',
    handle: (call) => {
      const body = jsonBody(call);
      return retrieve(call, textList(body, 'ids'), textList(body, 'fields'));
    },
  },
];
