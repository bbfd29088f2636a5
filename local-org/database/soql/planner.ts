/**
 * Chooses how a query finds its candidate rows. Every candidate is tested against the whole WHERE
 * clause afterwards, so a choice can only be slow, never wrong.
 */
import type { FieldIndex, KeyRange } from '../field-index';
import { compareKeys, type Key } from '../field-kinds';
import type { Table } from '../table';
import type { Hint } from './conditions';

export type AccessPath =
  | { readonly kind: 'scan' }
  | { readonly kind: 'ids'; readonly ids: readonly Key[] }
  | { readonly kind: 'hash'; readonly index: FieldIndex; readonly keys: readonly (Key | null)[] }
  | { readonly kind: 'range'; readonly index: FieldIndex; readonly range: KeyRange }
  | Walk;

/** Rows in the order that the query wants, so that LIMIT can stop early. */
export interface Walk {
  readonly kind: 'walk';
  readonly index: FieldIndex;
  readonly range: KeyRange;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last' | 'none';
  /**
   * A walk past many rows that do not match is worse than sorting the few that may: after this many
   * rows without reaching the limit, `otherwise` is taken instead. That bounds the cost by about
   * twice the better of both, without statistics.
   */
  readonly budget: number;
  readonly otherwise: AccessPath;
}

/** The single field that a query is sorted by. */
export interface WantedOrder {
  readonly field: string;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** @param stopAt rows after which the query is satisfied (LIMIT + OFFSET) */
export function chooseAccess(
  table: Table,
  hints: readonly Hint[],
  order: WantedOrder | undefined,
  stopAt: number | undefined,
): AccessPath {
  let best: AccessPath = { kind: 'scan' };
  let size = table.rows.size;
  for (const hint of hints) {
    if (!('keys' in hint)) continue;
    const exact = exactAccess(table, hint.field, hint.keys);
    const exactSize = exact && countExact(exact);
    if (exact && exactSize! <= size) [best, size] = [exact, exactSize!];
  }
  const ordered = order && stopAt !== undefined ? table.index(order.field) : undefined;
  const walked = ordered?.ordered ? ordered : undefined;
  const bounds = ranges(table, hints);
  for (const [index, range] of bounds) {
    // A walk uses its range without counting it, which could take longer than the walk.
    if (index === walked) continue;
    const rangeSize = countRange(index, range, size);
    if (rangeSize < size) [best, size] = [{ kind: 'range', index, range }, rangeSize];
  }
  if (!order || !walked || (best.kind !== 'scan' && size <= stopAt!)) return best;
  const range = bounds.get(walked);
  return {
    kind: 'walk',
    index: walked,
    range: range ?? {},
    descending: order.descending,
    nulls: range ? 'none' : order.nullsFirst ? 'first' : 'last',
    budget: best.kind === 'scan' ? Infinity : size,
    otherwise: best,
  };
}

/** A plan in words, for example `walk Order_Key__c ascending, budget 12, otherwise hash Status__c (1)`. */
export function describeAccess(path: AccessPath): string {
  switch (path.kind) {
    case 'scan':
      return 'scan';
    case 'ids':
      return `ids (${path.ids.length})`;
    case 'hash':
      return `hash ${path.index.field.name} (${path.keys.length})`;
    case 'range':
      return `range ${path.index.field.name} ${describeRange(path.range)}`;
    case 'walk': {
      const direction = path.descending ? 'descending' : 'ascending';
      const bounds = path.nulls === 'none' ? ` ${describeRange(path.range)}` : '';
      const plan = `walk ${path.index.field.name}${bounds} ${direction}`;
      if (path.otherwise.kind === 'scan') return plan;
      return `${plan}, budget ${path.budget}, otherwise ${describeAccess(path.otherwise)}`;
    }
  }
}

function exactAccess(
  table: Table,
  field: string,
  keys: readonly (Key | null)[],
): Extract<AccessPath, { kind: 'ids' | 'hash' }> | undefined {
  if (field === 'Id') return { kind: 'ids', ids: keys.filter((key) => key !== null) };
  const index = table.index(field);
  return index && { kind: 'hash', index, keys };
}

function countExact(path: Extract<AccessPath, { kind: 'ids' | 'hash' }>): number {
  if (path.kind === 'ids') return path.ids.length;
  return path.keys.reduce<number>((sum, key) => sum + (path.index.get(key)?.size ?? 0), 0);
}

/** Counts rows in a range, but no further than `cap`: more would lose anyway. */
function countRange(index: FieldIndex, range: KeyRange, cap: number): number {
  let count = 0;
  for (const [, bucket] of index.walk(range, false)) {
    count += bucket.size;
    if (count >= cap) break;
  }
  return count;
}

/** The range of each ordered field, narrowed by all hints on it. */
function ranges(table: Table, hints: readonly Hint[]): Map<FieldIndex, KeyRange> {
  const result = new Map<FieldIndex, KeyRange>();
  for (const hint of hints) {
    if (!('range' in hint)) continue;
    const index = table.index(hint.field);
    if (index?.ordered) result.set(index, narrow(result.get(index) ?? {}, hint.range));
  }
  return result;
}

function narrow(a: KeyRange, b: KeyRange): KeyRange {
  const low = tighter(a.low, a.lowOpen, b.low, b.lowOpen, 1);
  const high = tighter(a.high, a.highOpen, b.high, b.highOpen, -1);
  return {
    ...(low && { low: low.key, lowOpen: low.open }),
    ...(high && { high: high.key, highOpen: high.open }),
  };
}

function tighter(
  a: Key | undefined,
  aOpen: boolean | undefined,
  b: Key | undefined,
  bOpen: boolean | undefined,
  direction: 1 | -1,
): { key: Key; open: boolean } | undefined {
  if (a === undefined) return b === undefined ? undefined : { key: b, open: bOpen === true };
  if (b === undefined) return { key: a, open: aOpen === true };
  const order = compareKeys(a, b) * direction;
  if (order === 0) return { key: a, open: aOpen === true || bOpen === true };
  return order > 0 ? { key: a, open: aOpen === true } : { key: b, open: bOpen === true };
}

function describeRange({ low, lowOpen, high, highOpen }: KeyRange): string {
  const from = low === undefined ? '' : `${lowOpen ? '>' : '>='} ${JSON.stringify(low)}`;
  const to = high === undefined ? '' : `${highOpen ? '<' : '<='} ${JSON.stringify(high)}`;
  return `[${[from, to].filter(Boolean).join(', ')}]`;
}
