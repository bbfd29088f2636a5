/**
 * Runs that walk through known states are compared with runs that the org makes. What a state is made
 * of is tried by taking parts away: then one state goes on in two ways, and that must be noticed.
 */
import type { EmbeddedOrg, OrgText } from '../../../local-org/org/embedded';
import { Trail } from '../../../local-org/scheduler/trail';
import { sourcePackage } from '../../../scripts/local-org/package';
import { prepareFolders } from '../../../scripts/load/folders';
import { LANES } from '../../lanes';
import { MODES, type ModeName } from '../../modes';
import { explorerOrg, OrgSubject } from '../../org-subject';
import { Recorder } from '../../recorder';
import type { Scenario } from '../../scenario';
import { Graph } from '../graph';
import { Line } from '../line';
import { SCENARIOS } from '../../scenarios';
import { STRATEGIES } from '../../strategies';

async function orgOf(mode: ModeName): Promise<EmbeddedOrg> {
  const folders = prepareFolders();
  try {
    return await explorerOrg(
      await Promise.all(folders.paths.map(sourcePackage)),
      undefined,
      MODES[mode],
    );
  } finally {
    folders.remove();
  }
}

const scenario = (name: string): Scenario => SCENARIOS.find((each) => each.name === name)!;

interface Compared {
  readonly difference: string | null;
  /** Runs that the org did not have to make. */
  readonly walked: number;
}

/** The same schedules with states that are remembered and without. */
async function compare(
  org: EmbeddedOrg,
  name: string,
  runs: number,
  strategy: 'random' | 'pos' | 'pct' | 'dpor' | 'plans' = 'random',
): Promise<Compared> {
  const sides = [true, false].map((remember) => ({
    subject: new OrgSubject(org, scenario(name), { remember }),
    player: STRATEGIES[strategy](5),
  }));
  let made = 0;
  for (; made < runs; made++) {
    const texts: string[] = [];
    for (const { subject, player } of sides) {
      if (!player.begin()) continue;
      const run = await subject.run(player);
      player.end?.(run);
      texts.push(JSON.stringify(run));
    }
    if (texts.length === 0) break;
    if (texts[0] !== texts[1]) return { difference: `${name}, run ${made + 1}`, walked: 0 };
  }
  return { difference: null, walked: made - sides[0]!.subject.performed };
}

/** What is noticed in runs of these scenarios, or null. */
async function noticed(
  org: EmbeddedOrg,
  names: readonly string[],
  runs = 60,
): Promise<string | null> {
  for (const name of names) {
    const subject = new OrgSubject(org, scenario(name), { remember: true });
    const player = STRATEGIES.random(7);
    try {
      for (let run = 0; run < runs; run++) {
        player.begin();
        await subject.run(player);
      }
    } catch (error) {
      return (error as Error).message;
    }
  }
  return null;
}

const IN_TWO_WAYS = /in two ways|does not begin as it did before/;

