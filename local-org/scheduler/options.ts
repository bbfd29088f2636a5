import type { Clock } from '../clock/clock';
import type { Strategy } from './strategy';

export interface SchedulerOptions {
  readonly clock: Clock;
  readonly strategy: Strategy;
  /** Ends a wait at once when it closes a cycle. Default: both sides wait for their time-outs. */
  readonly deadlockDetection?: boolean;
  /**
   * Lets strategies end a wait for a lock at any moment, moving a virtual clock to its deadline, as
   * if everything else had been slow. Default: waits end at their deadline only.
   */
  readonly earlyTimeouts?: boolean;
  /** A task failed and nobody waits for its result: a bug, or a feature that is lacking. */
  readonly onCrash?: (name: string, error: unknown) => void;
}

/** What happens to crashes when nobody says. */
export function warn(name: string, error: unknown): void {
  // As a text: an error that was made in another context of the engine is none to the process.
  const stack = (error as { readonly stack?: unknown } | null)?.stack;
  const said = typeof stack === 'string' ? stack : String(error);
  process.emitWarning(said, { detail: `in ${name}` });
}
