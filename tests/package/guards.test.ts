/** The same races without one of the guards: each test that passes must be able to fail. */
import { SABOTAGES, type SabotageName } from '../../scripts/load/sabotage';
import { packageOrg } from './kit/package-org';
import { crowd, takenAway, trickle, type Scenario } from './kit/scenarios';

const MOST_SEEDS = 20;

const GUARDS: readonly [SabotageName, Scenario][] = [
  ['no-row-lock', crowd],
  ['no-token-comparison', takenAway],
  ['release-without-recheck', trickle],
];

test.each(GUARDS)('without its guard (%s) the package is caught', async (sabotage, scenario) => {
  const world = await packageOrg({ sabotage });
  try {
    const found = new Set<string>();
    for (let seed = 1; seed <= MOST_SEEDS && found.size === 0; seed++)
      for (const { kind } of await scenario(world, seed)) found.add(kind);
    const expected: readonly string[] = SABOTAGES[sabotage].expect;
    expect([...found].filter((kind) => expected.includes(kind))).not.toEqual([]);
  } finally {
    await world.org.close();
  }
});
