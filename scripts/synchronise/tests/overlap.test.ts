/** Two transactions never overlap in expanded code; without the annotation they do. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Database } from '../../../local-org/database/contract';
import type { PackageFiles } from '../../../local-org/org/contract';
import type { EmbeddedOrg } from '../../../local-org/org/embedded';
import { MODES, type ModeName } from '../../../explorer/modes';
import { explore, type Exploration } from '../../../explorer/explore';
import { explorerOrg, OrgSubject } from '../../../explorer/org-subject';
import { numberOf, rowsOf, textOf } from '../../../explorer/recipes/rows';
import { anonymous, type Actor, type Scenario } from '../../../explorer/scenario';
import { STRATEGIES, type StrategyName } from '../../../explorer/strategies';
import type { World } from '../../../explorer/world';
import { sourcePackage } from '../../local-org/package';
import { run } from '../run';

const ROOT = resolve(__dirname, '../../..');
const COUNTER = join(__dirname, 'counter');

type Totals = Readonly<Record<string, number>>;

/** What each call adds, if it succeeds. */
interface Adding extends Actor {
  readonly adds: Totals;
}

function adding(name: string, apex: string, adds: Totals): Adding {
  return { name, does: apex, keys: [], adds, act: (org) => anonymous(org, apex) };
}

const WORLD: World<Totals> = {
  name: 'counters',
  look: (database: Database) =>
    Object.fromEntries(
      rowsOf(database, 'Sync_Counter__c', 'Name', 'Total__c').map(({ values }) => [
        textOf(values['Name']),
        numberOf(values['Total__c']),
      ]),
    ),
  always: [],
  drained: () => true,
  judgeEnd(_scenario, outcomes, totals) {
    const refused = outcomes.find(({ error }) => error !== null);
    if (refused)
      return { invariant: 'callers', message: `${refused.actor.name}: ${refused.error}` };
    for (const [key, total] of Object.entries(totals)) {
      const sum = outcomes.reduce((all, { actor }) => all + ((actor as Adding).adds[key] ?? 0), 0);
      if (total !== sum)
        return { invariant: 'no lost update', message: `${key} is ${total} and not ${sum}.` };
    }
    return null;
  },
  describeChange: (before, now) =>
    Object.keys(now)
      .filter((key) => before[key] !== now[key])
      .map((key) => `${key} is ${now[key]}`)
      .join(', '),
  prepare: (org) =>
    anonymous(
      org,
      `insert new List<Sync_Counter__c>{
        new Sync_Counter__c(Name = 'a', Total__c = 0),
        new Sync_Counter__c(Name = 'b', Total__c = 0)
      };`,
    ),
};

const scenario = (name: string, ...actors: Adding[]): Scenario => ({
  name,
  summary: name,
  actors,
  world: WORLD,
});

const add10 = adding('user A', "SyncCounter.add('a', 10);", { a: 10 });
const SCENARIOS = [
  scenario('one method', add10, adding('user B', "SyncCounter.add('a', 5);", { a: 5 })),
  scenario('a method and a block', add10, adding('B', "SyncCounter.addTwice('a', 2);", { a: 4 })),
  scenario('a failure', add10, adding('user B', "SyncCounter.addAndFail('a', 5);", { a: 5 })),
  scenario(
    'a third user, and another name',
    add10,
    adding('user B', "SyncCounter.add('a', 5); SyncCounter.add('b', 5);", { a: 5, b: 5 }),
    adding('user C', "SyncCounter.add('b', 1);", { b: 1 }),
  ),
];

let packages: PackageFiles[];
let unguarded: PackageFiles[];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'synchronise-'));
  const quiet = { write: () => undefined };
  await run([join(COUNTER, 'source')], { out: join(folder, 'with') }, quiet);
  cpSync(join(COUNTER, 'source'), join(folder, 'without'), { recursive: true });
  const path = join(folder, 'without/classes/SyncCounter.cls');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/@synchronised\(.*?\)/g, ''));
  const base = [join(ROOT, 'force-app'), join(COUNTER, 'package')];
  const load = (last: string) => Promise.all([...base, join(folder, last)].map(sourcePackage));
  packages = await load('with');
  unguarded = await load('without');
  rmSync(folder, { recursive: true });
});

const orgs = new Map<string, Promise<EmbeddedOrg>>();

/** One org for each package and mode. */
function orgOf(guarded: boolean, mode: ModeName): Promise<EmbeddedOrg> {
  const key = `${guarded} ${mode}`;
  const org = orgs.get(key) ?? explorerOrg(guarded ? packages : unguarded, WORLD, MODES[mode]);
  orgs.set(key, org);
  return org;
}

afterAll(async () => {
  for (const org of orgs.values()) await (await org).close();
});

async function explored(
  guarded: boolean,
  subject: Scenario,
  strategy: StrategyName,
  mode: ModeName,
  schedules: number,
): Promise<Exploration> {
  const options = { schedules, checkEvery: 0, stopped: () => false };
  const org = await orgOf(guarded, mode);
  return explore(new OrgSubject(org, subject), STRATEGIES[strategy](1), options);
}

const modes = Object.keys(MODES) as ModeName[];
const every = modes.flatMap((mode) => SCENARIOS.map((each) => [each.name, mode, each] as const));

test.each(every)('%s, %s: no update is lost', async (_name, mode, subject) => {
  for (const strategy of ['random', 'pos'] as const) {
    const result = await explored(true, subject, strategy, mode, 40);
    expect(result.found?.failure ?? null).toBeNull();
    expect(result.distinct).toBeGreaterThan(10);
  }
});

test('every order of two users of one method', async () => {
  const result = await explored(true, SCENARIOS[0]!, 'dpor', 'restart', 400);
  expect(result).toMatchObject({ found: null, finished: true });
});

test.each(SCENARIOS)('$name: without the annotation one is', async (subject) => {
  const result = await explored(false, subject, 'random', 'restart', 40);
  expect(result.found?.failure.invariant).toBe('no lost update');
});
