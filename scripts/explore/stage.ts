/** Every scenario that has a name, and the Apex that it runs on. */
import { CORE_SCENARIOS } from '../../explorer/core';
import { RECIPES, type Recipe } from '../../explorer/recipes';
import type { Scenario } from '../../explorer/scenario';
import { SCENARIOS } from '../../explorer/scenarios';

export interface Stage {
  readonly scenario: Scenario;
  /** Below the root of the repository. Null: the package and the probe. */
  readonly instead: readonly string[] | null;
  /** Deployed after the package and the probe. */
  readonly besides: readonly string[];
}

/** A scenario of the package, of a recipe or of what is set against a recipe. */
export function stageOf(name: string): Stage | null {
  return STAGES.get(name) ?? null;
}

const plain = (scenario: Scenario): Stage => ({ scenario, instead: null, besides: [] });

function ofRecipe({ folder, trials, ours }: Recipe): Stage[] {
  return [
    ...trials.map(({ scenario }) => ({ scenario, instead: [folder], besides: [] })),
    ...ours.map(({ scenario, folders = [] }) => ({ ...plain(scenario), besides: folders })),
  ];
}

const STAGES: ReadonlyMap<string, Stage> = new Map(
  // What comes later wins, and the scenarios of the package are theirs whoever else uses them.
  [...RECIPES.flatMap(ofRecipe), ...[...SCENARIOS, ...CORE_SCENARIOS].map(plain)].map((s) => [
    s.scenario.name,
    s,
  ]),
);
