/** What a formula is, compiled, and what it needs to be evaluated. */
import type { Values } from '../contract';
import type { Stored } from '../schema';

/** `null` is the type of NULL, which goes with every other. */
export type FormulaType =
  | 'text'
  | 'number'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'time'
  | 'picklist'
  | 'multipicklist'
  | 'null';

/** The record that a formula is evaluated for. */
export interface Evaluation {
  readonly values: Values;
  /** As the record was before it was changed; null for a new one, and where nothing is saved. */
  readonly before: Values | null;
  /** Org time, epoch milliseconds. */
  readonly now: number;
  /** The row that a reference of the record names, as far as the reader sees it. */
  parent(id: Stored | undefined): Values | undefined;
}

export type Evaluate = (at: Evaluation) => Stored;

export interface Expression {
  readonly type: FormulaType;
  readonly evaluate: Evaluate;
  /** Set on a field of the record itself, and on a text that is written out. */
  readonly field?: string;
  readonly literal?: Stored;
}

/** What the platform says of a formula that it refuses. */
export class FormulaError extends Error {}

/** Names of types as messages show them. */
export const TYPE_NAMES: Readonly<Record<FormulaType, string>> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Boolean',
  date: 'Date',
  datetime: 'DateTime',
  time: 'Time',
  picklist: 'Picklist',
  multipicklist: 'Picklist (Multi-Select)',
  null: 'Null',
};
