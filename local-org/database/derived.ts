/**
 * Row versions that were made before out of the same parts. A transaction that is repeated from memory
 * hands in the very objects that it handed in before; giving back the same version then saves the work
 * of making it, and whoever compares versions sees at once that nothing is new.
 */
import type { Values } from './contract';
import type { Work } from './work';

/** By the object that says what to write. */
const MADE = new WeakMap<Values, { readonly base: Values | null; readonly values: Values }>();

/** What `changes` made of `base` the last time; undefined when that is not known. */
export function madeBefore(work: Work, changes: Values, base: Values): Values | undefined {
  if (!work.repeatable) return undefined;
  const made = MADE.get(changes);
  return made?.base === base ? made.values : undefined;
}

/** Keeps what `changes` made, and gives it back. */
export function keepMade(work: Work, changes: Values, base: Values | null, values: Values): Values {
  if (work.repeatable) MADE.set(changes, { base, values });
  return values;
}

/** The row that was inserted with `given` before. Its Id and its auto-numbers may be others now. */
export function insertedBefore(work: Work, given: Values): Values | undefined {
  const made = work.repeatable ? MADE.get(given) : undefined;
  return made?.base === null ? made.values : undefined;
}

export function drewTheSame(made: Values, drawn: Values): boolean {
  for (const name in drawn) if (made[name] !== drawn[name]) return false;
  return true;
}
