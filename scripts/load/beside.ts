/** What goes on beside the callers: looking for forgotten lanes, and taking lanes from their runners. */
import type { Connection } from 'jsforce';
import type { ForgottenLane, TakeOver } from '../../checkers/history';
import { releaseByForce } from './chaos';
import { TRANSIENT } from './drive';
import type { LoadOptions } from './options';
import { choices } from './random';
import { readForgotten, readHeld, readProgress } from './read-back';
import type { RunHooks } from './run';
import type { Target } from './target';

const NO_LANE_YET = /There is no mutex or lane/;

/** A lane whose row is locked, or not there yet, is left alone; any other refusal is the run's business. */
function busy(error: unknown): undefined {
  if (error instanceof Error && (TRANSIENT.test(error.message) || NO_LANE_YET.test(error.message)))
    return undefined;
  throw error;
}

/** While the callers are at work: shows progress and looks for forgotten lanes. */
export async function watch(
  connection: Connection,
  target: Target,
  lanes: readonly string[],
  hooks: RunHooks,
  going: () => boolean,
  onSettled: (count: number) => void,
): Promise<ForgottenLane[]> {
  const seen: ForgottenLane[] = [];
  while (going()) {
    await hooks.sleep(target.local ? 25 : 5000);
    const { settled } = await readProgress(connection, lanes);
    onSettled(settled);
    const forgotten = await readForgotten(connection, lanes);
    seen.push(...forgotten);
    hooks.progress.onViolations(forgotten.length);
    hooks.progress.onProgress(settled);
  }
  return seen;
}

/** From the first call to the last item: takes lanes that are at work away from their runners. */
export async function interfere(
  connection: Connection,
  target: Target,
  lanes: readonly string[],
  options: LoadOptions,
  hooks: RunHooks,
  going: () => boolean,
): Promise<TakeOver[]> {
  const releases: TakeOver[] = [];
  const pick = choices(options.seed, 'releases');
  while (options.faults && going() && releases.length < options.releases) {
    await hooks.sleep(target.local ? 50 : 5000);
    const held = await readHeld(connection, lanes);
    if (held.length === 0) continue;
    const release = await releaseByForce(connection, pick.pick(held)).catch(busy);
    if (release) releases.push(release);
  }
  return releases;
}
