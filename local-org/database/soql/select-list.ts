/** The SELECT list: fields, aggregates and child sub-queries, resolved and checked. */
import { SoqlError } from '../contract';
import { kindOf } from '../field-kinds';
import type { FieldSchema, ObjectSchema, Schema } from '../schema';
import type { AggregateFunction, SelectItem, SoqlQuery } from './ast';
import { resolveChildren, resolvePath, type ResolvedPath } from './paths';
import { validateQuery, type ResolvedItem } from './validate';

export function isAggregateQuery(query: SoqlQuery): boolean {
  return query.groupBy !== undefined || query.select.some((item) => item.kind === 'aggregate');
}

/** @param grouped paths of GROUP BY */
export function resolveSelect(
  query: SoqlQuery,
  schema: Schema,
  object: ObjectSchema,
  grouped: readonly ResolvedPath[],
): ResolvedItem[] {
  const aggregate = isAggregateQuery(query);
  const groupedNames = new Set(grouped.map((path) => path.names.join('.')));
  const items: ResolvedItem[] = [];
  const names = new Set<string>();
  let unnamed = 0;
  const add = (item: ResolvedItem, key: string): void => {
    if (names.has(key)) {
      if (aggregate) throw new SoqlError('MALFORMED_QUERY', `duplicate alias: ${key}`);
      throw new SoqlError('INVALID_FIELD', `duplicate field selected: ${key}`);
    }
    names.add(key);
    items.push(item);
  };
  const addField = (path: ResolvedPath, alias?: string): void => {
    const full = path.names.join('.');
    if (aggregate && !groupedNames.has(full)) {
      throw new SoqlError('MALFORMED_QUERY', `Field must be grouped or aggregated: ${full}`);
    }
    const name = alias ?? path.names.at(-1)!;
    add({ kind: 'field', path, alias: name }, aggregate ? name : full);
  };
  for (const item of query.select) {
    switch (item.kind) {
      case 'field':
        addField(resolvePath(schema, object, item.path, query.alias), item.alias);
        break;
      case 'allFields':
        for (const field of allFields(object, item.scope, query)) addField(ownPath(object, field));
        break;
      case 'aggregate': {
        const path = item.path && resolvePath(schema, object, item.path, query.alias);
        checkAggregate(item.fn, path);
        const alias = item.alias ?? `expr${unnamed++}`;
        add({ kind: 'aggregate', fn: item.fn, path, alias }, alias);
        break;
      }
      case 'subquery':
        items.push(child(item, schema, object));
    }
  }
  return items;
}

/** The field as which the result of an aggregate function is compared. Throws for wrong types. */
export function checkAggregate(fn: AggregateFunction, path: ResolvedPath | undefined): FieldSchema {
  if (!path) {
    if (fn === 'COUNT') return COUNTED;
    throw new SoqlError('MALFORMED_QUERY', `${fn} needs a field`);
  }
  if (fn === 'COUNT' || fn === 'COUNT_DISTINCT') return COUNTED;
  const { field } = path;
  const kind = kindOf(field);
  const fits =
    fn === 'SUM' || fn === 'AVG' ? kind === 'number' : kind !== 'boolean' && kind !== 'id';
  if (!fits) {
    throw new SoqlError(
      'MALFORMED_QUERY',
      `field ${field.name} does not support aggregate operator ${fn}`,
    );
  }
  return field;
}

/** Stands for the result of COUNT. */
const COUNTED: FieldSchema = {
  name: 'count',
  label: 'Count',
  type: 'int',
  createable: false,
  updateable: false,
  custom: false,
};

function child(
  item: Extract<SelectItem, { kind: 'subquery' }>,
  schema: Schema,
  parent: ObjectSchema,
): ResolvedItem {
  const { object, field } = resolveChildren(schema, parent, item.query.from);
  const query = validateQuery(item.query, schema, object);
  if (query.aggregate) {
    throw new SoqlError('MALFORMED_QUERY', 'Nested query cannot use aggregate functions');
  }
  return { kind: 'subquery', name: field.childRelationshipName!, field, query };
}

function allFields(object: ObjectSchema, scope: string, query: SoqlQuery): FieldSchema[] {
  const limit = query.limit?.kind === 'literal' ? query.limit.value : undefined;
  const bounded = typeof limit === 'number' && limit <= 200;
  if (scope !== 'STANDARD' && !bounded) {
    throw new SoqlError(
      'MALFORMED_QUERY',
      'The SOQL FIELDS function must have a LIMIT of at most 200',
    );
  }
  const all = [...object.fields.values()];
  return scope === 'ALL' ? all : all.filter((field) => field.custom === (scope === 'CUSTOM'));
}

function ownPath(object: ObjectSchema, field: FieldSchema): ResolvedPath {
  return { names: [field.name], via: [], object, field };
}
