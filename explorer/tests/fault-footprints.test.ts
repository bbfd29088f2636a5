/**
 * The footprints of faults are sound: where a fault is said to be independent of its neighbour, the
 * org comes to the same state in both orders.
 */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { RandomSource } from '../../local-org/scheduler/random-source';
import { CORE_SCENARIOS } from '../core';
import { dependent, type Footprint } from '../footprint';
import type { Option, Run } from '../model';
import { OrgSubject } from '../org-subject';
import { FaultPlan, type PlannedFault } from '../plans';
import type { Player } from '../strategies/contract';
import { packageOrg } from './support/package-org';
import { KeyPlayer, stateOf, swapsOf, type Swap } from './support/swaps';

let org: EmbeddedOrg;
beforeAll(async () => {
  org = await packageOrg();
});
afterAll(() => org.close());

/** Goes on at random under a plan. */
class Planned implements Player {
  readonly name = 'planned';
  readonly footprints = true;
  readonly plan: FaultPlan;

  constructor(
    readonly random: RandomSource,
    fault: PlannedFault | null,
  ) {
    this.plan = new FaultPlan(fault, false);
  }

  begin(): boolean {
    return true;
  }

  choose(options: readonly Option[]): number {
    return this.random.below(options.length);
  }
}

/** Goes on in a given order under the same plan, on the org and not from memory. */
class Repeated extends KeyPlayer {
  readonly plan: FaultPlan;
  readonly afresh = true;

  constructor(keys: readonly string[], fault: PlannedFault) {
    super(keys);
    this.plan = new FaultPlan(fault, false);
  }
}

interface Tried {
  readonly run: Run;
  readonly swap: Swap;
  readonly fault: PlannedFault;
}

/** Neighbours of which one is the fault. */
function withFault({ moves }: Run, swap: Swap): boolean {
  return [moves[swap.at], moves[swap.at + 1]].some((move) => (move?.variant ?? '') !== '');
}

/** @returns what the other order led to instead, or null */
async function difference(subject: OrgSubject, { run, swap, fault }: Tried, expected: string) {
  const player = new Repeated(swap.keys, fault);
  player.begin();
  const other = stateOf(org, await subject.run(player));
  if (!player.diverged && other === expected) return null;
  const [first, second] = [run.moves[swap.at]!, run.moves[swap.at + 1]!];
  const deed = ({ variant, op }: typeof first): string => `${variant} ${op.kind} ${op.object}`;
  return `${deed(first)} and ${deed(second)}`;
}

interface Outcome {
  /** By the name of the fault. */
  readonly tried: Map<string, number>;
  readonly wrong: readonly string[];
}

/** Runs with each fault that was met, and swaps what is said to commute with it. */
async function trySwaps(
  name: string,
  dependence: typeof dependent,
  runs: number,
  enough = Infinity,
): Promise<Outcome> {
  const scenario = CORE_SCENARIOS.find((each) => each.name === name)!;
  const subject = new OrgSubject(org, scenario);
  const random = new RandomSource(7);
  const first = new Planned(random, null);
  for (let i = 0; i < 4; i++) await subject.run(first);
  const tried = new Map<string, number>();
  const wrong: string[] = [];
  for (const fault of first.plan.met)
    for (let i = 0; i < runs && wrong.length < enough; i++) {
      const run = await subject.run(new Planned(random, fault));
      const keys = run.moves.map(({ key }) => key);
      const again = new Repeated(keys, fault);
      again.begin();
      const expected = stateOf(org, await subject.run(again));
      for (const swap of swapsOf(run, dependence).filter((each) => withFault(run, each))) {
        tried.set(fault.variant, (tried.get(fault.variant) ?? 0) + 1);
        const found = await difference(subject, { run, swap, fault }, expected);
        if (found !== null) wrong.push(found);
      }
    }
  return { tried, wrong };
}

const KILLS = ['kill', 'kill failed', 'kill processing', 'kill requeued'];

// The end of a wait depends on everything, and a commit whose answer is lost on whatever stands beside
// it here, so nothing is said of them that could be wrong.
test.each([
  ['core-enqueue', 2, [...KILLS, 'refuse']],
  ['core-two-lanes', 1, [...KILLS, 'refuse', 'no finalizer']],
  ['core-skew', 2, ['clock +30000', 'clock -30000']],
])(
  'faults that are independent of their neighbours commute with them: %s',
  async (name, runs, kinds) => {
    const { tried, wrong } = await trySwaps(name, dependent, runs);
    expect(wrong).toEqual([]);
    for (const kind of kinds) expect([kind, tried.get(kind) ?? 0]).not.toEqual([kind, 0]);
  },
);

const EMPTY: Omit<Footprint, 'everything'> = {
  cells: {},
  seen: [],
  images: [],
  created: [],
  ties: [],
};

test('footprints of moves that leave nothing are found out, as a kill frees locks', async () => {
  const blind = (a: Footprint, b: Footprint): boolean =>
    dependent({ ...a, ...EMPTY }, { ...b, ...EMPTY });
  const { wrong } = await trySwaps('core-enqueue', blind, 4, 1);
  expect(wrong.some((text) => /^kill|and kill/.test(text))).toBe(true);
});
