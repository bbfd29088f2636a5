import type { Row } from './plan';

/** Rows under a title. */
export interface Section {
  readonly title: string;
  /** A failure that is announced is told as a story, too. */
  readonly tell: boolean;
  readonly rows: readonly Row[];
}
