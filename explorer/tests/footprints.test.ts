/** The footprints of the package's moves are sound: whatever they call independent commutes. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { dependent } from '../footprint';
import { OrgSubject } from '../org-subject';
import { SCENARIOS } from '../scenarios';
import { RandomPlayer } from '../strategies/random';
import { packageOrg } from './support/package-org';
import { blindToCommits, blindToLocks, differenceOf, stateOf, swapsOf } from './support/swaps';

const NAMES = ['two-callers', 'new-lane', 'checkbox', 'take-over', 'two-lanes', 'skip', 'abort'];

let org: EmbeddedOrg;
beforeAll(async () => {
  org = await packageOrg();
});
afterAll(() => org.close());

interface Outcome {
  readonly tried: number;
  readonly wrong: readonly string[];
}

/** Swaps every third pair of some random runs. */
async function trySwaps(
  name: string,
  runs: number,
  dependence: typeof dependent,
  enough = Infinity,
): Promise<Outcome> {
  const scenario = SCENARIOS.find((each) => each.name === name)!;
  const subject = new OrgSubject(org, scenario, { footprints: true });
  const player = new RandomPlayer(5);
  const wrong: string[] = [];
  let tried = 0;
  for (let i = 0; i < runs && wrong.length < enough; i++) {
    player.begin();
    const run = await subject.run(player);
    const expected = stateOf(org, run);
    for (const swap of swapsOf(run, dependence).filter((_, n) => n % 3 === i % 3)) {
      tried++;
      const other = await differenceOf(subject, swap, expected);
      if (other === null) continue;
      const [first, second] = [run.moves[swap.at]!, run.moves[swap.at + 1]!];
      wrong.push(
        `${first.op.kind} ${first.op.object} and ${second.op.kind} ${second.op.object}: ${other}`,
      );
    }
  }
  return { tried, wrong };
}

test.each(NAMES)('independent moves commute: %s', async (name) => {
  const { tried, wrong } = await trySwaps(name, 20, dependent);
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(20);
});

// Where nothing but row locks decides, a wrong rule for commits makes no difference: so not every scenario tells.
test.each([
  ['locks', blindToLocks, 'two-callers'],
  ['commits', blindToCommits, 'skip'],
])('footprints that are blind to %s are found out', async (_, dependence, name) => {
  const { wrong } = await trySwaps(name, 40, dependence, 1);
  expect(wrong).not.toEqual([]);
});
