/** The two-mutex FIFOQueue of the thought experiment, on records: examples/two-mutex. */
import { runs } from '../scenario';
import { oneJob, once, order, stuck, wakeUp } from './invariants';
import { lanes, slowJobs } from './ours';
import type { Recipe } from './recipe';
import { AT_REST, recipeWorlds } from './world';

const worlds = recipeWorlds('two-mutex', {
  items: { object: 'QueueItems__c', status: 'Status__c' },
  locks: { object: 'Mutex__c', name: 'Key__c', state: 'Locked__c' },
});

const caller = (name: string, key: string) =>
  runs(
    name,
    `enqueues ${key} into the queue orders`,
    `new FIFOQueue().enqueue('orders', new List<QueueItems__c>{ new QueueItems__c(Key__c = '${key}') });`,
    [key],
  );

const actors = [caller('caller A', 'A1'), caller('caller B', 'B1')];
/** The first two callers ever: one of them is told to come again, as the text wants it. */
const mayRefuse = /is being locked/;

export const TWO_MUTEX: Recipe = {
  name: 'two-mutex',
  folder: 'examples/two-mutex',
  trials: [
    {
      scenario: {
        name: 'two-mutex-calm',
        summary: 'Two callers enqueue into the same queue; nothing goes wrong.',
        actors,
        world: worlds.of([once, order, wakeUp, stuck, oneJob], AT_REST),
        mayRefuse,
      },
      breaks: null,
      strategy: 'dpor',
    },
    {
      scenario: {
        name: 'two-mutex-stuck',
        summary: 'The runner is killed.',
        actors: [actors[0]!],
        faults: [{ kind: 'kill', match: { context: 'queueable' } }],
        budget: 1,
        world: worlds.of([stuck]),
      },
      breaks: 'stuck',
      strategy: 'pos',
    },
    {
      scenario: {
        name: 'two-mutex-late',
        summary: 'The job waits for its turn longer than the lock of the process lasts.',
        actors,
        faults: [{ kind: 'pass', minutes: 20 }],
        budget: 1,
        world: worlds.of([oneJob]),
        mayRefuse,
      },
      breaks: 'one job',
      strategy: 'preemptions',
    },
  ],
  ours: [lanes('two-callers'), lanes('crash'), slowJobs],
};
