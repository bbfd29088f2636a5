/**
 * What a load run remembers beyond what the checks need: for the report, and for whoever reads its
 * JSON. Plain data, so that a history can be written down and judged again later.
 */
import type * as checked from '../../checkers/history';

/** The ways into a lane that a caller has. */
export type Door = 'insert' | 'collection' | 'apexrest' | 'anonymous';

/** One enqueue call of one connection. Times are epoch milliseconds. */
export interface EnqueueCall extends checked.EnqueueCall {
  readonly connection: number;
  readonly door: Door;
  /** Times the call was sent, retries after a lost answer included. */
  readonly attempts: number;
  readonly error?: string;
}

/** An item as it stands in the org at the end. */
export interface StoredItem extends checked.Item {
  readonly id: string;
  readonly attempts: number;
  readonly settledToken: number | null;
  readonly settledAt: number | null;
}

export interface History extends checked.History {
  readonly calls: readonly EnqueueCall[];
  readonly items: readonly StoredItem[];
}
