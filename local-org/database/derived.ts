/**
 * Row versions that were made before out of the same parts. A transaction that is repeated from memory
 * hands in the very objects that it handed in before; giving back the same version then saves the work
 * of making it, and whoever compares versions sees at once that nothing is new.
 */
import type { Values } from './contract';
import type { Work } from './work';

interface Made {
  readonly base: Values | null;
  readonly values: Values;
}

/** By the object that says what to write: over what it was written, the latest last. */
const MADE = new WeakMap<Values, Made[]>();

/** Interleavings differ in what a transaction writes over; more than this are not kept. */
const MOST = 64;

/** What `changes` made of `base` before; undefined when that is not known. */
export function madeBefore(work: Work, changes: Values, base: Values | null): Values | undefined {
  if (!work.repeatable) return undefined;
  const all = MADE.get(changes);
  if (all) for (const made of all) if (made.base === base) return made.values;
  return undefined;
}

/** Keeps what `changes` made, and gives it back. */
export function keepMade(work: Work, changes: Values, base: Values | null, values: Values): Values {
  if (!work.repeatable) return values;
  let all = MADE.get(changes);
  if (!all) MADE.set(changes, (all = []));
  // An inserted row may have got another Id; there is one version of it only.
  const at = all.findIndex((made) => made.base === base);
  if (at >= 0) all.splice(at, 1);
  else if (all.length === MOST) all.shift();
  all.push({ base, values });
  return values;
}

/** The row that was inserted with `given` before. Its Id and its auto-numbers may be others now. */
export function insertedBefore(work: Work, given: Values): Values | undefined {
  return madeBefore(work, given, null);
}

export function drewTheSame(made: Values, drawn: Values): boolean {
  for (const name in drawn) if (made[name] !== drawn[name]) return false;
  return true;
}
