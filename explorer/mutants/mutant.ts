import type { SourceEdit } from './edit';

/** The package with one bug. */
export interface Mutant {
  readonly id: string;
  /** What is wrong, in one sentence. */
  readonly bug: string;
  /** Rules of force-app/PROTOCOL.md that it breaks, or an invariant where no rule has a number. */
  readonly rules: readonly string[];
  readonly edits: readonly SourceEdit[];
  /** A known bug of others that it translates. */
  readonly after?: string;
}

/** A guard without which no promise is broken, because another one stands behind it. */
export interface Equivalent extends Mutant {
  /** What stands behind it. */
  readonly because: string;
}
