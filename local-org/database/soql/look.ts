/** What an observer is told of a query: the conditions on its rows, and the fields that it reads. */
import type { Look } from '../observer';
import type { Row } from '../row';
import type { CompiledQuery } from './compile';
import type { Hint } from './conditions';
import type { ResolvedPath } from './paths';

/** The field of the row itself where a path begins. What it says of parents is told apart. */
function ownField({ via, field }: ResolvedPath): string {
  return (via[0] ?? field).name;
}

/** A formula reads fields that the query does not name. */
function computes({ used, select }: CompiledQuery['resolved']): boolean {
  const selected = select.flatMap((item) => ('path' in item && item.path ? [item.path] : []));
  return [...used, ...selected].some(({ field }) => field.formula !== undefined);
}

export function lookOf(
  compiled: CompiledQuery,
  hints: readonly Hint[],
  rows: readonly Row[],
): Look {
  const { resolved, table, order, query } = compiled;
  const object = table.schema.name;
  const used = resolved.used.map(ownField);
  const selected = resolved.select.flatMap((item) =>
    'path' in item && item.path ? [ownField(item.path)] : [],
  );
  const orderedBy = order.flatMap((term) =>
    term.own && term.field.name !== 'Id' && term.field.type !== 'autonumber'
      ? [term.field.name]
      : [],
  );
  // The recycle bin is not described by hints.
  const everything = query.allRows === true;
  return {
    object,
    hints: everything ? [] : hints,
    fields: everything || computes(resolved) ? null : [...new Set([...used, ...selected])],
    rows,
    orderedBy,
  };
}
