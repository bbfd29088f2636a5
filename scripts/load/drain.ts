/** Waits until the lanes are empty and free, or until it is certain that they will not become so. */
import type { Connection } from 'jsforce';
import type { ForgottenLane, Jump } from '../../checkers/history';
import { readProgress, readForgotten } from './read-back';
import type { Target } from './target';

/**
 * Org time that the package may need to recover from anything (invariant 5): a dead job is seen by
 * the reaper after its ten minutes and the margin, and two visits of an hourly reaper.
 */
export const RECOVERY_BOUND_MS = 3 * 60 * 60_000;

/** Step in which a quiet local org's clock is moved ahead: shorter than every back-off of the package. */
const STEP_MS = 60_000;

export interface DrainOptions {
  readonly stopped: () => boolean;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** Milliseconds of real time after which the wait ends. */
  readonly limitMs: number;
  readonly onProgress?: (settled: number, forgotten: number) => void;
}

export interface DrainResult {
  readonly drained: boolean;
  /** The jumps of org time that let recovery happen. */
  readonly skips: readonly Jump[];
  /** Lanes that were seen free although work waited in them. */
  readonly forgotten: readonly ForgottenLane[];
}

/**
 * Polls until nothing is pending and no lane is held. A local org that stands still is moved ahead in time, so that
 * delayed jobs, the reaper and platform time-outs come due without anybody waiting for them.
 */
export async function drain(
  connection: Connection,
  target: Target,
  lanes: readonly string[],
  options: DrainOptions,
): Promise<DrainResult> {
  const deadline = options.now() + options.limitMs;
  const every = target.local ? 150 : 3000;
  const skips: Jump[] = [];
  let last = Number.NaN;
  let unchanged = 0;
  const forgotten: ForgottenLane[] = [];
  while (!options.stopped() && options.now() < deadline) {
    const { pending, settled, held } = await readProgress(connection, lanes);
    const found = pending === 0 ? [] : await readForgotten(connection, lanes);
    forgotten.push(...found);
    options.onProgress?.(settled, found.length);
    if (pending === 0 && held === 0) return { drained: true, skips, forgotten };
    unchanged = settled - held === last ? unchanged + 1 : 0;
    last = settled - held;
    if (target.local && unchanged >= 2) {
      if (skips.length * STEP_MS >= RECOVERY_BOUND_MS) return { drained: false, skips, forgotten };
      skips.push({ at: options.now(), ms: STEP_MS });
      await target.local.advance(STEP_MS);
    } else await options.sleep(every);
  }
  return { drained: false, skips, forgotten };
}
