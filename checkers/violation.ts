import type { History } from './history';

/** The anomalies that a history can show. Each has a check of its own in `checks/`. */
export type ViolationKind =
  | 'lost'
  | 'unexpected'
  | 'duplicated-effect'
  | 'skipped'
  | 'non-monotonic'
  | 'enqueue-order'
  | 'ticket-gap'
  | 'overlap'
  | 'token-regress'
  | 'stale-token'
  | 'starvation'
  | 'lost-wake-up'
  | 'stranded'
  | 'not-linearizable';

export interface Violation {
  readonly kind: ViolationKind;
  readonly lane: string;
  /** One sentence or two that say what was seen and what should have been. */
  readonly message: string;
}

/** A pure function of the evidence. */
export type Check = (history: History) => Violation[];
