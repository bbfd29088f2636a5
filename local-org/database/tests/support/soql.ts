/** Builds queries for tests, because the parser lives elsewhere. */
import type {
  CompareOp,
  Condition,
  FieldPath,
  LiteralType,
  Operand,
  OrderBy,
  SelectItem,
  SoqlQuery,
} from '../../soql/ast';
import type { Stored } from '../../schema';

export const path = (text: string): FieldPath => text.split('.');

export function literal(value: Stored, type?: LiteralType): Operand {
  const guess = value === null ? 'null' : (typeof value as LiteralType);
  return { kind: 'literal', value, type: type ?? guess };
}
export const date = (value: string): Operand => literal(value, 'date');
export const datetime = (value: number): Operand => literal(value, 'datetime');
export const bind = (index = 0): Operand => ({ kind: 'bind', index });
export const list = (...values: Stored[]): Operand => ({
  kind: 'list',
  items: values.map((value) => literal(value)),
});
export const during = (name: string, n?: number): Operand => ({ kind: 'dateLiteral', name, n });

function operand(value: Stored | Operand): Operand {
  return typeof value === 'object' && value !== null ? value : literal(value);
}

export function cmp(field: string, op: CompareOp, value: Stored | Operand): Condition {
  const left = { kind: 'field', path: path(field) } as const;
  return { kind: 'compare', left, op, right: operand(value) };
}
export const eq = (field: string, value: Stored | Operand): Condition => cmp(field, '=', value);

export function isIn(field: string, right: Operand | SoqlQuery, not = false): Condition {
  const left = { kind: 'field', path: path(field) } as const;
  const side = 'from' in right ? ({ kind: 'query', query: right } as const) : right;
  return { kind: 'in', not, left, right: side };
}
export const and = (...items: Condition[]): Condition => ({ kind: 'and', items });
export const or = (...items: Condition[]): Condition => ({ kind: 'or', items });
export const not = (item: Condition): Condition => ({ kind: 'not', item });

export const asc = (field: string, nulls?: 'first' | 'last'): OrderBy => ({
  path: path(field),
  nulls,
});
export const desc = (field: string, nulls?: 'first' | 'last'): OrderBy => ({
  path: path(field),
  descending: true,
  nulls,
});

export type Selected = string | SelectItem;

/** `select(['Id', 'Lane__r.Name'], 'Item__c', { where: eq('Status__c', 'Done') })` */
export function select(
  items: readonly Selected[],
  from: string,
  clauses: Partial<Omit<SoqlQuery, 'select' | 'from' | 'limit' | 'offset'>> & {
    limit?: number | Operand;
    offset?: number | Operand;
  } = {},
): SoqlQuery {
  const { limit, offset, ...rest } = clauses;
  return {
    ...rest,
    select: items.map((each) =>
      typeof each === 'string' ? { kind: 'field', path: path(each) } : each,
    ),
    from,
    limit: limit === undefined ? undefined : operand(limit),
    offset: offset === undefined ? undefined : operand(offset),
    source: `SELECT ... FROM ${from}`,
  };
}

export function aggregate(
  fn: Extract<SelectItem, { kind: 'aggregate' }>['fn'],
  field?: string,
  alias?: string,
): SelectItem {
  return { kind: 'aggregate', fn, path: field === undefined ? undefined : path(field), alias };
}
