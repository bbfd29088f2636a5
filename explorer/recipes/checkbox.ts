/** The checkbox trigger with upsert: examples/checkbox. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { once, order, stuck, wakeUp } from './invariants';
import type { Recipe } from './recipe';
import { lanes } from './ours';
import { inserts, recipeWorlds } from './world';

const worlds = recipeWorlds('checkbox', {
  items: { object: 'Recipe_Item__c', status: 'Callout_Status__c' },
  locks: { object: 'Mutex__c', name: 'Queueable_Name__c', state: 'Run_Queueable__c' },
});

const caller = (name: string, key: string) =>
  inserts(name, 'Recipe_Item__c', { Callout_Status__c: 'Pending' }, key);

const callers = [caller('caller A', 'A1'), caller('caller B', 'B1')];

const box = async (org: EmbeddedOrg): Promise<void> => {
  await org.insert('Mutex__c', [{ Queueable_Name__c: 'RecipeQueueable', Run_Queueable__c: false }]);
};

export const CHECKBOX: Recipe = {
  name: 'checkbox',
  folder: 'examples/checkbox',
  trials: [
    {
      scenario: {
        name: 'checkbox-wake-up',
        summary: 'Two callers insert work; the second one does so while the job is about to end.',
        setup: box,
        actors: callers,
        world: worlds.of([wakeUp]),
      },
      breaks: 'wake-up',
      strategy: 'preemptions',
    },
    {
      scenario: {
        name: 'checkbox-order',
        summary: 'Two callers insert work; auto-numbers are meant to keep the order.',
        setup: box,
        actors: callers,
        world: worlds.of([order]),
      },
      breaks: 'order',
      strategy: 'preemptions',
    },
    {
      scenario: {
        name: 'checkbox-new',
        summary: 'Two callers insert work before there is a record with the checkbox.',
        actors: callers,
        world: worlds.of([], ['callers']),
      },
      breaks: 'callers',
      strategy: 'preemptions',
    },
    {
      scenario: {
        name: 'checkbox-stuck',
        summary: 'The job is killed before it can clear the checkbox.',
        setup: box,
        actors: [callers[0]!],
        faults: [{ kind: 'kill', match: { className: 'RecipeQueueable' } }],
        budget: 1,
        world: worlds.of([stuck]),
      },
      breaks: 'stuck',
      strategy: 'pos',
    },
    {
      scenario: {
        name: 'checkbox-twice',
        summary: 'Two callers tick the box, if a save loads the old record before it has the lock.',
        setup: box,
        actors: callers,
        world: worlds.of([once]),
      },
      breaks: 'once',
      strategy: 'pct',
      mode: 'restart-early',
    },
  ],
  ours: [
    lanes('two-callers'),
    lanes('new-lane'),
    lanes('crash'),
    lanes('two-callers', 'restart-early'),
  ],
};
