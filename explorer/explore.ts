/** Runs schedule after schedule of one subject and says what came of it. */
import { NO_END, type Failure, type Run, type Subject } from './model';
import { shrink } from './shrink';
import type { Player } from './strategies/contract';
import { ReplayPlayer } from './strategies/replay';

export interface ExploreOptions {
  readonly schedules: number;
  /** Every how many schedules one is repeated, to see that nothing but the choices decides; 0: never. */
  readonly checkEvery: number;
  /** Schedules that were made before this call, by which those that are repeated are counted. */
  readonly made?: number;
  /** True once the user wants to stop. Asked between two runs. */
  readonly stopped: () => boolean;
  readonly onRun?: (runs: number) => void;
  /** Runs that may be spent on making a failure shorter. */
  readonly shrinkRuns?: number;
}

export interface Found {
  readonly failure: Failure;
  /** Which schedule met it, counted from 1. */
  readonly schedule: number;
  readonly choices: number;
  /** The shortest run that fails in the same way. */
  readonly shortest: Run;
}

export interface Exploration {
  readonly subject: string;
  readonly strategy: string;
  /** Runs made to their end. */
  readonly schedules: number;
  /** Runs given up half-way because they repeated an earlier one. */
  readonly abandoned: number;
  /** Runs that differ in what was done, or in its order. */
  readonly distinct: number;
  readonly moves: { readonly least: number; readonly most: number };
  /** Tasks of the run that had most of them. */
  readonly tasks: number;
  /** Points with a choice, over all runs made to their end. */
  readonly decisions: { readonly least: number; readonly most: number; readonly sum: number };
  /** Fingerprints of the runs that differ. */
  readonly seen: ReadonlySet<string>;
  readonly found: Found | null;
  /** Schedules that were repeated, and the first that went another way, if one did. */
  readonly checked: number;
  readonly unsteady: number | null;
  /** The strategy had nothing left to try. */
  readonly finished: boolean;
  readonly claim: string;
}

/** Stops at the first failure. */
export async function explore(
  subject: Subject,
  player: Player,
  options: ExploreOptions,
): Promise<Exploration> {
  const seen = new Set<string>();
  const { made = 0 } = options;
  let [schedules, abandoned, checked, tasks] = [0, 0, 0, 0];
  const moves = { least: Infinity, most: 0 };
  const decisions = { least: Infinity, most: 0, sum: 0 };
  let found: Found | null = null;
  let unsteady: number | null = null;
  let finished = false;
  while (schedules + abandoned < options.schedules && !options.stopped()) {
    if (!player.begin()) {
      finished = true;
      break;
    }
    const run = await subject.run(player);
    player.end?.(run);
    options.onRun?.(schedules + abandoned + 1);
    const failure = run.failures[0];
    if (run.abandoned || (player.repeated === true && !failure)) {
      abandoned++;
      continue;
    }
    schedules++;
    seen.add(run.fingerprint);
    tasks = Math.max(tasks, new Set(run.moves.map((move) => move.id)).size);
    widen(moves, run.moves.length);
    widen(decisions, run.choices.length);
    decisions.sum += run.choices.length;
    if (options.checkEvery > 0 && (made + schedules) % options.checkEvery === 0) {
      checked++;
      if (!(await repeats(subject, run))) unsteady ??= schedules;
    }
    if (!failure) continue;
    // A run without an end is sixty times as long as others, and shorter choices leave it so.
    const budget = failure.invariant === NO_END ? 3 : (options.shrinkRuns ?? 150);
    const shortest = await shrink(subject, run, budget);
    found = { failure, schedule: schedules, choices: run.choices.length, shortest };
    break;
  }
  return {
    subject: subject.name,
    strategy: player.name,
    schedules,
    abandoned,
    distinct: seen.size,
    moves: { ...moves, least: Math.min(moves.least, moves.most) },
    tasks,
    decisions: { ...decisions, least: Math.min(decisions.least, decisions.most) },
    seen,
    found,
    checked,
    unsteady,
    finished,
    claim: player.claim?.() ?? '',
  };
}

function widen(extent: { least: number; most: number }, value: number): void {
  extent.least = Math.min(extent.least, value);
  extent.most = Math.max(extent.most, value);
}

/** Whether the same choices lead to the same run. */
export async function repeats(subject: Subject, run: Run): Promise<boolean> {
  const player = new ReplayPlayer(run.choices);
  player.begin();
  const again = await subject.run(player);
  return again.fingerprint === run.fingerprint;
}
