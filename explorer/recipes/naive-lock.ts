/** `Mutexes.lock` on a record without a unique name: examples/naive-lock. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { runs } from '../scenario';
import { exclusion, stuck } from './invariants';
import { lanes } from './ours';
import type { Recipe } from './recipe';
import { AT_REST, recipeWorlds } from './world';

const worlds = recipeWorlds('naive-lock', {
  locks: { object: 'Mutex__c', name: 'Name', state: 'Status__c' },
});

const caller = (name: string, key: string) =>
  runs(
    name,
    `locks and starts a job for ${key}`,
    `System.assert(SyncJob.start('${key}'), 'busy');`,
    [key],
  );

const callers = [caller('caller A', 'A1'), caller('caller B', 'B1')];
const mayRefuse = /busy/;

const used = async (org: EmbeddedOrg): Promise<void> => {
  await org.insert('Mutex__c', [{ Name: 'sync', Status__c: 'Unlocked' }]);
};

export const NAIVE_LOCK: Recipe = {
  name: 'naive-lock',
  folder: 'examples/naive-lock',
  trials: [
    {
      scenario: {
        name: 'naive-lock-twice',
        summary: 'Two callers are the first to use a lock.',
        actors: callers,
        world: worlds.of([exclusion]),
        mayRefuse,
      },
      breaks: 'exclusion',
      strategy: 'preemptions',
    },
    {
      scenario: {
        name: 'naive-lock-stuck',
        summary: 'The job that would unlock is killed.',
        setup: used,
        actors: [callers[0]!],
        faults: [{ kind: 'kill', match: { className: 'SyncJob' } }],
        budget: 1,
        world: worlds.of([stuck]),
      },
      breaks: 'stuck',
      strategy: 'pos',
    },
    {
      scenario: {
        name: 'naive-lock-used',
        summary: 'Two callers take a lock whose record exists.',
        setup: used,
        actors: callers,
        world: worlds.of([exclusion, stuck], AT_REST),
        mayRefuse,
      },
      breaks: null,
      strategy: 'dpor',
    },
  ],
  ours: [lanes('mutex'), lanes('lapse'), lanes('job-lease')],
};
