/** `/sobjects/X` and `/tooling/sobjects/X` for objects that no database holds. */
import { jsonBody } from '../body';
import { notFound, unsupported } from '../errors';
import { brief } from '../rest/describe';
import type { Call, Reply, Route } from '../types';
import type { VirtualRow } from './virtual-query';
import type { VirtualTable } from './virtual-tables';
import { readVirtual, toolingTables, virtualTable } from './virtual-tables';

type Handle = (call: Call, table: VirtualTable) => Promise<Reply> | Reply;

function rowOf({ context, params }: Call, table: VirtualTable): VirtualRow {
  const row = readVirtual(context, table, params['id'] ?? '');
  if (row === undefined) throw notFound();
  return row;
}

const read: Handle = (call, table) => ({
  status: 200,
  json: { attributes: { type: table.name }, ...rowOf(call, table) },
});

const insert: Handle = async (call, table) => {
  if (table.insert === undefined) throw unsupported(`Creating ${table.name}`);
  const id = await table.insert(call, jsonBody(call));
  return { status: 201, json: { id, success: true, errors: [] } };
};

const update: Handle = (call, table) => {
  if (table.update === undefined) throw unsupported(`Changing ${table.name}`);
  table.update(call, rowOf(call, table), jsonBody(call));
  return { status: 204 };
};

const remove: Handle = async (call, table) => {
  if (table.remove === undefined) throw unsupported(`Deleting ${table.name}`);
  await table.remove(call, rowOf(call, table));
  return { status: 204 };
};

const describe: Handle = ({ context }, table) => {
  const names = Object.keys(table.rows(context)[0] ?? { Id: null });
  return { status: 200, json: { name: table.name, fields: names.map((name) => ({ name })) } };
};

/** Takes what is about a virtual table, and leaves the rest to `otherwise`. */
function either(handle: Handle, tooling: boolean, otherwise: Route['handle']): Route['handle'] {
  return (call) => {
    const table = virtualTable(call.context, call.params['object'] ?? '', tooling);
    return table === undefined ? otherwise(call) : handle(call, table);
  };
}

const HANDLES: readonly (readonly [method: string, path: string, handle: Handle])[] = [
  ['GET', '/sobjects/:object/describe', describe],
  ['POST', '/sobjects/:object', insert],
  ['GET', '/sobjects/:object/:id', read],
  ['PATCH', '/sobjects/:object/:id', update],
  ['DELETE', '/sobjects/:object/:id', remove],
];

const missing = (): never => {
  throw notFound();
};

/** Real objects that the tooling API shows as well. */
export const SETUP_OBJECTS: readonly string[] = [
  'ApexClass',
  'ApexTrigger',
  'AsyncApexJob',
  'CronTrigger',
  'Organization',
  'PermissionSet',
  'Profile',
  'User',
];

function setupObject(handle: Route['handle']): Route['handle'] {
  return (call) => {
    const name = call.params['object']?.toLowerCase();
    if (!SETUP_OBJECTS.some((known) => known.toLowerCase() === name)) throw notFound();
    return handle(call);
  };
}

/** `/tooling/sobjects`. */
export const toolingDescribe: Route = {
  method: 'GET',
  path: '/tooling/sobjects',
  handle: ({ context, version }) => {
    const real = SETUP_OBJECTS.flatMap((name) => context.org.describe(name) ?? []);
    const virtual = toolingTables(context).map(({ name, insert, update, remove }) => ({
      name,
      label: name,
      custom: false,
      createable: insert !== undefined,
      updateable: update !== undefined,
      deletable: remove !== undefined,
      queryable: true,
      retrieveable: true,
    }));
    const sobjects = [...real.map((schema) => brief(schema, version)), ...virtual];
    return { status: 200, json: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
  },
};

/**
 * Puts the virtual tables before the endpoints of real objects.
 *
 * @param routes endpoints of the data API; those of the same method and path answer for real objects
 */
export function virtualRoutes(routes: readonly Route[]): readonly Route[] {
  return HANDLES.flatMap(([method, path, handle]) => {
    const real = routes.find((route) => route.method === method && route.path === path);
    const otherwise = real?.handle ?? missing;
    return [
      { method, path, handle: either(handle, false, otherwise) },
      {
        method,
        path: `/tooling${path}`,
        handle: either(handle, true, method === 'GET' ? setupObject(otherwise) : missing),
      },
    ];
  });
}
