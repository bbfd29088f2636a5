/** Scenarios about handlers that fail: charges, policies, batches, and items for other lanes. */
import type { FaultKind } from '../faults';
import { anonymous, enqueue, insertItems, runs, type Scenario } from '../scenario';
import { apexOf, configure, hands } from './parts';

const WAIT: FaultKind = { kind: 'pass', minutes: 2 };

/** One call for two lanes, as the package advises. */
const BOTH_LANES = `
  FIFOQueue.enqueue(new Map<String, List<Queue_Item__c>>{
    'a' => new List<Queue_Item__c>{ new Queue_Item__c(
      Handler__c = 'ExplorerHandler', Request_Key__c = 'C1', Payload__c = '{"key":"C1"}') },
    'b' => new List<Queue_Item__c>{ new Queue_Item__c(
      Handler__c = 'ExplorerHandler', Request_Key__c = 'C2', Payload__c = '{"key":"C2"}') }
  });`;

export const FAILURES: readonly Scenario[] = [
  {
    name: 'retry',
    summary: 'An item fails once while others wait behind it and a caller adds one more.',
    actors: [
      hands('caller A', 'a', { key: 'A1', fails: 1 }, { key: 'A2' }),
      insertItems('caller B', 'a', 'B1'),
    ],
    faults: [WAIT],
  },
  {
    name: 'limit',
    summary:
      'In a batch, the second item dies of a governor limit and takes the first one with it.',
    setup: (org) => configure(org, 'a', 'DeadLetter', 2),
    actors: [
      hands('caller A', 'a', { key: 'A1' }, { key: 'A2', dies: 1 }, { key: 'A3' }),
      enqueue('caller B', 'a', 'B1'),
    ],
    faults: [WAIT],
  },
  {
    name: 'poison',
    summary: 'An item dies whenever it runs, and its chain is refused a job now and then.',
    setup: (org) => configure(org, 'a', 'DeadLetter', 2),
    actors: [
      hands('caller A', 'a', { key: 'A1', dies: 9 }, { key: 'A2' }),
      enqueue('caller B', 'a', 'B1'),
    ],
    faults: [{ kind: 'refuse', match: { context: 'finalizer' } }, WAIT],
    ends: { A1: ['Dead'] },
  },
  {
    name: 'blocked',
    summary: 'A lane stops at an item that fails for good; another lane goes on.',
    setup: (org) => configure(org, 'a', 'Block', 1),
    actors: [
      hands('caller A', 'a', { key: 'A1', fails: 9 }, { key: 'A2' }),
      enqueue('caller B', 'a', 'B1'),
      enqueue('caller C', 'b', 'C1'),
    ],
    faults: [{ kind: 'no finalizer' }],
    budget: 1,
    ends: { A1: ['Pending'], A2: ['Pending'], B1: ['Done', 'Pending'] },
  },
  {
    name: 'cancel-rest',
    summary: 'An item fails for good, and the policy cancels what waits behind it.',
    setup: (org) => configure(org, 'a', 'CancelRest', 1),
    actors: [
      hands('caller A', 'a', { key: 'A1', fails: 9 }, { key: 'A2' }),
      enqueue('caller B', 'a', 'B1'),
    ],
    ends: { A1: ['Dead'], A2: ['Cancelled'], B1: ['Done', 'Cancelled'] },
  },
  {
    name: 'crossing',
    summary: 'Handlers of two lanes enqueue into each other’s lane.',
    actors: [
      hands('caller A', 'a', { key: 'A1', sends: 'A2', sendsTo: 'b' }),
      hands('caller B', 'b', { key: 'B1', sends: 'B2', sendsTo: 'a' }),
      runs('caller C', 'enqueues C1 into a and C2 into b, in one call', BOTH_LANES, ['C1', 'C2']),
    ],
  },
  {
    name: 'neighbours',
    summary: 'A lane is blocked for good, and the runner of another one is lost.',
    setup: async (org) => {
      await configure(org, 'a', 'Block', 1);
      await anonymous(org, apexOf('a', { key: 's1', fails: 9 }));
    },
    actors: [insertItems('caller B', 'b', 'B1'), enqueue('caller C', 'c', 'C1')],
    faults: [{ kind: 'kill', match: { className: 'QueueRunner' } }, { kind: 'no finalizer' }],
    ends: { s1: ['Pending'] },
  },
  {
    name: 'grace',
    summary: 'The first item of a lane dies with its run, and callers come before its finalizer.',
    setup: async (org) => {
      await configure(org, 'a', 'DeadLetter', 1);
      await anonymous(org, "LaneAdmin.pause('a');");
      await anonymous(org, apexOf('a', { key: 's1', dies: 9 }));
    },
    actors: [
      runs('operator', 'resumes lane a', "LaneAdmin.resume('a');"),
      enqueue('caller B', 'a', 'B1'),
      insertItems('caller C', 'a', 'C1'),
    ],
    ends: { s1: ['Dead'] },
    // Each once: s1 is the first of its batch, so nobody dies with it.
    handlerCalls: 3,
  },
  {
    name: 'waits',
    summary: 'Waits for row locks end in vain, again and again.',
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    faults: [{ kind: 'time out' }, WAIT],
    budget: 7,
    mayRefuse: /UNABLE_TO_LOCK_ROW/,
  },
  {
    name: 'late-finalizer',
    summary: 'A caller holds the row of a lane so long that finalizer and wakers wait in vain.',
    actors: [
      insertItems('caller A', 'a', 'A1'),
      runs(
        'caller B',
        'enqueues B1 into lane a and works on for a while',
        `LoadProbe.enqueue('a', new List<String>{ 'B1' });
         for (Integer i = 0; i < 8; i++) { Integer n = [SELECT COUNT() FROM Probe_Effect__c]; }`,
        ['B1'],
      ),
    ],
    faults: [{ kind: 'time out' }],
    budget: 7,
    mayRefuse: /UNABLE_TO_LOCK_ROW/,
  },
  {
    name: 'late-waker',
    summary: 'The waker of a run that was over long ago comes while another one is at work.',
    actors: [
      runs('late waker', 'comes for the run of a0', "System.enqueueJob(new QueueWaker('a', 1));"),
      insertItems('caller A', 'a', 'A1'),
      enqueue('caller B', 'a', 'B1'),
    ],
  },
];
