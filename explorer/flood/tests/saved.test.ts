/** A search through states that is interrupted anywhere and goes on somewhere else. */
import type { EmbeddedOrg } from '../../../local-org/org/embedded';
import { sourcePackage } from '../../../scripts/local-org/package';
import { prepareFolders } from '../../../scripts/load/folders';
import { CORE_SCENARIOS } from '../../core';
import { digestOf } from '../../lanes/view';
import type { Subject } from '../../model';
import { explorerOrg, OrgSubject } from '../../org-subject';
import { randomProgram } from '../../tests/support/random-programs';
import { FloodPlayer, type FloodCounts } from '../player';
import { StateTable } from '../state-table';

/** @returns false: there was no run left to make */
async function runs(subject: Subject, player: FloodPlayer, count: number): Promise<boolean> {
  for (let i = 0; i < count; i++) {
    if (!player.begin()) return false;
    await subject.run(player);
  }
  return true;
}

async function whole(subject: Subject): Promise<FloodCounts> {
  const player = new FloodPlayer();
  await runs(subject, player, Infinity);
  return player.counts;
}

/** @param next where it goes on after each interruption */
async function inPieces(next: () => Subject, size: number): Promise<FloodCounts> {
  let player = new FloodPlayer();
  while (await runs(next(), player, size)) {
    const text = player.save();
    player = new FloodPlayer();
    player.load(text);
  }
  return player.counts;
}

test.each([1, 2, 7])(
  'goes on as if nothing had been, after every %d runs',
  async (size) => {
    let saved = 0;
    for (let seed = 1; seed <= 12; seed++) {
      // So small that none of them takes long.
      const program = (): Subject => randomProgram(seed, 1, 1);
      const expected = await whole(program());
      expect({ seed, ...(await inPieces(program, size)) }).toEqual({ seed, ...expected });
      saved += expected.states;
    }
    expect(saved).toBeGreaterThan(100);
  },
  120_000,
);

test('is refused when it is damaged', async () => {
  const player = new FloodPlayer();
  await runs(randomProgram(1, 1, 1), player, 5);
  const text = player.save();
  expect(() => new FloodPlayer().load(text.slice(0, -20))).toThrow();
  const { first, ...parts } = player.table.parts();
  expect(() => StateTable.of({ ...parts, first: first.slice(0, -1) })).toThrow('different sizes');
});

describe('on the package', () => {
  let orgs: readonly [EmbeddedOrg, EmbeddedOrg];
  beforeAll(async () => {
    const folders = prepareFolders();
    const files = await Promise.all(folders.paths.map(sourcePackage));
    folders.remove();
    orgs = [await explorerOrg(files), await explorerOrg(files)];
  }, 240_000);
  afterAll(() => Promise.all(orgs.map((org) => org.close())));
  afterEach(() => jest.restoreAllMocks());

  const scenario = CORE_SCENARIOS.find(({ name }) => name === 'core-renew')!;

  function turns(): () => Subject {
    let turn = 0;
    return () => new OrgSubject(orgs[turn++ % 2]!, scenario);
  }

  test('goes on in an org that has seen nothing of it', async () => {
    const expected = await whole(new OrgSubject(orgs[0], scenario));
    expect(await inPieces(turns(), 60)).toEqual(expected);
    expect(expected.schedules).not.toBeNull();
  }, 400_000);

  test('takes no state of another org for its own when states have numbers of that org', async () => {
    const [, other] = orgs;
    const own = other.stateText.bind(other);
    jest.spyOn(other, 'stateText').mockImplementation((names) => {
      const text = own(names);
      return text && { ...text, tasks: `of this org ${text.tasks}` };
    });
    const expected = await whole(new OrgSubject(orgs[0], scenario));
    const search = inPieces(turns(), 60).then(({ states }) => states);
    // Either two texts of one state contradict each other, or it has more states than there are.
    const states = await search.catch((error: unknown) => String(error));
    expect(states).not.toBe(expected.states);
  }, 400_000);
});

test('what is seen of the lanes has one digest, whoever looks', () => {
  const view = { items: [], parked: [], lanes: [], effects: [], requests: [], halted: false };
  const [one, other] = [new Map([['707', 'Queued']]), new Map([['707', 'Failed']])];
  expect(digestOf({ ...view, jobs: one })).toBe(digestOf({ ...view, jobs: new Map(one) }));
  expect(digestOf({ ...view, jobs: one })).not.toBe(digestOf({ ...view, jobs: other }));
});
