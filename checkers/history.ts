/**
 * What happened to some lanes, as plain data: the evidence that every check judges. It can come from
 * clients over HTTP, from a run of the explorer, or from a file.
 *
 * There are two clocks, the callers' and the effects' (the org's). Each is any number that only
 * rises; equal numbers mean that the order is not known. `jumps` says whether they can be compared.
 */

/** How a call ended, as the caller knows it. `unknown`: it was never answered. */
export type CallOutcome = 'ok' | 'failed' | 'unknown';

/** One operation of somebody outside, on one lane or mutex. */
export interface Call {
  /** For messages: `caller A`. */
  readonly who: string;
  readonly lane: string;
  /** Callers' clock. */
  readonly invoked: number;
  /**
   * Callers' clock. With the outcome `unknown` it is the moment at which the caller gave up; the call
   * may then take effect at any later time, or never.
   */
  readonly answered: number;
  readonly outcome: CallOutcome;
}

/** Hands items over to a lane. */
export interface EnqueueCall extends Call {
  /** Keys of the items, in the order in which they were handed over. A repeated call repeats them. */
  readonly keys: readonly string[];
}

/** An operation on the lock of a lane or mutex. One that failed for another reason did nothing. */
export interface MutexCall extends Call {
  readonly action: 'lock' | 'tryLock' | 'unlock' | 'extend' | 'forceRelease';
  /** False: refused, because somebody else holds it (lock) or the caller does not (unlock, extend). */
  readonly granted: boolean;
  /** Fencing token: shown by the caller (unlock, extend) or handed out to him. Null: not known. */
  readonly token: number | null;
  /** Callers' clock: the lease that was asked for may lapse from then on. Null: never. */
  readonly until: number | null;
}

/** An item as it stands at the end. */
export interface Item {
  readonly key: string;
  readonly lane: string;
  readonly ticket: number;
  readonly status: string;
  /** How it may end. Default: Done. */
  readonly ends?: readonly string[];
  readonly lastError: string | null;
}

/** One committed effect of a handler: it commits together with its item, or not at all. */
export interface Effect {
  readonly key: string;
  readonly lane: string;
  readonly ticket: number;
  readonly token: number;
  readonly job: string;
  /** Effects' clock: the handler began and ended. */
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

/**
 * The lane was taken away from whoever held it, and everybody could see that: nothing that was
 * pending then may be committed with a token below this one.
 */
export interface TakeOver {
  readonly lane: string;
  readonly token: number;
  /** Keys that were still pending when somebody looked after the take-over. */
  readonly pendingAfter: readonly string[];
}

/** An item that waited although its lane was neither held nor marked as wanted. */
export interface ForgottenLane {
  readonly lane: string;
  readonly ticket: number;
  readonly key: string;
}

/** The effects' clock was moved ahead. */
export interface Jump {
  /** Callers' clock. */
  readonly at: number;
  readonly ms: number;
}

export interface History {
  readonly calls: readonly EnqueueCall[];
  /** Calls of `lock` and its kin, where somebody made them. */
  readonly mutexCalls: readonly MutexCall[];
  readonly items: readonly Item[];
  readonly effects: readonly Effect[];
  readonly lanes: readonly LaneRow[];
  readonly releases: readonly TakeOver[];
  readonly forgotten: readonly ForgottenLane[];
  /** The effects' clock is the callers' clock with these jumps. Null: the two cannot be compared. */
  readonly jumps: readonly Jump[] | null;
  /**
   * Effects' clock: how long the first item of a lane may wait while other lanes are served. Null:
   * not judged.
   */
  readonly patience: number | null;
}

/** Callers' time of a time of the effects' clock: the jumps are taken out. */
export function callersTime(effectsTime: number, jumps: readonly Jump[]): number {
  let jumped = 0;
  for (const jump of jumps) {
    if (effectsTime - jumped < jump.at) break;
    jumped += Math.min(jump.ms, effectsTime - jumped - jump.at);
  }
  return effectsTime - jumped;
}
