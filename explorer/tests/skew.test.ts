/** Clocks of servers as choices: the package bears what it says it bears, and its margin is needed. */
import type { PackageFiles } from '../../local-org/org/contract';
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { sourcePackage } from '../../scripts/local-org/package';
import { prepareFolders } from '../../scripts/load/folders';
import { explore, type Exploration } from '../explore';
import { MUTANTS } from '../mutants/catalogue';
import { edited } from '../mutants/edit';
import { explorerOrg, OrgSubject } from '../org-subject';
import type { Scenario } from '../scenario';
import { SCENARIOS } from '../scenarios';
import { SKEW } from '../scenarios/leases';
import type { Player } from '../strategies/contract';
import { DporPlayer } from '../strategies/dpor';
import { PlansPlayer } from '../strategies/plans';

let packages: PackageFiles[];
beforeAll(async () => {
  const folders = prepareFolders();
  packages = await Promise.all(folders.paths.map(sourcePackage));
  folders.remove();
});

const LEASE = SCENARIOS.find(({ name }) => name === 'skewed-lease')!;

async function exploreOn(org: EmbeddedOrg, scenario: Scenario, player: Player) {
  const options = { schedules: Infinity, checkEvery: 10, stopped: () => false, shrinkRuns: 0 };
  return explore(new OrgSubject(org, scenario), player, options);
}

async function withOrg<T>(id: string | null, use: (org: EmbeddedOrg) => Promise<T>): Promise<T> {
  const edits = MUTANTS.find((each) => each.id === id)?.edits ?? [];
  const org = await explorerOrg([edited(packages[0]!, edits), ...packages.slice(1)]);
  try {
    return await use(org);
  } finally {
    await org.close();
  }
}

test('every order, with the clock of any one transaction off by the margin: no promise is broken', async () => {
  const player = new PlansPlayer();
  const result = await withOrg(null, (org) => exploreOn(org, LEASE, player));
  expect(result).toMatchObject({ finished: true, found: null, unsteady: null });
  const { counts } = player;
  // Fast or slow for each transaction, and all clocks right.
  expect(counts.known).toBeGreaterThanOrEqual(1 + 2 * 4);
  expect(counts.known % 2).toBe(1);
  expect(counts).toMatchObject({ done: counts.known, redundant: 0 });
});

test.each([
  ['plans', new PlansPlayer()],
  ['dpor', new DporPlayer()],
])('%s finds a package that ignores the margin', async (_, player) => {
  const { found } = await withOrg('lease-without-margin', (org) => exploreOn(org, LEASE, player));
  expect(found!.failure).toMatchObject({ invariant: 'callers' });
  expect(found!.failure.message).toContain('is not held under token');
  const skewed = found!.shortest.moves.filter(({ variant }) => variant.startsWith('clock '));
  expect(skewed.map(({ variant }) => variant)).toEqual(['clock +30000']);
});

test('with all clocks right, or off by less than what is left of the lease, nobody notices', async () => {
  const results = await withOrg('lease-without-margin', async (org) => {
    const all: Exploration[] = [];
    for (const faults of [[], [{ ...SKEW, ms: 14_000 }]] as const)
      all.push(await exploreOn(org, { ...LEASE, faults }, new PlansPlayer()));
    return all;
  });
  for (const { finished, found } of results)
    expect({ finished, found }).toEqual({ finished: true, found: null });
});
