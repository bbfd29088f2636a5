/** Runs schedule after schedule of one subject and says what came of it. */
import type { Failure, Run, Subject } from './model';
import { shrink } from './shrink';
import type { Player } from './strategies/contract';
import { ReplayPlayer } from './strategies/replay';

export interface ExploreOptions {
  readonly schedules: number;
  /** Every how many schedules one is repeated, to see that nothing but the choices decides; 0: never. */
  readonly checkEvery: number;
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
  let [schedules, abandoned, checked] = [0, 0, 0];
  let [least, most] = [Infinity, 0];
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
    if (run.abandoned) {
      abandoned++;
      continue;
    }
    schedules++;
    seen.add(run.fingerprint);
    least = Math.min(least, run.moves.length);
    most = Math.max(most, run.moves.length);
    if (options.checkEvery > 0 && schedules % options.checkEvery === 0) {
      checked++;
      if (!(await repeats(subject, run))) unsteady ??= schedules;
    }
    const failure = run.failures[0];
    if (!failure) continue;
    const shortest = await shrink(subject, run, options.shrinkRuns ?? 150);
    found = { failure, schedule: schedules, choices: run.choices.length, shortest };
    break;
  }
  return {
    subject: subject.name,
    strategy: player.name,
    schedules,
    abandoned,
    distinct: seen.size,
    moves: { least: Math.min(least, most), most },
    found,
    checked,
    unsteady,
    finished,
    claim: player.claim?.() ?? '',
  };
}

/** Whether the same choices lead to the same run. */
export async function repeats(subject: Subject, run: Run): Promise<boolean> {
  const player = new ReplayPlayer(run.choices);
  player.begin();
  const again = await subject.run(player);
  return again.fingerprint === run.fingerprint;
}
