/** Paces callers by the work that waits instead of by the clock: the same on a slow machine as on a fast one. */
import type { EnqueueCall } from './history';

/** Looks in a row that see no progress, after which callers go on: a lane that stands still would hold them for ever. */
const PATIENCE = 10;

export interface Backlog {
  readonly onCall: (call: EnqueueCall) => void;
  /** How many items of the run are settled, as each look at the org finds it. */
  readonly onSettled: (count: number) => void;
  /** True while callers should wait. */
  readonly full: () => boolean;
}

/** @param limit items that may wait at once over all lanes; 0: callers never wait */
export function backlog(limit: number): Backlog {
  let enqueued = 0;
  let settled = 0;
  let unchanged = 0;
  return {
    onCall: (call) => {
      if (call.outcome === 'ok') enqueued += call.keys.length;
    },
    onSettled: (count) => {
      unchanged = count === settled ? unchanged + 1 : 0;
      settled = count;
    },
    full: () => limit > 0 && enqueued - settled > limit && unchanged < PATIENCE,
  };
}
