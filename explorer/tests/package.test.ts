/** The package of this repository: sound, it passes; with a guard taken out, the explorer finds out. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { sourcePackage } from '../../scripts/local-org/package';
import { prepareFolders } from '../../scripts/load/folders';
import type { SabotageName } from '../../scripts/load/sabotage';
import { explore, repeats, type ExploreOptions } from '../explore';
import { explorerOrg, OrgSubject } from '../org-subject';
import { SCENARIOS } from '../scenarios';
import { tell } from '../story';
import { STRATEGIES, type StrategyName } from '../strategies';
import { ReplayPlayer } from '../strategies/replay';
import { traceOf } from './support/traces';

async function orgOf(sabotage?: SabotageName): Promise<EmbeddedOrg> {
  const folders = prepareFolders(sabotage);
  try {
    return await explorerOrg(await Promise.all(folders.paths.map(sourcePackage)));
  } finally {
    folders.remove();
  }
}

const scenario = (name: string) => SCENARIOS.find((each) => each.name === name)!;
const options = (schedules: number): ExploreOptions => ({
  schedules,
  checkEvery: 0,
  stopped: () => false,
  shrinkRuns: 60,
});

describe('the sound package', () => {
  let org: EmbeddedOrg;
  beforeAll(async () => {
    org = await orgOf();
  });
  afterAll(() => org.close());

  test.each(SCENARIOS.map(({ name }) => name))('keeps its promises: %s', async (name) => {
    const subject = new OrgSubject(org, scenario(name));
    const result = await explore(subject, STRATEGIES.pos(7), { ...options(8), checkEvery: 4 });
    expect(result).toMatchObject({ found: null, schedules: 8, checked: 2, unsteady: null });
    expect(result.distinct).toBeGreaterThan(4);
  });

  test('dpor leaves out no order that matters, and runs none twice', async () => {
    const subject = new OrgSubject(org, scenario('two-callers'), { footprints: true });
    const all: string[] = [];
    const player = STRATEGIES.dpor();
    while (all.length < 2000 && player.begin()) {
      const run = await subject.run(player);
      player.end!(run);
      expect(run.failures).toEqual([]);
      if (!run.abandoned) all.push(traceOf(run));
    }
    expect(player.claim!()).toContain('Every order of dependent operations: ');
    const traces = new Set(all);
    expect(traces.size).toBe(all.length);
    const random = STRATEGIES.random(3);
    for (let i = 0; i < 60; i++) {
      random.begin();
      expect(traces).toContain(traceOf(await subject.run(random)));
    }
  });
});

const CASES: readonly (readonly [SabotageName, string, StrategyName, string])[] = [
  ['no-row-lock', 'two-callers', 'random', 'callers'],
  ['release-without-recheck', 'two-callers', 'pos', 'wake-up'],
  ['no-token-comparison', 'take-over', 'random', 'exclusion'],
];

test.each(CASES)('%s is found by %s', async (sabotage, name, strategy, invariant) => {
  const org = await orgOf(sabotage);
  const subject = new OrgSubject(org, scenario(name));
  const { found } = await explore(subject, STRATEGIES[strategy](1), options(100));
  expect(found?.failure.invariant).toBe(invariant);
  const { shortest } = found!;
  expect(shortest.choices.length).toBeLessThanOrEqual(found!.choices);
  expect(await repeats(subject, shortest)).toBe(true);
  const again = await subject.run(new ReplayPlayer(shortest.choices));
  expect(again.failures).toEqual(shortest.failures);
  const story = tell(scenario(name), shortest);
  expect(story.at(-1)).toBe(`Broken: ${invariant}. ${shortest.failures[0]!.message}`);
  expect(story.join('\n')).toContain('caller A inserts');
  await org.close();
});
