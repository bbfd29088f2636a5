/**
 * Which moves commute. Two moves of different tasks are independent only if it cannot matter which
 * one comes first: not to them, not to what everybody sees afterwards, and not to whether either of
 * them can happen. Where that is not known they are dependent, which costs runs and nothing else.
 */
import type { Footprint, Image, Key, Seen, Term, Values } from './model';

/** @param ordered objects whose rows' order of creation has been seen to matter */
export function dependent(
  a: Footprint,
  b: Footprint,
  ordered: ReadonlySet<string> = NONE,
): boolean {
  if (a.everything || b.everything) return true;
  for (const cell in a.cells) {
    const other = b.cells[cell];
    if (other !== undefined && (other || a.cells[cell]!)) return true;
  }
  if (ordered.size > 0 && bothCreate(a, b, ordered)) return true;
  return sees(a.seen, b.images) || sees(b.seen, a.images);
}

const NONE: ReadonlySet<string> = new Set();

function bothCreate(a: Footprint, b: Footprint, ordered: ReadonlySet<string>): boolean {
  const mine = new Set(a.created.map(objectOf));
  return b.created.some((row) => ordered.has(objectOf(row)) && mine.has(objectOf(row)));
}

/** The object of a new row's name. */
export function objectOf(created: string): string {
  return created.slice(0, created.indexOf(' '));
}

function sees(seen: readonly Seen[], images: readonly Image[]): boolean {
  if (seen.length === 0 || images.length === 0) return false;
  return seen.some((look) =>
    images.some((image) => image.object === look.object && tells(look, image)),
  );
}

/** Whether the answer may be another one after the row has changed. */
function tells({ terms, fields }: Seen, { before, after }: Image): boolean {
  const was = before !== null && fulfils(before, terms);
  const is = after !== null && fulfils(after, terms);
  if (was !== is) return true;
  if (!was || !is) return false;
  const names = fields ?? [...Object.keys(before), ...Object.keys(after)];
  return names.some((name) => before[name] !== after[name]);
}

function fulfils(values: Values, terms: readonly Term[]): boolean {
  return terms.every((term) => {
    const key = values[term.field] ?? null;
    if ('keys' in term) return term.keys.includes(key);
    return key !== null && within(key, term.range);
  });
}

function within(
  key: Key,
  { low, lowOpen, high, highOpen }: Extract<Term, { range: unknown }>['range'],
): boolean {
  if (low !== undefined && (key < low || (lowOpen === true && key === low))) return false;
  return high === undefined || key < high || (highOpen !== true && key === high);
}
