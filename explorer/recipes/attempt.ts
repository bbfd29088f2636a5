/** Tries a recipe, or what this package has against it, on an org of its own. */
import type { PackageFiles } from '../../local-org/org/contract';
import { explore, type Exploration } from '../explore';
import { MODES, type ModeName } from '../modes';
import { explorerOrg, OrgSubject } from '../org-subject';
import type { Scenario } from '../scenario';
import { STRATEGIES, type StrategyName } from '../strategies';
import { RECIPES, type Recipe, type Trial } from './index';

/** Every race is found within so many schedules; where nothing is found, so many are run at most. */
export const SCHEDULES = 300;

const SEED = 1;

/** What was tried, and what came of it. */
export interface Attempt {
  readonly trial: Trial;
  readonly recipe: string;
  readonly result: Exploration;
}

interface Tried {
  readonly scenario: Scenario;
  readonly strategy: StrategyName;
  readonly mode?: ModeName;
}

/** @param packages are deployed one after the other */
export async function attempt(
  { scenario, strategy, mode = 'restart' }: Tried,
  packages: readonly PackageFiles[],
  schedules = SCHEDULES,
): Promise<Exploration> {
  const org = await explorerOrg(packages, scenario.world, MODES[mode]);
  try {
    return await explore(new OrgSubject(org, scenario), STRATEGIES[strategy](SEED), {
      schedules,
      checkEvery: 0,
      stopped: () => false,
    });
  } finally {
    await org.close();
  }
}

/** @param load reads a source folder below the root of the repository */
export async function attemptAll(
  load: (folder: string) => Promise<PackageFiles>,
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (const recipe of RECIPES)
    for (const trial of recipe.trials) attempts.push(await attemptOne(recipe, trial, load));
  return attempts;
}

export async function attemptOne(
  { name, folder }: Recipe,
  trial: Trial,
  load: (folder: string) => Promise<PackageFiles>,
): Promise<Attempt> {
  return { recipe: name, trial, result: await attempt(trial, [await load(folder)]) };
}
