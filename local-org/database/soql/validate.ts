/** Checks a query against a schema, before there are any values. */
import { SoqlError } from '../contract';
import { kindOf } from '../field-kinds';
import type { FieldSchema, ObjectSchema, Schema } from '../schema';
import type { AggregateFunction, Condition, ConditionLeft, Operand, SoqlQuery } from './ast';
import { checkAggregate, isAggregateQuery, resolveSelect } from './select-list';
import { checkLiteralType } from './operands';
import { resolveObject, resolvePath, type ResolvedPath } from './paths';

/** What a SELECT list yields, resolved. */
export type ResolvedItem =
  | {
      readonly kind: 'field';
      readonly path: ResolvedPath;
      /** Name in aggregate results. */ readonly alias: string;
    }
  | {
      readonly kind: 'aggregate';
      readonly fn: AggregateFunction;
      readonly path?: ResolvedPath;
      /** Alias, or `expr0` and so on. */
      readonly alias: string;
    }
  | {
      readonly kind: 'subquery';
      /** Relationship name in its canonical spelling. */
      readonly name: string;
      /** The reference of the child that points to the parent. */
      readonly field: FieldSchema;
      readonly query: ResolvedQuery;
    };

/** A query that can run, with every name found. */
export interface ResolvedQuery {
  readonly object: ObjectSchema;
  readonly select: readonly ResolvedItem[];
  /** Rows are groups: GROUP BY or an aggregate function. */
  readonly aggregate: boolean;
  /** `SELECT COUNT()`: only the number matters. */
  readonly countOnly: boolean;
  /** Every path in WHERE, HAVING, GROUP BY and ORDER BY, for access checks. */
  readonly used: readonly ResolvedPath[];
  /** Queries of semi-joins. */
  readonly joins: readonly ResolvedQuery[];
}

/**
 * Resolves all names of `query` and checks what can be checked without values. Throws SoqlError.
 * @param from the object read by a sub-query in a SELECT list, whose FROM names a relationship
 */
export function validateQuery(
  query: SoqlQuery,
  schema: Schema,
  from?: ObjectSchema,
): ResolvedQuery {
  const object = from ?? resolveObject(schema, query.from);
  const aggregate = isAggregateQuery(query);
  const used: ResolvedPath[] = [];
  const joins: ResolvedQuery[] = [];
  const find = (path: readonly string[]): ResolvedPath => {
    const resolved = resolvePath(schema, object, path, query.alias);
    used.push(resolved);
    return resolved;
  };
  if (query.where) checkCondition(query.where, { find, joins, schema });
  const grouped = (query.groupBy ?? []).map(find);
  for (const path of grouped) requireShort(path.field, 'grouped');
  if (query.having) {
    if (!query.groupBy) throw malformed('HAVING needs GROUP BY');
    const findGrouped = (path: readonly string[]): ResolvedPath =>
      requireGrouped(find(path), grouped, 'Field');
    checkCondition(query.having, { find, findGrouped, joins, schema });
  }
  for (const order of query.orderBy ?? []) {
    if (order.aggregate && !aggregate) throw malformed('ORDER BY an aggregate needs GROUP BY');
    const path = order.path.length > 0 ? find(order.path) : undefined;
    if (path) requireShort(path.field, 'sorted');
    if (order.aggregate) checkAggregate(order.aggregate, path);
    else if (aggregate && path) requireGrouped(path, grouped, 'Ordered field');
  }
  const select = resolveSelect(query, schema, object, grouped);
  const only = query.select[0];
  const countOnly =
    only?.kind === 'aggregate' && only.fn === 'COUNT' && !only.path && !query.groupBy;
  if (aggregate && !countOnly && !query.groupBy && query.limit) {
    throw malformed(
      'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
    );
  }
  return { object, select, aggregate, countOnly, used, joins };
}

interface ConditionScope {
  readonly find: (path: readonly string[]) => ResolvedPath;
  /** Set in HAVING: fields must be grouped there, and aggregate functions may stand on the left. */
  readonly findGrouped?: (path: readonly string[]) => ResolvedPath;
  readonly joins: ResolvedQuery[];
  readonly schema: Schema;
}

function checkCondition(condition: Condition, scope: ConditionScope): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const item of condition.items) checkCondition(item, scope);
      return;
    case 'not':
      return checkCondition(condition.item, scope);
    case 'compare': {
      const field = checkLeft(condition.left, scope);
      checkOperator(field, condition.op);
      checkOperand(field, condition.right);
      return;
    }
    case 'in': {
      const field = checkLeft(condition.left, scope);
      if (condition.right.kind !== 'query') return checkOperand(field, condition.right);
      scope.joins.push(checkJoin(field, condition.right.query, scope.schema));
    }
  }
}

function checkLeft(left: ConditionLeft, scope: ConditionScope): FieldSchema {
  if (left.kind === 'aggregate') {
    if (!scope.findGrouped) throw malformed('Aggregate functions are not allowed in WHERE');
    const counted = left.path && left.path.length > 0 ? scope.find(left.path) : undefined;
    return checkAggregate(left.fn, counted);
  }
  const { field } = (scope.findGrouped ?? scope.find)(left.path);
  requireShort(field, 'filtered');
  return field;
}

function requireGrouped(
  path: ResolvedPath,
  grouped: readonly ResolvedPath[],
  what: string,
): ResolvedPath {
  const name = path.names.join('.');
  if (grouped.some((other) => other.names.join('.') === name)) return path;
  throw malformed(`${what} must be grouped or aggregated: ${name}`);
}

function checkOperator(field: FieldSchema, op: string): void {
  const refuse = (kind: string): never => {
    throw new SoqlError('INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${kind} field`);
  };
  const kind = kindOf(field);
  if (op === 'like' && kind !== 'text') refuse(kind);
  const forMultipicklist = op === 'includes' || op === 'excludes';
  if (forMultipicklist && field.type !== 'multipicklist') refuse(kind);
  if (kind === 'boolean' && op !== '=' && op !== '!=') refuse(kind);
}

function checkOperand(field: FieldSchema, operand: Operand): void {
  if (operand.kind === 'list') for (const item of operand.items) checkOperand(field, item);
  else if (operand.kind === 'literal') checkLiteralType(field, operand.type);
  else if (operand.kind === 'dateLiteral') {
    checkLiteralType(field, kindOf(field) === 'datetime' ? 'datetime' : 'date');
  }
}

function checkJoin(field: FieldSchema, query: SoqlQuery, schema: Schema): ResolvedQuery {
  const resolved = validateQuery(query, schema);
  const item = resolved.select[0];
  if (resolved.select.length !== 1 || item?.kind !== 'field') {
    throw malformed('Semi join sub-selects must select exactly one field');
  }
  if (kindOf(field) !== 'id' || kindOf(item.path.field) !== 'id') {
    throw malformed(
      `Semi join sub-selects need Id or reference fields: ${field.name}, ${item.path.names.join('.')}`,
    );
  }
  return resolved;
}

/** Long text cannot be compared, sorted or grouped on the platform. */
function requireShort(field: FieldSchema, use: 'filtered' | 'sorted' | 'grouped'): void {
  if (field.type === 'base64' || (field.type === 'textarea' && (field.length ?? 255) > 255)) {
    throw new SoqlError('INVALID_FIELD', `field '${field.name}' can not be ${use} in a query call`);
  }
}

function malformed(message: string): SoqlError {
  return new SoqlError('MALFORMED_QUERY', message);
}
