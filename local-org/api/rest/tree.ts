/** `/composite/tree/X`: records with their children, all or nothing. */
import type { ObjectSchema } from '../../database/schema';
import { OrgError } from '../../org/contract';
import type { JsonObject } from '../body';
import { isObject, jsonBody, objectsOf } from '../body';
import type { Records } from '../data/records';
import { jsonError } from '../errors';
import type { Call, Reply, Route, RowError } from '../types';

const MAX_RECORDS = 200;

interface Node {
  readonly schema: ObjectSchema;
  readonly referenceId: string;
  readonly fields: JsonObject;
  readonly parent?: { readonly node: Node; readonly field: string };
}

class TreeFailure extends Error {
  constructor(readonly failures: ReadonlyMap<string, readonly RowError[]>) {
    super('A record of the tree failed.');
  }
}

function childField(
  records: Records,
  parent: ObjectSchema,
  relationship: string,
): [ObjectSchema, string] {
  const lower = relationship.toLowerCase();
  const found = records.org.database.schema
    .children(parent.name)
    .find(({ field }) => field.childRelationshipName?.toLowerCase() === lower);
  if (found === undefined)
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `No such relation '${relationship}' on sobject of type ${parent.name}`,
    );
  return [found.object, found.field.name];
}

/** Flattens the tree level by level, parents first. */
function collect(
  records: Records,
  schema: ObjectSchema,
  list: readonly JsonObject[],
  parent?: Node['parent'],
): readonly Node[] {
  return list.flatMap((entry) => {
    const attributes = isObject(entry['attributes']) ? entry['attributes'] : {};
    const { referenceId } = attributes;
    if (typeof referenceId !== 'string')
      throw new OrgError(
        400,
        'INVALID_INPUT',
        'Include a reference ID for each record in the request.',
      );
    const isChildren = ([, value]: [string, unknown]): boolean =>
      isObject(value) && Array.isArray(value['records']);
    const entries = Object.entries(entry).filter(([name]) => name !== 'attributes');
    const fields = Object.fromEntries(entries.filter((item) => !isChildren(item)));
    const node: Node = { schema, referenceId, fields, ...(parent ? { parent } : {}) };
    const below = entries.filter(isChildren).flatMap(([name, value]) => {
      const [child, field] = childField(records, schema, name);
      return collect(records, child, objectsOf(value as JsonObject, 'records'), { node, field });
    });
    return [node, ...below];
  });
}

async function insertAll(records: Records, nodes: readonly Node[]): Promise<Map<Node, string>> {
  const ids = new Map<Node, string>();
  let open = nodes;
  while (open.length > 0) {
    const ready = open.filter(({ parent }) => parent === undefined || ids.has(parent.node));
    const { schema } = ready[0] ?? {};
    if (schema === undefined) throw new Error('A tree cannot have a loop.');
    const batch = ready.filter((node) => node.schema.name === schema.name);
    const rows = batch.map(({ fields, parent }) =>
      parent === undefined ? fields : { ...fields, [parent.field]: ids.get(parent.node) },
    );
    const results = await records.write('insert', schema, rows, { allOrNone: true });
    const failures = batch.flatMap(({ referenceId }, i) => {
      const result = results[i];
      return result === undefined || result.success ? [] : [[referenceId, result.errors] as const];
    });
    if (failures.length > 0) throw new TreeFailure(new Map(failures));
    batch.forEach((node, i) => ids.set(node, results[i]?.id ?? ''));
    open = open.filter((node) => !ids.has(node));
  }
  return ids;
}

async function create(call: Call): Promise<Reply> {
  const schema = call.records.object(call.params['object'] ?? '');
  const nodes = collect(call.records, schema, objectsOf(jsonBody(call), 'records'));
  if (nodes.length > MAX_RECORDS)
    throw new OrgError(400, 'LIMIT_EXCEEDED', `The tree holds more than ${MAX_RECORDS} records.`);
  if (new Set(nodes.map(({ referenceId }) => referenceId)).size < nodes.length)
    throw jsonError('Duplicate ReferenceId provided in the request.');
  const levels = new Set(nodes.map((node) => `${node.schema.name}/${node.parent?.field ?? ''}`));
  const together = levels.size > 1;
  try {
    const ids = await (together
      ? call.records.atomic((records) => insertAll(records, nodes))
      : insertAll(call.records, nodes));
    const results = nodes.map((node) => ({ referenceId: node.referenceId, id: ids.get(node) }));
    return { status: 201, json: { hasErrors: false, results } };
  } catch (error) {
    if (!(error instanceof TreeFailure)) throw error;
    const results = [...error.failures].map(([referenceId, errors]) => ({ referenceId, errors }));
    return { status: 400, json: { hasErrors: true, results } };
  }
}

export const treeRoutes: readonly Route[] = [
  { method: 'POST', path: '/composite/tree/:object', handle: create },
];
