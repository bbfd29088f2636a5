/** De-duplication by QueueableDuplicateSignature alone: examples/duplicate-signature. */
import { runs } from '../scenario';
import { once, wakeUp } from './invariants';
import { lanes } from './ours';
import type { Recipe } from './recipe';
import { recipeWorlds } from './world';

const worlds = recipeWorlds('duplicate-signature', {
  items: { object: 'Recipe_Item__c', status: 'Status__c' },
});

const caller = (name: string, key: string) =>
  runs(name, `enqueues ${key}`, `SignedQueue.enqueue('${key}');`, [key]);

const actors = [caller('caller A', 'A1'), caller('caller B', 'B1')];

export const DUPLICATE_SIGNATURE: Recipe = {
  name: 'duplicate-signature',
  folder: 'examples/duplicate-signature',
  trials: [
    {
      scenario: {
        name: 'signature-wake-up',
        summary: 'The second caller is told that there is a job already.',
        actors,
        world: worlds.of([wakeUp]),
      },
      breaks: 'wake-up',
      strategy: 'preemptions',
    },
    {
      scenario: {
        name: 'signature-twice',
        summary: 'The second caller enqueues while the job of the first one is running.',
        actors,
        world: worlds.of([once]),
      },
      breaks: 'once',
      strategy: 'preemptions',
    },
  ],
  ours: [lanes('two-callers')],
};
