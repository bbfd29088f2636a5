/** Drives the planned calls through many connections at once and writes down what each was told. */
import type { Connection } from 'jsforce';
import { isAnswer, send } from './doors';
import type { CallOutcome } from '../../checkers/history';
import type { EnqueueCall } from './history';
import type { PlannedCall } from './plan';

/** Errors after which the same call, with the same request keys, may simply be made again. */
export const TRANSIENT =
  /UNABLE_TO_LOCK_ROW|LaneBusy|Record Currently Unavailable|SERVER_UNAVAILABLE|REQUEST_LIMIT/i;
/** How the package answers a call that it has served already: the answer that was lost was a yes. */
const SERVED = /is stored already in this lane/;
const MAX_ATTEMPTS = 6;
/** How often a connection that is held back asks again. */
const HOLD_MS = 5;

export interface DriveOptions {
  /** Items per second over all connections; 0: no pacing. */
  readonly rate: number;
  /** Called after each call. */
  readonly onCall?: (call: EnqueueCall) => void;
  /** Asked before each call: the connection waits as long as it says true. */
  readonly held?: () => boolean;
  /** Asked before each call: true stops the connection. */
  readonly stopped: () => boolean;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Runs all calls, each connection its own in turn.
 * @returns the calls that were made; those after a stop are absent
 */
export async function drive(
  connections: readonly Connection[],
  calls: readonly PlannedCall[],
  options: DriveOptions,
): Promise<EnqueueCall[]> {
  const made: EnqueueCall[] = [];
  const due = dueTimes(calls, options.rate, options.now());
  await Promise.all(
    connections.map(async (connection, index) => {
      for (const [position, call] of calls.entries()) {
        if (call.connection !== index) continue;
        const wait = due[position]! - options.now();
        if (wait > 0) await options.sleep(wait);
        while (options.held?.() && !options.stopped()) await options.sleep(HOLD_MS);
        if (options.stopped()) return;
        const result = await attempt(connection, call, options);
        made.push(result);
        options.onCall?.(result);
      }
    }),
  );
  return made;
}

/** When each call is due under a rate: an arrival schedule that does not wait for slow answers. */
function dueTimes(calls: readonly PlannedCall[], rate: number, start: number): number[] {
  let items = 0;
  return calls.map((call) => {
    const at = rate > 0 ? start + (items / rate) * 1000 : start;
    items += call.keys.length;
    return at;
  });
}

async function attempt(
  connection: Connection,
  call: PlannedCall,
  options: DriveOptions,
): Promise<EnqueueCall> {
  const invoked = options.now();
  let attempts = 0;
  let answerLost = false;
  let outcome: CallOutcome;
  let error: string | undefined;
  for (;;) {
    attempts += 1;
    try {
      await send(connection, call);
      outcome = 'ok';
      error = undefined;
      break;
    } catch (caught) {
      error = caught instanceof Error ? caught.message : String(caught);
      const answered = isAnswer(caught);
      if (answerLost && answered && SERVED.test(error)) {
        outcome = 'ok';
        error = undefined;
        break;
      }
      answerLost ||= !answered;
      outcome = answerLost ? 'unknown' : 'failed';
      const again =
        (!answered || TRANSIENT.test(error)) && attempts < MAX_ATTEMPTS && !options.stopped();
      if (!again) break;
      await options.sleep(50 * attempts);
    }
  }
  return {
    who: `${call.door} over connection ${call.connection}`,
    connection: call.connection,
    door: call.door,
    lane: call.lane,
    keys: call.keys,
    invoked,
    answered: options.now(),
    outcome,
    attempts,
    ...(error === undefined ? {} : { error }),
  };
}
