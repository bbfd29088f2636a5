/** Filters of record elements as conditions of a query, with their values as binds. */
import type { ObjectSchema } from '../../database/schema';
import type { CompareOp, Condition, Operand, SoqlQuery } from '../../database/soql/ast';
import type { XmlElement } from '../../metadata';
import type { Value } from '../../runtime/core/values-all';
import type { Filter, Filters } from '../model';
import { textOf } from '../run/convert';
import type { Interview, Read } from '../run/interview';
import { fieldNamed } from './fields';
import { valueAs } from './literals';
import { parseLogic, type Logic } from './logic';
import type { Scope } from './scope';
import { isText, typeName, typeOfField } from './types';

export interface CompiledFilters {
  readonly where: Condition | null;
  /** Values of the binds, in their order. */
  readonly binds: readonly Read[];
}

const NONE: CompiledFilters = { where: null, binds: [] };

const COMPARISONS: Readonly<Record<string, CompareOp>> = {
  EqualTo: '=',
  NotEqualTo: '!=',
  GreaterThan: '>',
  GreaterThanOrEqualTo: '>=',
  LessThan: '<',
  LessThanOrEqualTo: '<=',
};

const PATTERNS: Readonly<Record<string, (text: string) => string>> = {
  Contains: (text) => `%${text}%`,
  EndsWith: (text) => `%${text}`,
  StartsWith: (text) => `${text}%`,
};

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

export function compileFilters(
  scope: Scope,
  object: ObjectSchema,
  { logic, items }: Filters,
  at: XmlElement,
): CompiledFilters {
  const binds: Read[] = [];
  const conditions = items.map((item) => conditionOf(scope, object, item, binds));
  if (items.length === 0) return NONE;
  const parsed = parseLogic(logic, items.length);
  if (!parsed) {
    scope.problem(`The filter logic "${logic}" is wrong`, at);
    return NONE;
  }
  if (!conditions.every((each) => each !== null)) return NONE;
  return { where: joined(parsed, conditions), binds };
}

function joined(logic: Logic, items: readonly Condition[]): Condition {
  if (logic.kind === 'item') return items[logic.index]!;
  if (logic.kind === 'not') return { kind: 'not', item: joined(logic.of, items) };
  return { kind: logic.kind, items: logic.of.map((each) => joined(each, items)) };
}

function conditionOf(
  scope: Scope,
  object: ObjectSchema,
  filter: Filter,
  binds: Read[],
): Condition | null {
  const { operator, value, at } = filter;
  const field = fieldNamed(scope, object, filter.field, at);
  const type = field && typeOfField(field);
  if (!field || !type) return null;
  const left = { kind: 'field', path: [field.name] } as const;
  if (operator === 'IsNull') {
    if (value !== null && value.kind !== 'boolean')
      return scope.lacks('IsNull with a value that is not written out', at);
    const op = value?.value === false ? '!=' : '=';
    return { kind: 'compare', left, op, right: { kind: 'literal', value: null, type: 'null' } };
  }
  const many = operator === 'In' || operator === 'NotIn';
  const read = valueAs(scope, value, { ...type, list: many }, `The value of ${field.name}`);
  if (!read) return null;
  const right: Operand = { kind: 'bind', index: binds.length };
  if (many) {
    binds.push(read);
    return { kind: 'in', not: operator === 'NotIn', left, right };
  }
  const op = COMPARISONS[operator];
  if (op) {
    binds.push(read);
    return { kind: 'compare', left, op, right };
  }
  const pattern = PATTERNS[operator];
  if (!pattern || !isText(type))
    return scope.lacks(`the operator ${operator} for ${field.name} (${typeName(type)})`, at);
  binds.push((i) => pattern(escapeLike(textOf(read(i)))));
  return { kind: 'compare', left, op: 'like', right };
}

/** The conditions as text, for traces. */
function sourceOf(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${condition.items.map(sourceOf).join(` ${condition.kind.toUpperCase()} `)})`;
    case 'not':
      return `(NOT ${sourceOf(condition.item)})`;
    default: {
      const { left, right } = condition;
      const name = left.kind === 'field' ? left.path.join('.') : '';
      const op = condition.kind === 'in' ? (condition.not ? 'NOT IN' : 'IN') : condition.op;
      return `${name} ${op} ${right.kind === 'bind' ? `:v${right.index}` : 'null'}`;
    }
  }
}

/** The query for the records that the filters of an element find. */
export function queryOf(
  object: ObjectSchema,
  fields: readonly string[],
  { where }: CompiledFilters,
  rest: Pick<SoqlQuery, 'orderBy' | 'limit'> = {},
): SoqlQuery {
  const order = rest.orderBy?.[0];
  const source = [
    `SELECT ${fields.join(', ')} FROM ${object.name}`,
    ...(where ? [`WHERE ${sourceOf(where)}`] : []),
    ...(order
      ? [`ORDER BY ${order.path.join('.')}${order.descending === true ? ' DESC' : ''}`]
      : []),
    ...(rest.limit ? [`LIMIT ${rest.limit.kind === 'literal' ? rest.limit.value : ':limit'}`] : []),
  ].join(' ');
  return {
    select: fields.map((field) => ({ kind: 'field', path: [field] })),
    from: object.name,
    ...(where ? { where } : {}),
    ...rest,
    source,
  };
}

export function bindValues(reads: readonly Read[], interview: Interview): readonly Value[] {
  return reads.map((read) => read(interview));
}
