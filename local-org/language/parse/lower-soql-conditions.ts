/** WHERE and HAVING of SOQL. */
import type * as A from '@apexdevtools/apex-parser';
import type {
  CompareOp,
  Condition,
  ConditionLeft,
  LiteralType,
  Operand,
} from '../../database/soql/ast';
import type { Stored } from '../../database/schema';
import { revealWildcards, unquote } from './literals';
import { aggregateOf, lowerSubQuery, pathOf, type SoqlContext } from './lower-soql';
import { optional } from './nodes';

/** Stands in for a condition that the query tree cannot express; the query is refused anyway. */
const REFUSED: Condition = {
  kind: 'compare',
  left: { kind: 'field', path: ['Id'] },
  op: '!=',
  right: { kind: 'literal', value: null, type: 'null' },
};

interface Logic<T> {
  readonly items: readonly T[];
  readonly or: boolean;
  readonly not: boolean;
}

function combine<T>(logic: Logic<T>, lower: (item: T) => Condition): Condition {
  const [first, ...rest] = logic.items.map(lower);
  if (!first) return REFUSED;
  if (logic.not) return { kind: 'not', item: first };
  return rest.length === 0 ? first : { kind: logic.or ? 'or' : 'and', items: [first, ...rest] };
}

export const lowerWhere = (ctx: A.WhereLogicalExpressionContext, c: SoqlContext): Condition =>
  combine(
    {
      items: ctx.whereConditionalExpression_list(),
      or: ctx.SOQLOR_list().length > 0,
      not: Boolean(ctx.NOT()),
    },
    (item) => {
      const inner = optional(item.whereLogicalExpression());
      if (inner) return lowerWhere(inner, c);
      const field = optional(item.whereFieldExpression());
      const expression = field && optional(field.fieldExpression());
      if (expression) return lowerComparison(expression, c);
      c.unsupported.push('FORMULA() in SOQL');
      return REFUSED;
    },
  );

export const lowerHaving = (ctx: A.LogicalExpressionContext, c: SoqlContext): Condition =>
  combine(
    {
      items: ctx.conditionalExpression_list(),
      or: ctx.SOQLOR_list().length > 0,
      not: Boolean(ctx.NOT()),
    },
    (item) => {
      const inner = optional(item.logicalExpression());
      return inner ? lowerHaving(inner, c) : lowerComparison(item.fieldExpression(), c);
    },
  );

function leftOf(ctx: A.FieldExpressionContext, c: SoqlContext): ConditionLeft | null {
  const field = optional(ctx.fieldName());
  if (field) return { kind: 'field', path: pathOf(field) };
  const aggregate = aggregateOf(ctx.soqlFunction(), c);
  return aggregate && { kind: 'aggregate', ...aggregate };
}

function lowerComparison(ctx: A.FieldExpressionContext, c: SoqlContext): Condition {
  const left = leftOf(ctx, c);
  const operator = ctx.comparisonOperator();
  const value = ctx.value();
  if (operator.IN()) {
    const query = optional(value.subQuery());
    const right = query
      ? { kind: 'query' as const, query: lowerSubQuery(query, c) }
      : lowerValue(value, c);
    return left ? { kind: 'in', not: Boolean(operator.NOT()), left, right } : REFUSED;
  }
  const right = lowerValue(value, c);
  const op = operator.getText().toLowerCase();
  if (!left) return REFUSED;
  return { kind: 'compare', left, op: (op === '<>' ? '!=' : op) as CompareOp, right };
}

const literal = (type: LiteralType, value: Stored): Operand => ({ kind: 'literal', value, type });

export function lowerValue(ctx: A.ValueContext, c: SoqlContext): Operand {
  const bound = optional(ctx.boundExpression());
  if (bound) return c.bind(bound);
  const list = optional(ctx.valueList());
  if (list) return { kind: 'list', items: list.value_list().map((v) => lowerValue(v, c)) };
  const formula = optional(ctx.dateFormula());
  if (formula) return dateFormula(formula);
  if (ctx.NULL()) return literal('null', null);
  if (ctx.BooleanLiteral()) return literal('boolean', /^true$/i.test(ctx.getText()));
  if (ctx.StringLiteral() || ctx.MultilineStringLiteral())
    return literal('string', revealWildcards(unquote(ctx.getText())));
  if (ctx.DateTimeLiteral()) return literal('datetime', Date.parse(ctx.getText().toUpperCase()));
  if (ctx.DateLiteral()) return literal('date', ctx.getText());
  if (ctx.TimeLiteral())
    return literal('time', Date.parse(`1970-01-01T${ctx.getText().toUpperCase()}`));
  if (ctx.signedNumber()) return literal('number', Number(ctx.getText()));
  c.unsupported.push('currency literals in SOQL');
  return literal('null', null);
}

function dateFormula(ctx: A.DateFormulaContext): Operand {
  const [name = '', n] = ctx.getText().toUpperCase().split(':');
  return { kind: 'dateLiteral', name, ...(n !== undefined && { n: Number(n) }) };
}
