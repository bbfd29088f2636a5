/** `/sobjects/X`, `/sobjects/X/id` and `/sobjects/X/ExternalId__c/value`. */
import type { FieldSchema, ObjectSchema } from '../../database/schema';
import { OrgError } from '../../org/contract';
import type { JsonObject } from '../body';
import { jsonBody } from '../body';
import { isId, to18 } from '../data/ids';
import { toStored } from '../data/input';
import { RecordWriter } from '../data/output';
import { soqlLiteral } from '../data/soql-text';
import { notFound, rowFailure, unsupported } from '../errors';
import type { Call, Reply, Route, RowResult } from '../types';

function only(results: readonly RowResult[]): RowResult {
  const [result] = results;
  if (result === undefined) throw notFound();
  if (!result.success) throw rowFailure(result.errors);
  return result;
}

function created(result: RowResult, extra: object = {}): JsonObject {
  return { id: result.id, success: true, errors: [], ...extra };
}

/** The path names the row: the body must not do so again. */
function refuseKey(body: JsonObject, key: string): void {
  if (Object.keys(body).some((name) => name.toLowerCase() === key.toLowerCase()))
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `The ${key} field should not be specified in the sobject data.`,
      [key],
    );
}

async function create({ records, params, body }: Call): Promise<Reply> {
  const schema = records.object(params['object'] ?? '');
  const record = jsonBody({ body });
  const result = only(await records.write('insert', schema, [record], { allOrNone: true }));
  return {
    status: 201,
    json: created(result),
    headers: { Location: `/services/data/sobjects/${schema.name}/${result.id ?? ''}` },
  };
}

function idOf(schema: ObjectSchema, id: string): string {
  if (!isId(id))
    throw notFound(`Provided external ID field does not exist or is not accessible: ${id}`);
  const full = to18(id);
  if (!full.startsWith(schema.keyPrefix)) throw notFound();
  return full;
}

function fieldList(schema: ObjectSchema, list: string | undefined): readonly string[] | undefined {
  return list?.split(',').map((name) => {
    const field = schema.fields.get(name.trim().toLowerCase());
    if (field === undefined)
      throw new OrgError(
        400,
        'INVALID_FIELD',
        `No such column '${name.trim()}' on entity '${schema.name}'`,
      );
    return field.name;
  });
}

async function read(call: Call): Promise<Reply> {
  const { records, params, query, version } = call;
  const schema = records.object(params['object'] ?? '');
  const fields = fieldList(schema, query['fields']);
  const [row] = await records.read(schema, [idOf(schema, params['id'] ?? '')], fields);
  if (row === undefined) throw notFound();
  return { status: 200, json: RecordWriter.for(records.org, version).record(row) };
}

async function update({ records, params, body }: Call): Promise<Reply> {
  const schema = records.object(params['object'] ?? '');
  const id = idOf(schema, params['id'] ?? '');
  const record = jsonBody({ body });
  refuseKey(record, 'Id');
  only(await records.write('update', schema, [{ ...record, Id: id }], { allOrNone: true }));
  return { status: 204 };
}

async function remove({ records, params }: Call): Promise<Reply> {
  const schema = records.object(params['object'] ?? '');
  only(await records.delete([idOf(schema, params['id'] ?? '')], true));
  return { status: 204 };
}

interface Key {
  readonly schema: ObjectSchema;
  readonly field: FieldSchema;
  readonly value: string;
}

function keyOf({ records, params }: Call): Key {
  const schema = records.object(params['object'] ?? '');
  const name = params['field'] ?? '';
  if (isId(name) && name.startsWith(schema.keyPrefix))
    throw unsupported('Walking a relationship by path');
  return { schema, field: records.keyField(schema, name), value: params['value'] ?? '' };
}

async function upsert(call: Call): Promise<Reply> {
  const { schema, field, value } = keyOf(call);
  const body = jsonBody(call);
  refuseKey(body, field.name);
  if (field.type === 'id') return update({ ...call, params: { ...call.params, id: value } });
  if (call.query['updateOnly'] === 'true') throw unsupported('An upsert with updateOnly');
  const record = { ...body, [field.name]: value };
  const result = only(
    await call.records.write('upsert', schema, [record], { allOrNone: true, key: field.name }),
  );
  const isNew = result.created === true;
  return { status: isNew ? 201 : 200, json: created(result, { created: isNew }) };
}

/** Ids of the rows with this external id: more than one when the field is not unique. */
async function idsByKey({ records, version }: Call, key: Key): Promise<readonly string[] | Reply> {
  const { schema, field, value } = key;
  const literal = soqlLiteral(toStored(field, value), field.type);
  const { rows } = await records.query(
    `SELECT Id FROM ${schema.name} WHERE ${field.name} = ${literal} LIMIT 200`,
  );
  const ids = rows.flatMap(({ values }) =>
    typeof values['Id'] === 'string' ? [values['Id']] : [],
  );
  if (ids.length === 0) throw notFound();
  if (ids.length === 1) return ids;
  const writer = RecordWriter.for(records.org, version);
  return { status: 300, json: ids.map((id) => writer.attributes(schema.name, id)['url']) };
}

/** Does with the row of an external id what `handle` does with the row of an Id. */
function byKey(handle: (call: Call) => Promise<Reply>): Route['handle'] {
  return async (call) => {
    const key = keyOf(call);
    const ids = key.field.type === 'id' ? [key.value] : await idsByKey(call, key);
    if ('status' in ids) return ids;
    return handle({ ...call, params: { ...call.params, id: ids[0] ?? '' } });
  };
}

export const rowRoutes: readonly Route[] = [
  { method: 'POST', path: '/sobjects/:object', handle: create },
  { method: 'POST', path: '/sobjects/:object/Id', handle: create },
  { method: 'GET', path: '/sobjects/:object/:id', handle: read },
  { method: 'PATCH', path: '/sobjects/:object/:id', handle: update },
  { method: 'DELETE', path: '/sobjects/:object/:id', handle: remove },
  { method: 'PATCH', path: '/sobjects/:object/:field/*value', handle: upsert },
  { method: 'GET', path: '/sobjects/:object/:field/*value', handle: byKey(read) },
  { method: 'DELETE', path: '/sobjects/:object/:field/*value', handle: byKey(remove) },
];
