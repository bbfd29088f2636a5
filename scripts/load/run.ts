/** One load run from boot to verdict. */
import { randomBytes } from 'node:crypto';
import type { Connection } from 'jsforce';
import type { ForgottenLane, Jump, TakeOver } from '../../checkers/history';
import { armFaults, releaseByForce } from './chaos';
import { drain, RECOVERY_BOUND_MS } from './drain';
import { drive, TRANSIENT } from './drive';
import type { History } from './history';
import type { LoadOptions } from './options';
import { laneNames, plan } from './plan';
import type { Progress } from './progress';
import { choices } from './random';
import {
  readEffects,
  readForgotten,
  readHeld,
  readItems,
  readLanes,
  readProgress,
} from './read-back';
import { conclude, type LoadResult } from './result';
import { setUp } from './set-up';
import type { Target } from './target';

export interface RunHooks {
  readonly progress: Progress;
  /** True once the user wants to stop: what was done so far is judged and reported. */
  readonly interrupted: () => boolean;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** What was measured before the run itself. */
export interface Preparation {
  readonly bootMs: number | null;
  readonly deployMs: number | null;
}

/**
 * Runs the whole load against a target on which the packages are deployed.
 * @throws LoadError when the target cannot be reached; never for what the run itself finds
 */
export async function run(
  target: Target,
  options: LoadOptions,
  prepared: Preparation,
  hooks: RunHooks,
): Promise<LoadResult> {
  const id = randomBytes(4).toString('hex');
  const lanes = laneNames(id, options.lanes);
  const calls = plan(options, id);
  const { progress, interrupted, now, sleep } = hooks;

  progress.phase('connect');
  const connections = await Promise.all(
    Array.from({ length: options.connections }, () => target.connect()),
  );
  const watcher = await target.connect();
  await setUp(watcher);
  if (options.faults && target.local)
    await armFaults(target.local, choices(options.seed, 'faults'));

  progress.phase('enqueue');
  const began = now();
  const enqueueDeadline = began + options.duration * 1000;
  const stopped = (): boolean => interrupted() || now() > enqueueDeadline;
  let [driving, working] = [true, true];
  const watching = watch(watcher, target, lanes, hooks, () => driving && !stopped());
  const interfering = interfere(
    await target.connect(),
    target,
    lanes,
    options,
    hooks,
    () => working && !interrupted(),
  );
  // Their errors are met where they are awaited, below; until then they must not end the process.
  for (const beside of [watching, interfering]) beside.catch(() => undefined);
  const made = await drive(connections, calls, {
    rate: options.rate,
    stopped,
    now,
    sleep,
    onCall: (call) => progress.onCall(call),
  });
  driving = false;
  const forgotten = await watching;
  const enqueueEnded = now();

  progress.phase('drain');
  const drained = await drain(watcher, target, lanes, {
    stopped: interrupted,
    sleep,
    now,
    limitMs: options.duration * 1000,
    onProgress: (settled, forgotten) => {
      progress.onViolations(forgotten);
      progress.onProgress(settled);
    },
  });
  working = false;
  const releases = await interfering;
  await target.local?.clearFaults();
  const ended = now();

  progress.phase('read back');
  const history: History = {
    calls: made,
    ...(await evidence(watcher, lanes)),
    releases,
    forgotten: [...forgotten, ...drained.forgotten],
    ...clocks(target, drained.skips),
  };
  return conclude(history, {
    run: id,
    target: target.name,
    options,
    began,
    ended,
    enqueueEnded,
    interrupted: interrupted(),
    drained: drained.drained,
    skips: drained.skips,
    ...prepared,
    statistics: target.local ? await target.local.statistics() : null,
  });
}

/**
 * What stands in the org when all is over. Effects are read first: if work goes on all the same, as
 * after an interruption, an effect that is seen was committed with its item.
 */
async function evidence(
  connection: Connection,
  lanes: readonly string[],
): Promise<Pick<History, 'items' | 'effects' | 'lanes' | 'mutexCalls'>> {
  const effects = await readEffects(connection, lanes);
  const items = await readItems(connection, lanes);
  return { effects, items, lanes: await readLanes(connection, lanes), mutexCalls: [] };
}

/** A local org runs on this machine's clock; that of another org is not known so well. */
function clocks(target: Target, skips: readonly Jump[]): Pick<History, 'jumps' | 'patience'> {
  return { jumps: target.local ? skips : null, patience: RECOVERY_BOUND_MS };
}

const NO_LANE_YET = /There is no mutex or lane/;

/** A lane whose row is locked, or not there yet, is left alone; any other refusal is the run's business. */
function busy(error: unknown): undefined {
  if (error instanceof Error && (TRANSIENT.test(error.message) || NO_LANE_YET.test(error.message)))
    return undefined;
  throw error;
}

/** While the callers are at work: shows progress and looks for forgotten lanes. */
async function watch(
  connection: Connection,
  target: Target,
  lanes: readonly string[],
  hooks: RunHooks,
  going: () => boolean,
): Promise<ForgottenLane[]> {
  const seen: ForgottenLane[] = [];
  while (going()) {
    await hooks.sleep(target.local ? 25 : 5000);
    const { settled } = await readProgress(connection, lanes);
    const forgotten = await readForgotten(connection, lanes);
    seen.push(...forgotten);
    hooks.progress.onViolations(forgotten.length);
    hooks.progress.onProgress(settled);
  }
  return seen;
}

/** From the first call to the last item: takes lanes that are at work away from their runners. */
async function interfere(
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
