/** Compiles a query once, so that running it again costs only the work on rows. */
import type { ResultRow, Values } from '../contract';
import type { ObjectSchema, Stored } from '../schema';
import type { Store } from '../store';
import type { Table } from '../table';
import { aggregateReader, groupFieldReader, type Group } from './aggregates';
import type { Condition, ConditionLeft, Operand, SoqlQuery } from './ast';
import { compileCondition, type Bindable, type Left } from './conditions';
import type { Execution } from './operands';
import { orderDirection, type OrderTerm } from './order';
import { resolvePath, type ResolvedPath } from './paths';
import type { WantedOrder } from './planner';
import { Projection } from './projection';
import { pathReader, type Reader } from './read-path';
import { checkAggregate } from './select-list';
import { validateQuery, type ResolvedQuery } from './validate';

export interface CompiledQuery {
  readonly query: SoqlQuery;
  readonly resolved: ResolvedQuery;
  readonly table: Table;
  readonly where: Bindable<Values> | undefined;
  /** The condition depends on the binds and on nothing else: not on time, not on other rows. */
  readonly fixedWhere: boolean;
  readonly order: readonly OrderTerm<Values>[];
  /** Set when a single own field decides the order. */
  readonly wantedOrder: WantedOrder | undefined;
  readonly projection: Projection;
  /** Only for aggregate queries. */
  readonly groups: CompiledGroups;
}

export interface CompiledGroups {
  readonly by: readonly { readonly path: ResolvedPath; readonly read: Reader }[];
  readonly having: Bindable<Group> | undefined;
  readonly order: readonly OrderTerm<Group>[];
  /** One per selected item. */
  readonly readers: readonly ((execution: Execution) => (group: Group) => Stored)[];
}

/** How compiled queries run other queries. */
export interface Runner {
  /** Values that a semi-join selects. */
  selectValues(compiled: CompiledQuery, execution: Execution): readonly Stored[];
  /** Rows of a child sub-query whose `field` points at `parentId`. */
  selectChildren(
    compiled: CompiledQuery,
    field: string,
    parentId: string,
    execution: Execution,
  ): readonly ResultRow[];
}

/** @param from the child object, for sub-queries of a SELECT list */
export function compileQuery(
  query: SoqlQuery,
  store: Store,
  runner: Runner,
  from?: ObjectSchema,
): CompiledQuery {
  const resolved = validateQuery(query, store.schema, from);
  const { object } = resolved;
  const resolve = (path: readonly string[]): ResolvedPath =>
    resolvePath(store.schema, object, path, query.alias);
  const left = (side: ConditionLeft): Left<Values> => {
    const path = resolve(side.path ?? []);
    return { field: path.field, direct: isStored(path), bind: pathReader(store, path) };
  };
  const subquery = (inner: SoqlQuery): ((execution: Execution) => readonly Stored[]) => {
    const compiled = compileQuery(inner, store, runner);
    return (execution) => runner.selectValues(compiled, execution);
  };
  const order = resolved.aggregate ? [] : (query.orderBy ?? []);
  const terms = order.map((term) => {
    const path = resolve(term.path);
    const own = isStored(path);
    return { ...orderDirection(term), field: path.field, own, path, bind: pathReader(store, path) };
  });
  const only = terms.length === 1 ? terms[0] : undefined;
  return {
    query,
    resolved,
    table: store.table(object.name),
    fixedWhere: isFixed(query.where) && resolved.used.every(({ field }) => !field.formula),
    where: query.where && compileCondition(query.where, { left, subquery }),
    order: terms,
    wantedOrder: only?.own ? { ...only, field: only.field.name } : undefined,
    projection: compileProjection(query, resolved, store, runner),
    groups: compileGroups(query, resolved, store, resolve, subquery),
  };
}

function compileProjection(
  query: SoqlQuery,
  resolved: ResolvedQuery,
  store: Store,
  runner: Runner,
): Projection {
  const inner = query.select.flatMap((item) => (item.kind === 'subquery' ? [item.query] : []));
  const children = resolved.select
    .filter((item) => item.kind === 'subquery')
    .map((item, i) => {
      const compiled = compileQuery(inner[i]!, store, runner, item.query.object);
      const run = (parentId: string, execution: Execution): readonly ResultRow[] =>
        runner.selectChildren(compiled, item.field.name, parentId, execution);
      return { name: item.name, run };
    });
  return new Projection(store, resolved.aggregate ? [] : resolved.select, children);
}

function compileGroups(
  query: SoqlQuery,
  resolved: ResolvedQuery,
  store: Store,
  resolve: (path: readonly string[]) => ResolvedPath,
  subquery: (inner: SoqlQuery) => (execution: Execution) => readonly Stored[],
): CompiledGroups {
  if (!resolved.aggregate) return { by: [], having: undefined, order: [], readers: [] };
  const left = (side: ConditionLeft): Left<Group> => {
    const path = side.path && side.path.length > 0 ? resolve(side.path) : undefined;
    const read = path && pathReader(store, path);
    if (side.kind === 'field') {
      return { field: path!.field, direct: false, bind: groupFieldReader(read!) };
    }
    const field = checkAggregate(side.fn, path);
    return { field, direct: false, bind: aggregateReader(side.fn, path?.field, read) };
  };
  const by = (query.groupBy ?? []).map(resolve);
  return {
    by: by.map((path) => ({ path, read: pathReader(store, path) })),
    having: query.having && compileCondition(query.having, { left, subquery }),
    order: (query.orderBy ?? []).map((term) => ({
      ...orderDirection(term),
      ...left(
        term.aggregate
          ? { kind: 'aggregate', fn: term.aggregate, path: term.path }
          : { kind: 'field', path: term.path },
      ),
    })),
    readers: resolved.select.map((item) => {
      if (item.kind === 'aggregate') {
        const read = item.path && pathReader(store, item.path);
        return aggregateReader(item.fn, item.path?.field, read);
      }
      if (item.kind === 'field') return groupFieldReader(pathReader(store, item.path));
      throw new Error('Sub-queries and aggregates do not mix.');
    }),
  };
}

/** A field of the row itself that is not computed: indexes and observers know it. */
function isStored({ via, field }: ResolvedPath): boolean {
  return via.length === 0 && !field.formula;
}

function isFixed(condition: Condition | undefined): boolean {
  if (!condition) return true;
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.items.every(isFixed);
    case 'not':
      return isFixed(condition.item);
    case 'compare':
    case 'in':
      return condition.left.path?.length === 1 && isConstant(condition.right);
  }
}

function isConstant(right: Operand | { readonly kind: 'query' }): boolean {
  if (right.kind === 'list') return right.items.every(isConstant);
  return right.kind === 'literal' || right.kind === 'bind';
}
