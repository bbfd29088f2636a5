/** What the moves of a run tell: who waited for whom, and what was lost on the way. */
import type { Move } from '../model';
import type { Scenario } from '../scenario';
import type { EndJudgement } from '../world';

/**
 * I8, I10: waits for locks end when their time is over. If that happens because nobody else could
 * go on, those who waited had locks that the others wanted.
 */
export function judgeMoves({ mayDeadlock }: Scenario, moves: readonly Move[]): EndJudgement | null {
  const gaveUp = moves.find(({ kind, variant }) => kind === 'timeout' && variant === '');
  if (!gaveUp || mayDeadlock) return null;
  const { name, op } = gaveUp;
  const message = `${name} waited for a lock on ${op.object} in a circle: nobody could go on.`;
  return { invariant: 'deadlock', message };
}

/**
 * I4: without losses everything is done without the reaper. One refused job is no loss, as an event
 * follows it; a second one is, as events are not repeated (R23).
 */
export function needsHelp({ needsReaper }: Scenario, moves: readonly Move[]): boolean {
  const refusals = moves.filter(({ variant }) => variant === 'refuse').length;
  const lost = moves.some(({ variant }) => LOSSES.test(variant));
  return lost || refusals > 1 || needsReaper === true;
}

const LOSSES = /^(kill|no finalizer|maintenance|sandbox copy)/;
