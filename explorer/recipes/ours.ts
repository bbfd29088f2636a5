/** The same situations with this package. */
import type { Database } from '../../local-org/database/contract';
import { LANES } from '../lanes';
import type { ModeName } from '../modes';
import { insertItems, enqueue, runs, type Scenario } from '../scenario';
import { SCENARIOS } from '../scenarios';
import type { World } from '../world';
import type { Counterpart } from './recipe';
import { rowsOf, textOf } from './rows';

/** One of the scenarios of the package. */
export function lanes(name: string, mode?: ModeName): Counterpart {
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (!scenario) throw new Error(`There is no scenario "${name}".`);
  return { scenario, strategy: 'pos', ...(mode === undefined ? {} : { mode }) };
}

/** Against the flag: nobody goes to the end of a queue. */
export const threeItems: Counterpart = {
  scenario: {
    name: 'three-items',
    summary: 'Three items are inserted at once into an idle lane.',
    actors: [insertItems('caller A', 'a', 'A1', 'A2', 'A3'), enqueue('caller B', 'a', 'B1')],
  },
  strategy: 'pos',
};

/** Against the expiry of a lock. */
export const slowJobs: Counterpart = {
  scenario: {
    name: 'slow-jobs',
    summary: 'Jobs wait for their turn, or run, for 20 minutes.',
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    faults: [{ kind: 'pass', minutes: 20 }],
    budget: 1,
  },
  strategy: 'pos',
};

interface Leases {
  readonly holders: number;
  readonly effects: readonly string[];
}

/** A lock by name: whoever has it leaves an effect, and keeps it. */
const LEASES: World<Leases> = {
  name: 'leases',
  look: (database: Database): Leases => ({
    holders: rowsOf(database, 'Mutex__c', 'Key__c', 'Holder__c').filter(
      ({ values }) => values['Key__c'] === 'sync' && values['Holder__c'] === 'user',
    ).length,
    effects: rowsOf(database, 'Probe_Effect__c', 'Item_Key__c', 'Lane__c').flatMap(({ values }) =>
      values['Lane__c'] === 'sync' ? [textOf(values['Item_Key__c'])] : [],
    ),
  }),
  always: [
    {
      name: 'exclusion',
      promise: 'a lock has one holder',
      check: ({ holders, effects }) =>
        holders === effects.length && holders <= 1
          ? null
          : `${holders} records say that sync is locked, and ${effects.join(' and ')} got it.`,
    },
  ],
  drained: () => true,
  judgeEnd(scenario, outcomes, { effects }) {
    const odd = outcomes.find(({ error }) => error !== null && !scenario.mayRefuse?.test(error));
    if (odd)
      return { invariant: 'callers', message: `${odd.actor.name} was refused: ${odd.error}` };
    return effects.length === 1
      ? null
      : { invariant: 'exclusion', message: `${effects.length} callers got the lock.` };
  },
  describeChange: (before, now) =>
    now.effects
      .filter((key) => !before.effects.includes(key))
      .map((key) => `${key} has the lock`)
      .join('; '),
  prepare: (org) => LANES.prepare(org),
};

const takes = (name: string, key: string) =>
  runs(
    name,
    'locks sync',
    `Mutex sync = new Mutex('sync'); sync.lock(5000); insert new Probe_Effect__c(Lane__c = 'sync', Item_Key__c = '${key}', Token__c = sync.getToken());`,
  );

export const MUTEX: readonly Counterpart[] = [
  {
    scenario: {
      name: 'two-lockers',
      summary: 'Two callers are the first to use a mutex.',
      actors: [takes('caller A', 'A'), takes('caller B', 'B')],
      world: LEASES,
      mayRefuse: /is held|MutexTimeoutException/,
    },
    strategy: 'dpor',
  },
];

/** The trigger of examples/roll-up under a mutex. */
export function guarded(world: World): Counterpart {
  const creates = (name: string, amount: number) =>
    runs(
      name,
      `locks the parent by name and creates a child of ${amount}`,
      `Id parentId = [SELECT Id FROM Roll_Up_Parent__c LIMIT 1].Id; Mutex guard = new Mutex('roll-up/' + parentId); guard.lock(5000); insert new Roll_Up_Child__c(Parent__c = parentId, Amount__c = ${amount}); guard.unlock();`,
    );
  const scenario: Scenario = {
    name: 'guarded-roll-up',
    summary: 'Two users create children of the same parent, under a mutex with its name.',
    actors: [creates('user A', 10), creates('user B', 5)],
    world: {
      ...world,
      prepare: async (org) => {
        await LANES.prepare(org);
        await world.prepare(org);
      },
    },
  };
  return { scenario, strategy: 'pos', folders: ['examples/roll-up'] };
}
