import { compareKeys, keyFunction, type Key } from '../field-kinds';
import type { FieldSchema, Stored } from '../schema';
import type { OrderBy } from './ast';
import type { Execution } from './operands';

/** One term of ORDER BY over subjects of type `S`. */
export interface OrderTerm<S> {
  readonly field: FieldSchema;
  /** A field of the row itself. */
  readonly own?: boolean;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
  bind(execution: Execution): (subject: S) => Stored;
}

/** Nulls come first when ascending and last when descending, unless the query says otherwise. */
export function orderDirection(order: OrderBy): { descending: boolean; nullsFirst: boolean } {
  const descending = order.descending === true;
  const nullsFirst = order.nulls ? order.nulls === 'first' : !descending;
  return { descending, nullsFirst };
}

/** Sorts, keeping the given order among equals. */
export function sorted<S>(
  subjects: readonly S[],
  terms: readonly OrderTerm<S>[],
  execution: Execution,
): S[] {
  const readers = terms.map((term) => {
    const get = term.bind(execution);
    const toKey = sortKey(term.field);
    return (subject: S) => toKey(get(subject));
  });
  const decorated = subjects.map((subject) => ({
    subject,
    keys: readers.map((read) => read(subject)),
  }));
  decorated.sort((a, b) => {
    for (const [i, term] of terms.entries()) {
      const order = compareTerm(term, a.keys[i]!, b.keys[i]!);
      if (order !== 0) return order;
    }
    return 0;
  });
  return decorated.map((each) => each.subject);
}

function compareTerm<S>(term: OrderTerm<S>, a: Key | null, b: Key | null): number {
  if (a === null || b === null) {
    if (a === b) return 0;
    return (a === null) === term.nullsFirst ? -1 : 1;
  }
  return term.descending ? compareKeys(b, a) : compareKeys(a, b);
}

/** Picklists sort by the place of their values in the list; unknown values come after. */
function sortKey(field: FieldSchema): (value: Stored) => Key | null {
  const keyOf = keyFunction(field);
  if (field.type !== 'picklist' || !field.picklistValues) return keyOf;
  const places = new Map(field.picklistValues.map((value, i) => [value.toLowerCase(), i]));
  const unknown = String(places.size).padStart(6, '0');
  return (value) => {
    if (typeof value !== 'string') return null;
    const place = places.get(value.toLowerCase());
    return place === undefined ? unknown + value.toLowerCase() : String(place).padStart(6, '0');
  };
}
