/** `/sobjects/X` and `/tooling/sobjects/X` for objects that no database holds. */
import { jsonBody } from '../body';
import { notFound, unsupported } from '../errors';
import type { Call, Reply, Route } from '../types';
import type { VirtualRow } from './virtual-query';
import type { VirtualTable } from './virtual-tables';
import { readVirtual, virtualTable } from './virtual-tables';

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

const insert: Handle = (call, table) => {
  if (table.insert === undefined) throw unsupported(`Creating ${table.name}`);
  const id = table.insert(call, jsonBody(call));
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

/**
 * Puts the virtual tables before the endpoints of real objects.
 *
 * @param routes endpoints of the data API; those of the same method and path answer for real objects
 */
export function virtualRoutes(routes: readonly Route[]): readonly Route[] {
  return HANDLES.flatMap(([method, path, handle]) => {
    const real = routes.find((route) => route.method === method && route.path === path);
    const otherwise =
      real?.handle ??
      ((): never => {
        throw notFound();
      });
    return [
      { method, path, handle: either(handle, false, otherwise) },
      {
        method,
        path: `/tooling${path}`,
        handle: either(handle, true, () => {
          throw notFound();
        }),
      },
    ];
  });
}
