/** The end of a chain of jobs, and what stops the whole org: met indeed, and their guards needed. */
import { soundPackages } from '../../scripts/explore/run-hunt';
import type { PackageFiles } from '../../local-org/org/contract';
import { CORE_SCENARIOS } from '../core';
import { explore } from '../explore';
import { FloodPlayer } from '../flood/player';
import { MUTANTS } from '../mutants/catalogue';
import { edited } from '../mutants/edit';
import { explorerOrg, OrgSubject } from '../org-subject';
import { SCENARIOS } from '../scenarios';
import { STRATEGIES } from '../strategies';

let packages: [PackageFiles, PackageFiles];
beforeAll(async () => {
  packages = await soundPackages();
});

test('a run at the end of its chain is followed by an event, whose subscriber starts the next one', async () => {
  const org = await explorerOrg(packages);
  const scenario = SCENARIOS.find(({ name }) => name === 'chain-end')!;
  const player = STRATEGIES.random(1);
  const starters: string[] = [];
  for (let run = 0; run < 10; run++) {
    player.begin();
    const { moves, failures } = await new OrgSubject(org, scenario).run(player);
    expect(failures).toEqual([]);
    const starts = moves.filter(({ op }) => op.kind === 'enqueue' && op.detail === 'QueueRunner');
    starters.push(...starts.map(({ name }) => name));
  }
  await org.close();
  expect(starters).toContain('event LaneWakeTrigger');
  expect(starters.some((name) => name.startsWith('queueable'))).toBe(false);
});

test.each([
  ['end-of-chain-keeps-lane', 'core-chain', 'recovery'],
  ['subscriber-does-not-judge', 'core-chain', 'false kill'],
  ['unknown-job-lives', 'core-stop', 'recovery'],
])('without a guard (%s), every state of %s has some that break "%s"', async (id, name, broken) => {
  const { edits } = MUTANTS.find((each) => each.id === id)!;
  const org = await explorerOrg([edited(packages[0], edits), packages[1]]);
  const scenario = CORE_SCENARIOS.find((each) => each.name === name)!;
  const { found } = await explore(new OrgSubject(org, scenario), new FloodPlayer(), {
    ...{ schedules: 2000, checkEvery: 0, stopped: () => false, shrinkRuns: 0 },
  });
  await org.close();
  expect(found?.failure.invariant).toBe(broken);
});
