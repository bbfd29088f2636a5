/** Looks for the bug of a mutant, without being told where it is. */
import type { PackageFiles } from '../../local-org/org/contract';
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { explore, type Exploration } from '../explore';
import { MODES, type ModeName } from '../modes';
import { explorerOrg, OrgSubject } from '../org-subject';
import type { Scenario } from '../scenario';
import { STRATEGIES, type StrategyName } from '../strategies';
import type { Player } from '../strategies/contract';
import { edited } from './edit';
import type { Mutant } from './mutant';

export interface HuntPlan {
  readonly scenarios: readonly Scenario[];
  /** One for each round, in turn. */
  readonly strategies: readonly StrategyName[];
  /** One for each round, in turn. */
  readonly modes: readonly ModeName[];
  /** Schedules of each scenario, round by round. */
  readonly rounds: readonly number[];
  readonly seed: number;
  /** Runs spent on making the first failure shorter. */
  readonly shrinkRuns: number;
  /** Milliseconds of whatever clock the caller measures with. */
  readonly now: () => number;
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
}

export interface Hunted {
  readonly id: string;
  /** Null: it survived. */
  readonly caught: Catch | null;
  /** Schedules run in all scenarios until it was caught, or until the plan was through. */
  readonly schedules: number;
  /** Until then, deploys included, and without making the story shorter. */
  readonly seconds: number;
}

/** More schedules in the end than in the beginning: most bugs are shallow, some are not. */
export const BLIND: Pick<HuntPlan, 'strategies' | 'modes' | 'rounds'> = {
  strategies: ['pos', 'pct', 'random'],
  modes: ['restart', 'recheck', 'restart-early'],
  rounds: [2, 2, 2, 6, 6, 6, 18, 18, 18],
};

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
  try {
    for (const [round, count] of plan.rounds.entries()) {
      const strategy = plan.strategies[round % plan.strategies.length]!;
      const mode = plan.modes[round % plan.modes.length]!;
      for (const scenario of plan.scenarios) {
        const org = await orgs.of(mode);
        const player = keep(players, `${scenario.name} ${strategy}`, () =>
          STRATEGIES[strategy](plan.seed),
        );
        let caughtAt = 0;
        const result = await explore(new OrgSubject(org, scenario), player, {
          schedules: count,
          checkEvery: 0,
          stopped: () => false,
          shrinkRuns: plan.shrinkRuns,
          onRun: () => (caughtAt = plan.now()),
        });
        schedules += result.schedules;
        const caught = catchOf(result, scenario, strategy, mode);
        if (!caught) continue;
        return { id: mutant.id, caught, schedules, seconds: (caughtAt - began) / 1000 };
      }
    }
    return { id: mutant.id, caught: null, schedules, seconds: (plan.now() - began) / 1000 };
  } finally {
    await orgs.close();
  }
}

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
  return { invariant, message, scenario, strategy, mode, moves, choices };
}

/** One org for each reading of the platform, deployed when it is first needed. */
class Orgs {
  readonly #byMode = new Map<ModeName, EmbeddedOrg>();

  constructor(readonly packages: readonly PackageFiles[]) {}

  async of(mode: ModeName): Promise<EmbeddedOrg> {
    const known = this.#byMode.get(mode);
    if (known) return known;
    const org = await explorerOrg(this.packages, undefined, MODES[mode]);
    this.#byMode.set(mode, org);
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
