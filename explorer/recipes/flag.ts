/** The custom setting with QueryException and re-enqueue: examples/flag. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { once, order, stuck, wakeUp } from './invariants';
import { lanes, threeItems } from './ours';
import type { Recipe } from './recipe';
import { inserts, AT_REST, recipeWorlds } from './world';

const worlds = recipeWorlds('flag', {
  items: { object: 'Recipe_Item__c', status: 'Status__c' },
  locks: { object: 'Callout_Flag__c', name: 'Name', state: 'In_Progress__c' },
});

const caller = (name: string, ...keys: readonly string[]) =>
  inserts(name, 'Recipe_Item__c', { Status__c: 'Pending' }, ...keys);

/** The organization's own record of the setting; without it the query fails for ever. */
const setup = async (org: EmbeddedOrg): Promise<void> => {
  await org.insert('Callout_Flag__c', [{ SetupOwnerId: org.orgId, In_Progress__c: false }]);
};

const JOB = { className: 'FlaggedCallout' };

export const FLAG: Recipe = {
  name: 'flag',
  folder: 'examples/flag',
  trials: [
    {
      scenario: {
        name: 'flag-order',
        summary: 'Three items are inserted at once; a job that meets the flag goes to the end.',
        setup,
        actors: [caller('caller A', 'A1', 'A2', 'A3')],
        world: worlds.of([order]),
      },
      breaks: 'order',
      strategy: 'pos',
    },
    {
      scenario: {
        name: 'flag-stuck',
        summary: 'The job that would clear the flag is killed.',
        setup,
        actors: [caller('caller A', 'A1')],
        faults: [{ kind: 'kill', match: JOB }],
        budget: 1,
        world: worlds.of([stuck]),
      },
      breaks: 'stuck',
      strategy: 'pos',
    },
    {
      scenario: {
        name: 'flag-refused',
        summary: 'The platform refuses the job that re-enqueues itself.',
        setup,
        actors: [caller('caller A', 'A1')],
        faults: [{ kind: 'refuse', match: JOB }],
        budget: 1,
        world: worlds.of([wakeUp]),
      },
      breaks: 'wake-up',
      strategy: 'pos',
    },
    {
      scenario: {
        name: 'flag-once',
        summary: 'Two callers insert an item each; nothing goes wrong.',
        setup,
        actors: [caller('caller A', 'A1'), caller('caller B', 'B1')],
        world: worlds.of([once, wakeUp, stuck], AT_REST),
      },
      breaks: null,
      strategy: 'pos',
    },
  ],
  ours: [threeItems, lanes('crash')],
};