describe('states that are known', () => {
  let org: EmbeddedOrg;
  beforeAll(async () => {
    org = await orgOf('restart');
  });
  afterAll(() => org.close());
  afterEach(() => jest.restoreAllMocks());

  test('go on as they did, in every scenario', async () => {
    let walked = 0;
    for (const { name } of SCENARIOS) {
      const result = await compare(org, name, 8);
      expect(result.difference).toBeNull();
      walked += result.walked;
    }
    expect(walked).toBeGreaterThan(0);
  }, 240_000);

  test.each(['random', 'pos', 'pct'] as const)(
    'make most runs of a small scenario by %s without the org',
    async (strategy) => {
      const { difference, walked } = await compare(org, 'two-callers', 250, strategy);
      expect(difference).toBeNull();
      expect(walked).toBeGreaterThan(50);
    },
    120_000,
  );

  // With faults, and where one task alone can go on nobody is asked.
  test.each(['pos', 'pct'] as const)(
    'lead samples by %s the same way',
    async (strategy) => {
      for (const name of ['crash', 'two-lanes', 'poison', 'waits'])
        expect(await compare(org, name, 30, strategy)).toMatchObject({ difference: null });
    },
    120_000,
  );

  test.each(['dpor', 'plans'] as const)(
    'lead %s the same way',
    async (strategy) => {
      expect(await compare(org, 'take-over', 60, strategy)).toMatchObject({ difference: null });
    },
    120_000,
  );

  test('go on as they did where a query keeps to the rows that it found', async () => {
    const other = await orgOf('recheck');
    for (const name of ['crash', 'two-lanes', 'poison'])
      expect(await compare(other, name, 40)).toMatchObject({ difference: null });
    await other.close();
  }, 120_000);

  test('are gone on from without the org, once it has come back to them', async () => {
    const detach = jest.spyOn(Recorder.prototype, 'detach');
    const subject = new OrgSubject(org, scenario('crash'), { remember: true });
    const player = STRATEGIES.random(3);
    let [left, stayed] = [0, 0];
    for (let i = 0; i < 120; i++) {
      detach.mockClear();
      player.begin();
      const run = await subject.run(player);
      const [recorder] = detach.mock.contexts;
      if (recorder && recorder.moves.length < run.moves.length) left++;
      else if (recorder) stayed++;
    }
    expect(left).toBeGreaterThan(3);
    // Whoever is looked at to the end as well.
    expect(stayed).toBeGreaterThan(subject.performed / 4);
  }, 120_000);

  test('go on as they did when all of them are forgotten now and then', async () => {
    const whole = await compare(org, 'two-callers', 150);
    let looks = 0;
    const size = jest.spyOn(Graph.prototype, 'size', 'get');
    size.mockImplementation(() => (++looks % 7 === 0 ? Infinity : 0));
    const less = await compare(org, 'two-callers', 150);
    expect([whole.difference, less.difference]).toEqual([null, null]);
    expect(less.walked).toBeLessThan(whole.walked);
  }, 120_000);

  test('are forgotten with the mark that they began at', async () => {
    const subject = new OrgSubject(org, scenario('two-callers'), { remember: true });
    const player = STRATEGIES.random(1);
    for (let run = 0; run < 3; run++) await subject.run(player);
    const zeros = { ...player, choose: () => 0 };
    await subject.run(zeros);
    const before = subject.performed;
    await subject.run(zeros);
    expect(subject.performed).toBe(before);
    await org.reset();
    org.mark();
    await subject.run(zeros);
    expect(subject.performed).toBe(before + 1);
  });

  test('cannot say that a run fails which the org says holds', async () => {
    const subject = new OrgSubject(org, scenario('two-callers'), { remember: true });
    const zeros = { ...STRATEGIES.random(1), choose: () => 0 };
    await subject.run(zeros);
    const { performed } = subject;
    // Broken in memory only: the org's run after it is judged as it is.
    const broken = { invariant: 'end', message: 'planted' };
    jest.spyOn(LANES, 'judgeEnd').mockReturnValueOnce(broken);
    await expect(subject.run(zeros)).rejects.toThrow('holds when the org makes it');
    expect(subject.performed).toBe(performed + 1);
  });

  const parts: readonly (keyof OrgText)[] = ['rows', 'tasks'];
  test.each(parts)('are told apart by their %s', async (part) => {
    const whole = org.stateText.bind(org);
    jest.spyOn(org, 'stateText').mockImplementation((names) => {
      const text = whole(names);
      return text && { ...text, [part]: '' };
    });
    expect(await noticed(org, ['two-lanes', 'crash'])).toMatch(IN_TWO_WAYS);
  });

  test('are not walked through in another order than the org offers', async () => {
    const after: unknown = Reflect.get(Line.prototype, 'after');
    jest.spyOn(Line.prototype, 'after').mockImplementation(function (this: Line, shift) {
      const { lines, ids, last } = (after as Line['after']).call(this, shift);
      return lines.of([...ids].reverse(), last);
    });
    expect(await noticed(org, ['crash', 'two-lanes'])).toContain('not in its turn');
  });

  test('are told apart by what a transaction was told', async () => {
    const standAt: unknown = Reflect.get(Trail.prototype, 'standAt');
    jest.spyOn(Trail.prototype, 'standAt').mockImplementation(function (this: Trail) {
      (standAt as Trail['standAt']).call(this, '');
    });
    expect(await noticed(org, ['crash', 'two-lanes'], 300)).toMatch(IN_TWO_WAYS);
  });
});
