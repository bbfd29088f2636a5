/** Scenarios about operators: pausing, cancelling, skipping, redriving, and hand-written records. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { FaultKind } from '../faults';
import { anonymous, enqueue, insertItems, runs, type Actor, type Scenario } from '../scenario';
import { apexOf, onItem } from './parts';

const WAIT: FaultKind = { kind: 'pass', minutes: 2 };
const CRASH: FaultKind = { kind: 'kill', match: { className: 'QueueRunner' } };

const SETTLED = /settled already|not the first|QueryException|List has no rows/;

/** Items that wait in a paused lane. */
async function paused(org: EmbeddedOrg): Promise<void> {
  await anonymous(org, "LaneAdmin.pause('a');");
  await anonymous(org, apexOf('a', { key: 's1' }, { key: 's2' }));
}

/** An item that has failed once and waits for its next attempt. */
async function backingOff(org: EmbeddedOrg): Promise<void> {
  await anonymous(org, apexOf('a', { key: 's1', fails: 1 }, { key: 's2' }));
}

const resumes: Actor = runs('operator', 'resumes lane a', "LaneAdmin.resume('a');");

export const OPERATORS: readonly Scenario[] = [
  {
    name: 'resume',
    summary: 'A lane is resumed while a caller adds work and an operator cancels an item.',
    setup: paused,
    actors: [
      resumes,
      enqueue('caller B', 'a', 'B1'),
      runs('operator Q', 'cancels s2', onItem('cancel', 's2')),
    ],
    mayRefuse: SETTLED,
    ends: { s2: ['Done', 'Cancelled'] },
  },
  {
    name: 'pause',
    summary: 'A lane is paused while callers hand over work.',
    actors: [
      insertItems('caller A', 'a', 'A1', 'A2'),
      enqueue('caller B', 'a', 'B1'),
      runs('operator', 'pauses lane a', "LaneAdmin.pause('a');"),
    ],
    faults: [CRASH],
    stops: 'operator',
    ends: {
      A1: ['Done', 'Pending'],
      A2: ['Done', 'Pending'],
      B1: ['Done', 'Pending'],
    },
  },
  {
    name: 'drain',
    summary: 'A lane is closed to new items while callers hand over work.',
    actors: [
      insertItems('caller A', 'a', 'A1', 'A2'),
      enqueue('caller B', 'a', 'B1'),
      runs('operator', 'closes lane a', "LaneAdmin.drain('a', 'explorer');"),
    ],
    mayRefuse: /is closed to new items/,
  },
  {
    name: 'cancel-all',
    summary: 'An operator cancels all that waits while callers hand over work.',
    setup: paused,
    actors: [
      resumes,
      insertItems('caller A', 'a', 'A1', 'A2'),
      runs('operator Q', 'cancels all that waits', "LaneAdmin.cancelAll('a', 'explorer');"),
    ],
    ends: Object.fromEntries(['s1', 's2', 'A1', 'A2'].map((key) => [key, ['Done', 'Cancelled']])),
  },
  {
    name: 'redrive',
    summary: 'A lane waits out a back-off, and an operator starts it at once.',
    setup: backingOff,
    actors: [
      runs('operator', 'redrives lane a', "LaneAdmin.redrive('a');"),
      enqueue('caller B', 'a', 'B1'),
    ],
    faults: [WAIT],
  },
  {
    name: 'skip',
    summary: 'An operator gives up the first item of a lane that waits out a back-off.',
    setup: backingOff,
    actors: [runs('operator', 'skips s1', onItem('skip', 's1')), enqueue('caller B', 'a', 'B1')],
    faults: [WAIT],
    mayRefuse: SETTLED,
    ends: { s1: ['Done', 'Dead'] },
  },
  {
    name: 'edits',
    summary: 'People save pages of the lane and of an item that they loaded a while ago.',
    setup: paused,
    actors: [
      resumes,
      savesItem('person P', 's1', { Payload__c: '{"key":"s1","note":"mended"}' }),
      savesLane('person Q', { Token__c: 0, Next_Ticket__c: 0, Max_Attempts__c: 5 }),
    ],
    mayRefuse: /belongs to the queue/,
  },
  {
    name: 'mended',
    summary:
      'The work of an item is mended while somebody saves a remark on it from an older page.',
    setup: async (org) => {
      await paused(org);
      await anonymous(org, apexOf('a', { key: 's3', fails: 9 }));
    },
    actors: [
      then(savesItem('person P', 's3', { Payload__c: '{"key":"s3"}' }), resumes),
      savesItem('person Q', 's3', { Last_Error__c: 'seen by Q' }, 2),
    ],
    mayRefuse: /belongs to the queue/,
  },
  {
    name: 'notes',
    summary: 'People save remarks on items, again and again, while these are worked off.',
    setup: paused,
    actors: [
      resumes,
      savesItem('person P', 's1', { Last_Error__c: 'seen by P' }, 5),
      savesItem('person Q', 's2', { Last_Error__c: 'seen by Q' }, 5),
    ],
  },
];

/** Saves fields of an item by REST, several times if need be. */
function savesItem(
  name: string,
  key: string,
  fields: Readonly<Record<string, string>>,
  times = 1,
): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> => {
    const page = await org.query(`SELECT Id FROM Queue_Item__c WHERE Request_Key__c = '${key}'`);
    for (let i = 0; i < times; i++)
      await saved(org, 'Queue_Item__c', { Id: page.rows[0]!.id!, ...fields });
  };
  const often = times === 1 ? '' : `, ${times} times`;
  return { name, does: `saves ${Object.keys(fields).join(', ')} of ${key}${often}`, keys: [], act };
}

/** One does what both do, one after the other. */
function then(first: Actor, second: Actor): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> => {
    await first.act(org);
    await second.act(org);
  };
  return { ...first, does: `${first.does}, then ${second.does}`, act };
}

/** Saves fields of lane a by REST, those of the protocol too, as a data loader does. */
function savesLane(name: string, fields: Readonly<Record<string, number>>): Actor {
  const act = async (org: EmbeddedOrg): Promise<void> => {
    const page = await org.query("SELECT Id FROM Mutex__c WHERE Key__c = 'a'");
    await saved(org, 'Mutex__c', { Id: page.rows[0]!.id!, ...fields });
  };
  return { name, does: `saves ${Object.keys(fields).join(', ')} of lane a`, keys: [], act };
}

async function saved(
  org: EmbeddedOrg,
  object: string,
  record: Readonly<Record<string, string | number>>,
): Promise<void> {
  const [result] = await org.update(object, [record]);
  if (!result!.success) throw new Error(result!.errors.map((each) => each.message).join(' '));
}
