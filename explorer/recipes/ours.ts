/** The same situations with this package. */
import { LANES } from '../lanes';
import type { ModeName } from '../modes';
import { enqueue, insertItems, runs } from '../scenario';
import { SCENARIOS } from '../scenarios';
import type { World } from '../world';
import type { Counterpart } from './recipe';

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
    summary: 'Three items are inserted at once into an idle lane, and a caller adds one.',
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

/** The trigger of examples/roll-up under a mutex. */
export function guarded(world: World): Counterpart {
  const creates = (name: string, amount: number) =>
    runs(
      name,
      `locks a mutex with the parent's id and creates a child of ${amount}`,
      `Id parentId = [SELECT Id FROM Roll_Up_Parent__c LIMIT 1].Id;
       Mutex guard = new Mutex('roll-up/' + parentId);
       guard.lock(5000);
       insert new Roll_Up_Child__c(Parent__c = parentId, Amount__c = ${amount});
       guard.unlock();`,
    );
  return {
    scenario: {
      name: 'guarded-roll-up',
      summary: 'Two users create children of the same parent, under a mutex with its id.',
      actors: [creates('user A', 10), creates('user B', 5)],
      world: {
        ...world,
        name: 'guarded roll-up',
        prepare: async (org) => {
          await LANES.prepare(org);
          await world.prepare(org);
        },
      },
    },
    strategy: 'pos',
    folders: ['examples/roll-up'],
  };
}
