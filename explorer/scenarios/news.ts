/** Scenarios about items that the package makes of others: callbacks, and dead items tried again. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { FaultKind } from '../faults';
import { anonymous, enqueue, insertItems, runs, type Actor, type Scenario } from '../scenario';
import { configure, onItem } from './parts';

/** Somebody who wants to hear when his item is settled. */
function wantsToHear(name: string, lane: string, key: string, tells?: string): Actor {
  const where = tells === undefined ? 'null' : `'${tells}'`;
  return runs(
    name,
    `enqueues ${key} into lane ${lane} and wants to hear of it in lane ${tells ?? `${lane}/settled`}`,
    `ExplorerKeyed.enqueueTelling('${lane}', '${key}', false, ${where});`,
    [key],
  );
}

const LOST: readonly FaultKind[] = [
  { kind: 'kill', match: { className: 'QueueRunner' } },
  { kind: 'kill', match: { context: 'event' } },
];

const redrives = (name: string): Actor =>
  runs(
    name,
    'redrives the dead s1',
    "LaneAdmin.redriveDead([SELECT Id FROM Queue_Item__c WHERE Request_Key__c = 's1'].Id, 'explorer');",
  );

async function dead(org: EmbeddedOrg): Promise<void> {
  await configure(org, 'a', 'DeadLetter', 1);
  await anonymous(org, "ExplorerKeyed.enqueueDoomed('a', 's1');");
}

/** A closed lane, where work waits until a pause is over. */
async function closed(org: EmbeddedOrg): Promise<void> {
  await anonymous(org, "LaneAdmin.pause('a');");
  await enqueue('', 'a', 's1', 's2').act(org);
  await anonymous(org, "LaneAdmin.drain('a', 'explorer');");
}

export const NEWS: readonly Scenario[] = [
  {
    name: 'callbacks',
    summary: 'Callers want to hear of their items: one fails for good, one is perhaps cancelled.',
    setup: async (org) => {
      await anonymous(org, "LaneAdmin.pause('a');");
      await configure(org, 'a', 'DeadLetter', 2);
      await anonymous(org, "ExplorerKeyed.enqueueTelling('a', 's1', true, null);");
      await anonymous(org, "ExplorerKeyed.enqueueTelling('a', 's2', false, null);");
    },
    actors: [
      runs('operator', 'resumes lane a', "LaneAdmin.resume('a');"),
      runs('operator Q', 'cancels s2', onItem('cancel', 's2')),
      wantsToHear('caller A', 'a', 'A1'),
    ],
    mayRefuse: /settled already/,
    ends: { s1: ['Dead'], s2: ['Done', 'Cancelled'] },
    faults: LOST,
    budget: 1,
  },
  {
    name: 'callbacks-crossing',
    summary: 'Two lanes tell each other of their items while a run is dethroned.',
    actors: [
      wantsToHear('caller A', 'a', 'A1', 'b'),
      wantsToHear('caller B', 'b', 'B1', 'a'),
      runs('operator', 'releases lane a by force', "Mutexes.forceRelease('a', 'explorer');"),
    ],
  },
  {
    name: 'redrive-dead',
    summary: 'Two operators have a dead item tried again while a caller hands over work.',
    setup: dead,
    actors: [redrives('operator P'), redrives('operator Q'), insertItems('caller A', 'a', 'A1')],
    ends: { s1: ['Dead'] },
  },
  {
    name: 'reopen',
    summary: 'A closed lane is opened again while it is resumed and callers hand over work.',
    setup: closed,
    actors: [
      insertItems('caller A', 'a', 'A1', 'A2'),
      runs('operator P', 'resumes lane a', "LaneAdmin.resume('a');"),
      runs('operator', 'opens lane a', "LaneAdmin.reopen('a', 'explorer');"),
    ],
    mayRefuse: /is closed to new items/,
  },
];
