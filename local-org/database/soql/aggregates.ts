/** GROUP BY and aggregate functions. */
import type { ResultRow, ResultValue, Values } from '../contract';
import { compareKeys, keyFunction, type Key } from '../field-kinds';
import type { FieldSchema, Stored } from '../schema';
import type { AggregateFunction } from './ast';
import type { Execution } from './operands';
import type { ResolvedPath } from './paths';
import type { Reader } from './read-path';
import type { ResolvedItem } from './validate';

/** Rows that share the values of the grouped fields. */
export interface Group {
  /** Any row of the group stands for its grouped fields; none when there were no rows at all. */
  readonly first: Values | undefined;
  readonly rows: readonly Values[];
}

/** Groups in the order of their first rows. Without GROUP BY everything is one group. */
export function makeGroups(
  rows: readonly Values[],
  grouped: readonly { readonly path: ResolvedPath; readonly read: Reader }[],
  execution: Execution,
): Group[] {
  if (grouped.length === 0) return [{ first: rows[0], rows }];
  const readers = grouped.map(({ path, read }) => {
    const get = read(execution);
    const keyOf = keyFunction(path.field);
    return (values: Values) => keyOf(get(values));
  });
  const groups = new Map<string, Values[]>();
  for (const values of rows) {
    const key = JSON.stringify(readers.map((read) => read(values)));
    const group = groups.get(key);
    if (group) group.push(values);
    else groups.set(key, [values]);
  }
  return [...groups.values()].map((members) => ({ first: members[0], rows: members }));
}

/** Computes an aggregate function over a group. Empty fields count for nothing. */
export function aggregateReader(
  fn: AggregateFunction,
  field: FieldSchema | undefined,
  read: Reader | undefined,
): (execution: Execution) => (group: Group) => Stored {
  if (!field || !read) return () => (group) => group.rows.length;
  const keyOf = keyFunction(field);
  return (execution) => {
    const get = read(execution);
    return (group) => {
      const values = group.rows.map(get).filter((value) => value !== null);
      return compute(fn, values, keyOf);
    };
  };
}

/** A grouped field, read from any row of the group. */
export function groupFieldReader(read: Reader): (execution: Execution) => (group: Group) => Stored {
  return (execution) => {
    const get = read(execution);
    return (group) => (group.first ? get(group.first) : null);
  };
}

/** One result row: object `AggregateResult`, values under their aliases. */
export function aggregateRow(
  items: readonly ResolvedItem[],
  readers: readonly ((group: Group) => Stored)[],
  group: Group,
): ResultRow {
  const values: Record<string, ResultValue> = {};
  items.forEach((item, i) => {
    if (item.kind !== 'subquery') values[item.alias] = readers[i]!(group);
  });
  return { object: 'AggregateResult', values };
}

function compute(
  fn: AggregateFunction,
  values: readonly Stored[],
  keyOf: (value: Stored) => Key | null,
): Stored {
  switch (fn) {
    case 'COUNT':
      return values.length;
    case 'COUNT_DISTINCT':
      return new Set(values.map(keyOf)).size;
    case 'SUM':
      return values.length === 0 ? null : sum(values);
    case 'AVG':
      return values.length === 0 ? null : sum(values) / values.length;
    case 'MIN':
      return extreme(values, keyOf, -1);
    case 'MAX':
      return extreme(values, keyOf, 1);
  }
}

function sum(values: readonly Stored[]): number {
  return values.reduce<number>((total, value) => total + Number(value), 0);
}

function extreme(
  values: readonly Stored[],
  keyOf: (value: Stored) => Key | null,
  direction: 1 | -1,
): Stored {
  let best: Stored = null;
  let bestKey: Key | null = null;
  for (const value of values) {
    const key = keyOf(value)!;
    if (bestKey === null || compareKeys(key, bestKey) * direction > 0) {
      best = value;
      bestKey = key;
    }
  }
  return best;
}
