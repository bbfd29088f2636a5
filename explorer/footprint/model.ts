/**
 * What a move touched, as plain data: it is compared with moves of other runs, and saved.
 *
 * Rows that a run itself brought into being are named by the task that made them and their place
 * among its new rows (`2.1+3`), because their Ids depend on the interleaving; older rows by their Id.
 */

/** What values are compared by; text of fields that ignore case is in lower case. */
export type Key = string | number | boolean;

/** A condition that every row of an answer fulfils. */
export type Term =
  | { readonly field: string; readonly keys: readonly (Key | null)[] }
  | { readonly field: string; readonly range: Range };

export interface Range {
  readonly low?: Key;
  readonly lowOpen?: boolean;
  readonly high?: Key;
  readonly highOpen?: boolean;
}

/** A query for committed rows. Its answer depends on rows that fulfil all terms, and on these fields of them. */
export interface Seen {
  readonly object: string;
  readonly terms: readonly Term[];
  /** Null: all fields. */
  readonly fields: readonly string[] | null;
}

export type Values = Readonly<Record<string, Key>>;

/** A row that became visible in another form. Null: not there, or in the recycle bin. */
export interface Image {
  readonly object: string;
  readonly before: Values | null;
  readonly after: Values | null;
}

export interface Footprint {
  /** Nothing is known, or time passed: dependent on every other move. */
  readonly everything: boolean;
  /**
   * Row locks, unique values and other shared things by name; true: changed, false: only looked at.
   */
  readonly cells: Readonly<Record<string, boolean>>;
  readonly seen: readonly Seen[];
  readonly images: readonly Image[];
  /** New rows: `Queue_Item__c 2.1+3`. */
  readonly created: readonly string[];
  /** Pairs of new rows whose order of creation the move could see. */
  readonly ties: readonly (readonly [string, string])[];
}

/** Of a move that nobody watched. */
export const UNKNOWN: Footprint = {
  everything: true,
  cells: {},
  seen: [],
  images: [],
  created: [],
  ties: [],
};
