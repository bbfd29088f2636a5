/**
 * What a load run remembers, and what it read back: the evidence that every verdict is made from.
 * Plain data, so that a history can be written to JSON and judged again later.
 */

/** The ways into a lane that a caller has. */
export type Door = 'insert' | 'collection' | 'apexrest' | 'anonymous';

/** How a call ended, as the client knows it. `unknown`: the answer was lost on the way. */
export type CallOutcome = 'ok' | 'failed' | 'unknown';

/** One enqueue call of one connection. */
export interface EnqueueCall {
  readonly connection: number;
  readonly door: Door;
  readonly lane: string;
  /** Client keys of the items, in the order in which they were handed over. */
  readonly keys: readonly string[];
  /** Client clock, epoch milliseconds. */
  readonly invoked: number;
  readonly answered: number;
  readonly outcome: CallOutcome;
  /** Times the call was sent, retries after a lost answer included. */
  readonly attempts: number;
  readonly error?: string;
}

/** An item as it stands in the org at the end. */
export interface StoredItem {
  readonly id: string;
  readonly key: string;
  readonly lane: string;
  readonly ticket: number;
  readonly status: string;
  readonly attempts: number;
  readonly settledToken: number | null;
  readonly settledAt: number | null;
  readonly lastError: string | null;
}

/** One committed effect of the probe handler: it commits together with its item, or not at all. */
export interface Effect {
  readonly key: string;
  readonly lane: string;
  readonly ticket: number;
  readonly token: number;
  readonly job: string;
  /** Org clock, epoch milliseconds: the handler began and ended. */
  readonly started: number;
  readonly finished: number;
}

/** A lane's row at the end. */
export interface LaneRow {
  readonly lane: string;
  readonly token: number;
  readonly holder: string | null;
  readonly job: string | null;
  readonly jobStatus: string | null;
  readonly flag: boolean;
  readonly blocked: boolean;
  readonly nextTicket: number;
}

/** A forced release that the org acknowledged: nothing older than `token` may commit afterwards. */
export interface ForcedRelease {
  readonly lane: string;
  readonly token: number;
  /** Keys that were still pending when the org was asked after the release had been acknowledged. */
  readonly pendingAfter: readonly string[];
}

/** An item that waited although its lane was neither held nor marked as wanted. */
export interface ForgottenLane {
  readonly lane: string;
  readonly ticket: number;
  readonly key: string;
}

export interface History {
  readonly calls: readonly EnqueueCall[];
  readonly items: readonly StoredItem[];
  readonly effects: readonly Effect[];
  readonly lanes: readonly LaneRow[];
  readonly releases: readonly ForcedRelease[];
  readonly forgotten: readonly ForgottenLane[];
}

/** The anomalies that a history can show. Each has a check of its own in `checks/`. */
export type ViolationKind =
  | 'lost'
  | 'duplicated'
  | 'order'
  | 'enqueue-order'
  | 'ticket-gap'
  | 'overlap'
  | 'token-regress'
  | 'stale-token'
  | 'lost-wake-up'
  | 'stranded';

export interface Violation {
  readonly kind: ViolationKind;
  readonly lane: string;
  /** One sentence that says what was seen and what should have been. */
  readonly message: string;
}

export type Check = (history: History) => Violation[];
