/** Looks for the bug of a mutant, without being told where it is. */
import type { PackageFiles } from '../../local-org/org/contract';
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { explore, type Exploration, type Found } from '../explore';
import { makeRoom } from '../memory';
import { MODES, type ModeName } from '../modes';
import { explorerOrg, OrgSubject } from '../org-subject';
import type { Scenario } from '../scenario';
import { STRATEGIES, type StrategyName } from '../strategies';
import type { Player } from '../strategies/contract';
import { edited } from './edit';
import type { Mutant } from './mutant';

/** All scenarios are tried, one after the other. */
export interface Round {
  readonly strategy: StrategyName;
  readonly mode: ModeName;
  /** Of each scenario. */
  readonly schedules: number;
}

export interface HuntPlan {
  readonly scenarios: readonly Scenario[];
  readonly rounds: readonly Round[];
  readonly seed: number;
  /** Runs spent on making the first failure shorter. */
  readonly shrinkRuns: number;
  /** Milliseconds of whatever clock the caller measures with. */
  readonly now: () => number;
  /** True once the user wants to stop. Asked between two runs. */
  readonly stopped?: () => boolean;
  readonly onRun?: () => void;
}

/** What gave the mutant away. */
export interface Catch {
  readonly invariant: string;
  readonly message: string;
  readonly scenario: string;
  readonly strategy: StrategyName;
  readonly mode: ModeName;
  /** Moves of the shortest story, up to the one that broke the promise. */
  readonly moves: number;
  /** Choices of that story; zeros at the end are left out. */
  readonly choices: readonly number[];
  readonly found: Found;
}

export interface Hunted {
  readonly id: string;
  /** Null: it survived. */
  readonly caught: Catch | null;
  /** Schedules run in all scenarios until it was caught, or until the plan was through. */
  readonly schedules: number;
  /** Until then, deploys included, and without making the story shorter. */
  readonly seconds: number;
  /** The user wanted to stop before it was through. */
  readonly stopped: boolean;
}

/** Each strategy in each reading. */
const TURNS = [
  ['pos', 'restart'],
  ['pct', 'recheck'],
  ['random', 'restart-early'],
  ['pos', 'recheck'],
  ['pct', 'restart-early'],
  ['random', 'restart'],
  ['pos', 'restart-early'],
  ['pct', 'restart'],
  ['random', 'recheck'],
] as const;

const rounds = (schedules: number, turns: readonly (typeof TURNS)[number][] = TURNS): Round[] =>
  turns.map(([strategy, mode]) => ({ strategy, mode, schedules }));

/**
 * More schedules in the end than in the beginning: most bugs are shallow, some are not. What is left
 * by then is searched in order: without faults, and with one in every place.
 */
export const BLIND: readonly Round[] = [
  ...rounds(2, TURNS.slice(0, 3)),
  ...rounds(6),
  ...rounds(18),
  { strategy: 'dpor', mode: 'restart', schedules: 60 },
  { strategy: 'dpor', mode: 'restart-early', schedules: 60 },
  { strategy: 'plans', mode: 'restart-early', schedules: 120 },
];

/**
 * Tries all scenarios a little, then all of them more, until a promise is broken.
 *
 * @param packages the package, and what is deployed after it
 * @throws Misfit if the mutant does not fit the package
 */
export async function hunt(
  packages: readonly [PackageFiles, ...PackageFiles[]],
  mutant: Pick<Mutant, 'id' | 'edits'>,
  plan: HuntPlan,
): Promise<Hunted> {
  const [sound, ...others] = packages;
  const orgs = new Orgs([edited(sound, mutant.edits), ...others]);
  const players = new Map<string, Player>();
  const began = plan.now();
  let schedules = 0;
  let stopped = false;
  const over = (caught: Catch | null, at: number): Hunted => {
    return { id: mutant.id, caught, schedules, seconds: (at - began) / 1000, stopped };
  };
  try {
    for (const { strategy, mode, schedules: count } of plan.rounds)
      for (const scenario of plan.scenarios) {
        const org = await orgs.of(mode);
        // What chance has not tried goes on in another reading; a search is of one reading.
        const key = `${scenario.name} ${strategy} ${SEARCHES.includes(strategy) ? mode : ''}`;
        const player = keep(players, key, () => STRATEGIES[strategy](plan.seed));
        let caughtAt = 0;
        const result = await explore(new OrgSubject(org, scenario), player, {
          schedules: count,
          checkEvery: 0,
          stopped: () => (stopped ||= plan.stopped?.() ?? false),
          shrinkRuns: plan.shrinkRuns,
          onRun: () => {
            caughtAt = plan.now();
            plan.onRun?.();
          },
        });
        schedules += result.schedules;
        const caught = catchOf(result, scenario, strategy, mode);
        if (caught) return over(caught, caughtAt);
        if (stopped) return over(null, plan.now());
      }
    return over(null, plan.now());
  } finally {
    await orgs.close();
  }
}

const SEARCHES: readonly StrategyName[] = ['dpor', 'plans', 'exhaustive', 'preemptions'];

function catchOf(
  { found }: Exploration,
  { name: scenario }: Scenario,
  strategy: StrategyName,
  mode: ModeName,
): Catch | null {
  if (!found) return null;
  const { failures, choices } = found.shortest;
  const { invariant, message, after } = failures[0] ?? found.failure;
  const moves = after + 1;
  return { invariant, message, scenario, strategy, mode, moves, choices, found };
}

/** One org for each reading of the platform, deployed when it is first needed. */
class Orgs {
  readonly #byMode = new Map<ModeName, EmbeddedOrg>();

  constructor(readonly packages: readonly PackageFiles[]) {}

  async of(mode: ModeName): Promise<EmbeddedOrg> {
    const known = this.#byMode.get(mode);
    const org = known ?? (await explorerOrg(this.packages, undefined, MODES[mode]));
    this.#byMode.delete(mode);
    this.#byMode.set(mode, org);
    makeRoom(this.#byMode.values(), org);
    return org;
  }

  async close(): Promise<void> {
    for (const org of this.#byMode.values()) await org.close();
  }
}

function keep<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const fresh = make();
  map.set(key, fresh);
  return fresh;
}
