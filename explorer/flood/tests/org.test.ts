/**
 * A search through states on the package: against every schedule of a small scenario, against a
 * partial-order reduction, with parts of the state left out, and on a package without a guard.
 */
import type { EmbeddedOrg } from '../../../local-org/org/embedded';
import { sourcePackage } from '../../../scripts/local-org/package';
import { prepareFolders } from '../../../scripts/load/folders';
import { CORE_SCENARIOS } from '../../core';
import { explore } from '../../explore';
import { LANES } from '../../lanes';
import { LanesPast } from '../../lanes/past';
import type { View } from '../../lanes/view';
import type { Move } from '../../model';
import { explorerOrg, OrgSubject } from '../../org-subject';
import type { Outcome, Scenario } from '../../scenario';
import { DepthFirstPlayer } from '../../strategies/depth-first';
import { DporPlayer } from '../../strategies/dpor';
import type { Player } from '../../strategies/contract';
import { ReplayPlayer } from '../../strategies/replay';
import type { Sighting, World } from '../../world';
import { FloodPlayer } from '../player';

async function orgOf(sabotage?: 'no-token-comparison'): Promise<EmbeddedOrg> {
  const folders = prepareFolders(sabotage);
  try {
    return await explorerOrg(await Promise.all(folders.paths.map(sourcePackage)));
  } finally {
    folders.remove();
  }
}

/** Lanes that note every end that they judge: answers, what is stored, and all that checkers look at. */
class Noting {
  readonly ends = new Set<string>();
  readonly scenario: Scenario;

  constructor(name: string, budget: number) {
    const found = CORE_SCENARIOS.find((each) => each.name === name)!;
    this.scenario = { ...found, budget, world: this.#world() };
  }

  #world(): World<View> {
    const judgeHistory: NonNullable<World<View>['judgeHistory']> = (...args) => {
      this.ends.add(endOf(...args));
      return LANES.judgeHistory!(...args);
    };
    return { ...LANES, judgeHistory };
  }
}

function endOf(
  scenario: Scenario,
  outcomes: readonly Outcome[],
  moves: readonly Move[],
  sightings: readonly Sighting<View>[],
): string {
  const seen = new Map(sightings.map(({ after, view }) => [after, view]));
  const past = new LanesPast(scenario, seen.get(-1)!);
  moves.forEach((move, i) => past.observe(move, seen.get(i)));
  const answers = outcomes.map(({ error, struck }) => [error, struck]);
  return JSON.stringify([answers, past.text(), sightings.at(-1)!.view]);
}

async function endsOf(
  org: EmbeddedOrg,
  name: string,
  budget: number,
  player: Player,
): Promise<{ readonly ends: readonly string[]; readonly schedules: number }> {
  const { ends, scenario } = new Noting(name, budget);
  const subject = new OrgSubject(org, scenario);
  const found = await explore(subject, player, {
    ...{ schedules: Infinity, checkEvery: 0, stopped: () => false },
  });
  expect([found.finished, found.found]).toEqual([true, null]);
  return { ends: [...ends].sort(), schedules: found.schedules };
}

describe('every state of the package', () => {
  let org: EmbeddedOrg;
  beforeAll(async () => {
    org = await orgOf();
  }, 120_000);
  afterAll(() => org.close());
  afterEach(() => jest.restoreAllMocks());

  test('has the ends and the number of schedules that brute force finds', async () => {
    const all = await endsOf(org, 'core-renew', 0, new DepthFirstPlayer());
    const player = new FloodPlayer();
    const seen = await endsOf(org, 'core-renew', 0, player);
    expect(seen.ends).toEqual(all.ends);
    const { schedules, open, nameless, doubted } = player.counts;
    expect({ schedules, open, nameless }).toEqual({
      ...{ schedules: BigInt(all.schedules), open: 0, nameless: 0 },
    });
    expect(doubted).toBeGreaterThan(10);
    expect(all.schedules).toBeGreaterThan(1000);
    expect(seen.schedules).toBeLessThan(50);
  }, 400_000);

  // The set-up of core-recover kills a job: a fault that has struck is no part of a state.
  test.each(['core-enqueue', 'core-recover'])(
    'has the ends of every order that matters in %s',
    async (name) => {
      const player = new FloodPlayer();
      const traces = await endsOf(org, name, 0, new DporPlayer());
      const seen = await endsOf(org, name, 0, player);
      expect(seen.ends).toEqual(traces.ends);
      expect(seen.ends.length).toBeGreaterThan(2);
      expect(player.counts.nameless).toBe(0);
    },
    400_000,
  );

  /** The text of the org's state without one of its parts. */
  function without(part: 'rows' | 'names' | 'tasks'): void {
    const whole = org.stateText.bind(org);
    jest.spyOn(org, 'stateText').mockImplementation((names) => {
      const text = whole(names);
      return text && { ...text, [part]: '' };
    });
  }

  test('contradicts itself without what tasks were told', async () => {
    without('tasks');
    const search = endsOf(org, 'core-enqueue', 0, new FloodPlayer());
    await expect(search).rejects.toThrow(/in two ways|come back to a state/);
  }, 400_000);

  test.each(['rows', 'names'] as const)(
    'takes different ends for one without %s',
    async (part) => {
      const [whole, less] = [new FloodPlayer(), new FloodPlayer()];
      await endsOf(org, 'core-release', 0, whole);
      without(part);
      await endsOf(org, 'core-release', 0, less);
      expect(less.counts.ends).toBeLessThan(whole.counts.ends);
      expect(less.counts.states).toBeLessThan(whole.counts.states);
    },
    400_000,
  );

  test('lacks ends when it forgets what checkers look back at', async () => {
    const player = new FloodPlayer();
    const whole = await endsOf(org, 'core-enqueue', 0, player);
    const text = jest.spyOn(LanesPast.prototype, 'text');
    const { scenario, ends } = new Noting('core-enqueue', 0);
    // Those who note the ends look at all of it.
    const forgetful: World = { ...scenario.world!, past: () => ({ observe() {}, text: () => '' }) };
    const other = new FloodPlayer();
    await explore(new OrgSubject(org, { ...scenario, world: forgetful }), other, {
      ...{ schedules: Infinity, checkEvery: 0, stopped: () => false },
    });
    expect(text).toHaveBeenCalled();
    expect(other.counts.states).toBeLessThan(player.counts.states);
    expect(ends.size).toBeLessThan(whole.ends.length);
  }, 400_000);

  test('needs a world that says what it looks back at', async () => {
    const blind = Object.fromEntries(Object.entries(LANES).filter(([name]) => name !== 'past'));
    const scenario = { ...CORE_SCENARIOS[0]!, world: blind as unknown as World };
    const player = new FloodPlayer();
    player.begin();
    await expect(new OrgSubject(org, scenario).run(player)).rejects.toThrow('has no `past`');
  });
});

test('without a guard, a state is met in which a promise is broken', async () => {
  const org = await orgOf('no-token-comparison');
  const scenario = CORE_SCENARIOS.find(({ name }) => name === 'core-release')!;
  const subject = new OrgSubject(org, scenario);
  const { found } = await explore(subject, new FloodPlayer(), {
    ...{ schedules: Infinity, checkEvery: 20, stopped: () => false },
  });
  const { failure, shortest } = found!;
  const player = new ReplayPlayer(shortest.choices);
  player.begin();
  const again = await subject.run(player);
  expect(again.fingerprint).toBe(shortest.fingerprint);
  expect(again.failures[0]!.invariant).toBe(failure.invariant);
  await org.close();
}, 400_000);
