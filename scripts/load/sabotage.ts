/**
 * Sabotage: the package with one guard taken out, so that a run can prove that its detectors detect.
 * Each one names the text that it takes out; when the package has changed and the text is not there
 * any more, it refuses to run instead of testing nothing.
 */
import type { ViolationKind } from './history';

export interface Sabotage {
  readonly summary: string;
  /** Any of these shows that the missing guard was noticed. */
  readonly expect: readonly ViolationKind[];
  readonly edits: readonly SourceEdit[];
}

export interface SourceEdit {
  /** Path below force-app. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}
