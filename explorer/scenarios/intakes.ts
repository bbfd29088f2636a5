/** Scenarios about items that do not get a place at once. */
import type { FaultKind } from '../faults';
import { anonymous, enqueue, insertItems, runs, type Actor, type Scenario } from '../scenario';
import { keeps } from './long-locks';
import { sweeps } from './reapers';

const TIME_OUT: FaultKind = { kind: 'time out' };
/** The transaction that answers wake-up events. */
const SUBSCRIBER = { context: 'event' };

export const INTAKES: readonly Scenario[] = [
  {
    name: 'parking',
    summary: 'Waits for the row of a lane end in vain: items are stored now and get tickets later.',
    setup: (org) => anonymous(org, "LoadProbe.enqueue('park', new List<String>{ 'p0' });"),
    actors: [
      enqueue('caller A', 'park', 'A1', 'A2'),
      insertItems('caller B', 'park', 'B1'),
      runs('reaper', 'looks for what was forgotten', "new MutexReaper().call('sweep', null);"),
    ],
    faults: [TIME_OUT, { kind: 'kill', match: SUBSCRIBER }],
    // Two waits in vain park a caller's items.
    budget: 6,
  },
  {
    name: 'parking-lost',
    summary: 'A slow save makes a lane park and its intake wait; the job that goes on is killed.',
    setup: (org) => anonymous(org, "LoadProbe.enqueue('park', new List<String>{ 'p0' });"),
    actors: [enqueue('caller A', 'park', 'A1', 'A2'), keeps(60, 'park')],
    faults: [{ kind: 'kill', match: { className: 'QueueWaker' } }],
    // Whoever waits here does so until time has passed.
    mayDeadlock: true,
  },
  {
    name: 'parking-new',
    summary: 'A lane that parks is used for the first time by two callers, one of whom repeats.',
    actors: [
      enqueue('caller A', 'park', 'A1', 'A2'),
      enqueue('caller A again', 'park', 'A1', 'A2'),
      insertItems('caller B', 'park', 'B1'),
    ],
    faults: [TIME_OUT, { kind: 'pass', minutes: 2 }],
    budget: 6,
  },
  {
    name: 'parking-found',
    summary: 'The reaper finds parked items while the event that tells of them is being answered.',
    actors: [parks('caller A', 'A1', 'A2'), sweeps, enqueue('caller B', 'park', 'B1')],
    faults: [{ kind: 'deliver again' }],
  },
  {
    name: 'folding',
    summary: 'Several callers ask for the same work while it waits and while it is being done.',
    actors: [asks('caller A', 'A1'), asks('caller B', 'B1'), asks('caller C', 'C1')],
    faults: [{ kind: 'kill', match: { className: 'QueueRunner' } }],
  },
  {
    name: 'folding-behind',
    summary: 'The work that callers ask for stands behind other items of its lane.',
    actors: [
      insertItems('caller A', 'a', 'A1', 'A2'),
      asks('caller B', 'B1'),
      asks('caller C', 'C1'),
    ],
    faults: [{ kind: 'time out' }],
    mayRefuse: /UNABLE_TO_LOCK_ROW/,
  },
];

/** What becomes of items whose lane could not be locked, without the long wait before it. */
function parks(name: string, ...keys: readonly string[]): Actor {
  const item = (key: string): string =>
    `new Queue_Item__c(Handler__c = 'LoadProbeHandler', Request_Key__c = '${key}', Payload__c = '{"key":"${key}"}')`;
  const items = `new List<Queue_Item__c>{ ${keys.map(item).join(', ')} }`;
  const apex = `QueueParking.park(new Map<String, List<Queue_Item__c>>{ 'park' => ${items} });`;
  return runs(name, `stores ${keys.join(', ')} for lane park, without places`, apex, keys);
}

/** Makes a request, and enqueues the work that answers all requests made before it. */
function asks(name: string, key: string): Actor {
  return runs(name, `asks for a snapshot (${key})`, `ExplorerSnapshot.request('a', '${key}');`);
}
