/** SOQL: ANTLR's tree → the database's query tree. The same for inline and dynamic queries. */
import type * as A from '@apexdevtools/apex-parser';
import type {
  AggregateFunction,
  FieldPath,
  Operand,
  OrderBy,
  SelectItem,
  SoqlQuery,
} from '../../database/soql/ast';
import { lowerHaving, lowerWhere } from './lower-soql-conditions';
import { optional, sourceOf, type Text } from './nodes';

export interface LoweredSoql {
  readonly query: SoqlQuery;
  /** Bind expressions in the order of their index. */
  readonly binds: readonly A.ExpressionContext[];
  /** Clauses and functions that the query tree cannot express. */
  readonly unsupported: readonly string[];
}

/** What is gathered on the way through one query and its sub-queries. */
export class SoqlContext {
  readonly binds: A.ExpressionContext[] = [];
  readonly unsupported: string[] = [];
  constructor(readonly text: Text) {}

  bind(ctx: A.BoundExpressionContext): Operand {
    this.binds.push(ctx.expression());
    return { kind: 'bind', index: this.binds.length - 1 };
  }
}

const AGGREGATES: ReadonlySet<string> = new Set([
  'COUNT',
  'COUNT_DISTINCT',
  'SUM',
  'AVG',
  'MIN',
  'MAX',
]);

export function lowerSoql(ctx: A.QueryContext, text: Text): LoweredSoql {
  const c = new SoqlContext(text);
  return { query: lowerQuery(ctx, c), binds: c.binds, unsupported: c.unsupported };
}

export const pathOf = (ctx: A.FieldNameContext): FieldPath =>
  ctx.soqlId_list().map((id) => id.getText());

export function aggregateOf(
  ctx: A.SoqlFunctionContext,
  c: SoqlContext,
): { readonly fn: AggregateFunction; readonly path?: FieldPath } | null {
  const fn = ctx.getChild(0).getText().toUpperCase();
  if (!AGGREGATES.has(fn)) {
    c.unsupported.push(`${fn}() in SOQL`);
    return null;
  }
  const field = optional(ctx.fieldName());
  return { fn: fn as AggregateFunction, ...(field && { path: pathOf(field) }) };
}

type Entry = A.SelectEntryContext | A.SubFieldEntryContext;

function lowerEntry(ctx: Entry, c: SoqlContext): SelectItem[] {
  const alias = optional(ctx.soqlId())?.getText();
  const withAlias = alias === undefined ? {} : { alias };
  const sub = optional(ctx.subQuery());
  if (sub) return [{ kind: 'subquery', query: lowerQuery(sub, c) }];
  if (ctx.typeOf()) {
    c.unsupported.push('TYPEOF in SOQL');
    return [];
  }
  const fn = optional(ctx.soqlFunction());
  if (!fn) return [{ kind: 'field', path: pathOf(ctx.fieldName()), ...withAlias }];
  const all = optional(fn.soqlFieldsParameter());
  if (all)
    return [
      { kind: 'allFields', scope: all.getText().toUpperCase() as 'ALL' | 'STANDARD' | 'CUSTOM' },
    ];
  const aggregate = aggregateOf(fn, c);
  return aggregate ? [{ kind: 'aggregate', ...aggregate, ...withAlias }] : [];
}

function lowerOrder(ctx: A.FieldOrderContext, c: SoqlContext): OrderBy[] {
  const field = optional(ctx.fieldName());
  const fn = optional(ctx.soqlFunction());
  const aggregate = fn && aggregateOf(fn, c);
  if (!field && !aggregate) return [];
  const nulls = ctx.FIRST() ? 'first' : ctx.LAST() ? 'last' : null;
  return [
    {
      path: field ? pathOf(field) : (aggregate?.path ?? []),
      ...(aggregate && { aggregate: aggregate.fn }),
      ...(ctx.DESC() && { descending: true }),
      ...(nulls && { nulls }),
    },
  ];
}

function lowerCount(ctx: A.LimitClauseContext | A.OffsetClauseContext, c: SoqlContext): Operand {
  const bound = optional(ctx.boundExpression());
  if (bound) return c.bind(bound);
  return { kind: 'literal', value: Number(ctx.IntegerLiteral().getText()), type: 'number' };
}

function accessOf(ctx: A.WithClauseContext | null, c: SoqlContext): SoqlQuery['access'] {
  if (!ctx) return undefined;
  if (ctx.USER_MODE()) return 'user';
  if (ctx.SYSTEM_MODE()) return 'system';
  if (ctx.SECURITY_ENFORCED()) return 'securityEnforced';
  c.unsupported.push('this WITH clause');
  return undefined;
}

function lowerQuery(ctx: A.QueryContext | A.SubQueryContext, c: SoqlContext): SoqlQuery {
  const top = 'selectList' in ctx ? ctx : null;
  const entries: readonly Entry[] =
    'selectList' in ctx
      ? ctx.selectList().selectEntry_list()
      : ctx.subFieldList().subFieldEntry_list();
  const from = ctx.fromNameList();
  if (from.fieldName_list().length > 1) c.unsupported.push('several objects in FROM');
  // Binds are numbered in the order in which they stand in the text.
  const select = entries.flatMap((entry) => lowerEntry(entry, c));
  const where = optional(ctx.whereClause());
  const group = top && optional(top.groupByClause());
  const having = group && optional(group.logicalExpression());
  if (group?.ROLLUP() || group?.CUBE()) c.unsupported.push('GROUP BY ROLLUP and CUBE');
  if (top && optional(top.usingScope())) c.unsupported.push('USING SCOPE');
  const order = optional(ctx.orderByClause());
  const limit = optional(ctx.limitClause());
  const offset = top && optional(top.offsetClause());
  const alias = optional(from.soqlId(0))?.getText();
  const whereTree = where && lowerWhere(where.whereLogicalExpression(), c);
  const access = accessOf(top && optional(top.withClause()), c);
  const havingTree = having && lowerHaving(having, c);
  return {
    select,
    // `FROM Account.Contacts` in a sub-query is the same as `FROM Contacts`.
    from: pathOf(from.fieldName(0)).at(-1) ?? '',
    ...(alias !== undefined && { alias }),
    ...(whereTree && { where: whereTree }),
    ...(access && { access }),
    ...(group && { groupBy: groupPaths(group, c) }),
    ...(havingTree && { having: havingTree }),
    ...(order && {
      orderBy: order
        .fieldOrderList()
        .fieldOrder_list()
        .flatMap((o) => lowerOrder(o, c)),
    }),
    ...(limit && { limit: lowerCount(limit, c) }),
    ...(offset && { offset: lowerCount(offset, c) }),
    ...(ctx.forClauses().UPDATE_list().length > 0 && { forUpdate: true }),
    ...(top && optional(top.allRowsClause()) && { allRows: true }),
    source: sourceOf(ctx, c.text),
  };
}

export const lowerSubQuery = (ctx: A.SubQueryContext, c: SoqlContext): SoqlQuery =>
  lowerQuery(ctx, c);

function groupPaths(ctx: A.GroupByClauseContext, c: SoqlContext): FieldPath[] {
  return ctx
    .fieldGroupByList()
    .fieldGroupBy_list()
    .flatMap((g) => {
      const field = optional(g.fieldName());
      if (field) return [pathOf(field)];
      c.unsupported.push('functions in GROUP BY');
      return [];
    });
}
