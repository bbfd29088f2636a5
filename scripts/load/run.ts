/** One load run from boot to verdict. */
import { randomBytes } from 'node:crypto';
import type { Connection } from 'jsforce';
import type { ForgottenLane, Jump } from '../../checkers/history';
import { backlog } from './backlog';
import { interfere, watch } from './beside';
import { armFaults } from './chaos';
import { drain, RECOVERY_BOUND_MS } from './drain';
import { drive } from './drive';
import type { EnqueueCall, History } from './history';
import type { LoadOptions } from './options';
import { laneNames, plan, type PlannedCall } from './plan';
import type { Progress } from './progress';
import { choices } from './random';
import { readEffects, readItems, readLanes } from './read-back';
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

  const { connections, watcher } = await connect(target, options, progress);

  progress.phase('enqueue');
  const began = now();
  const enqueueDeadline = began + options.duration * 1000;
  const stopped = (): boolean => interrupted() || now() > enqueueDeadline;
  let working = true;
  const interfering = interfere(
    await target.connect(),
    target,
    lanes,
    options,
    hooks,
    () => working && !interrupted(),
  );
  // Its errors are met where it is awaited, below; until then they must not end the process.
  interfering.catch(() => undefined);
  const { made, forgotten } = await enqueue(watcher, connections, target, calls, {
    ...hooks,
    options,
    lanes,
    stopped,
  });
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
    unsent: count(calls) - count(made),
    drained: drained.drained,
    skips: drained.skips,
    ...prepared,
    statistics: target.local ? await target.local.statistics() : null,
  });
}

const count = (calls: readonly { readonly keys: readonly string[] }[]): number =>
  calls.reduce((sum, { keys }) => sum + keys.length, 0);

/** Logs everybody in, makes the org ready, and sets the faults that strike in the course of the run. */
async function connect(
  target: Target,
  options: LoadOptions,
  progress: Progress,
): Promise<{ readonly connections: Connection[]; readonly watcher: Connection }> {
  progress.phase('connect');
  const connections = await Promise.all(
    Array.from({ length: options.connections }, () => target.connect()),
  );
  const watcher = await target.connect();
  await setUp(watcher);
  if (options.faults && target.local)
    await armFaults(target.local, choices(options.seed, 'faults'));
  return { connections, watcher };
}

interface Enqueuing extends RunHooks {
  readonly options: LoadOptions;
  readonly lanes: readonly string[];
  readonly stopped: () => boolean;
}

/** All callers at work, while the watcher looks for forgotten lanes and at how much is settled. */
async function enqueue(
  watcher: Connection,
  connections: readonly Connection[],
  target: Target,
  calls: readonly PlannedCall[],
  run: Enqueuing,
): Promise<{ readonly made: EnqueueCall[]; readonly forgotten: ForgottenLane[] }> {
  const { options, lanes, stopped, now, sleep } = run;
  const waiting = backlog(options.backlog);
  let driving = true;
  const going = (): boolean => driving && !stopped();
  const watching = watch(watcher, target, lanes, run, going, waiting.onSettled);
  // Its errors are met where it is awaited, below; until then they must not end the process.
  watching.catch(() => undefined);
  const made = await drive(connections, calls, {
    rate: options.rate,
    stopped,
    now,
    sleep,
    held: waiting.full,
    onCall: (call) => {
      waiting.onCall(call);
      run.progress.onCall(call);
    },
  });
  driving = false;
  return { made, forgotten: await watching };
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
