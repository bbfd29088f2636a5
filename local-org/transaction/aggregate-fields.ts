/** What the columns of an aggregate result hold: a MIN of a datetime is a datetime, too. */
import type { FieldSchema, Schema } from '../database/schema';
import type { FieldPath, SoqlQuery } from '../database/soql/ast';

/** The field behind each alias, by lower-case name, where the value keeps the type of its field. */
export function aggregateFields(
  schema: Schema,
  query: SoqlQuery,
): ReadonlyMap<string, FieldSchema> {
  const fields = new Map<string, FieldSchema>();
  let unnamed = 0;
  for (const item of query.select) {
    if (item.kind !== 'field' && item.kind !== 'aggregate') continue;
    const isFunction = item.kind === 'aggregate';
    const name = item.alias ?? (isFunction ? `expr${unnamed++}` : (item.path.at(-1) ?? ''));
    if (isFunction && item.fn !== 'MIN' && item.fn !== 'MAX') continue;
    const field = item.path && follow(schema, query.from, item.path);
    if (field) fields.set(name.toLowerCase(), field);
  }
  return fields;
}

/** Walks through parents. */
function follow(schema: Schema, from: string, path: FieldPath): FieldSchema | undefined {
  let object = schema.object(from);
  for (const step of path.slice(0, -1)) {
    const lower = step.toLowerCase();
    const link = [...(object?.fields.values() ?? [])].find(
      ({ relationshipName }) => relationshipName?.toLowerCase() === lower,
    );
    const target = link?.referenceTo?.[0];
    object = target === undefined ? undefined : schema.object(target);
  }
  return object?.fields.get((path.at(-1) ?? '').toLowerCase());
}
