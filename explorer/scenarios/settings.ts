/** Scenarios about the settings of lanes, and about what administrators do to them meanwhile. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { Values } from '../../local-org/database/contract';
import type { SoqlQuery } from '../../local-org/database/soql/ast';
import type { Step } from '../../local-org/scheduler/suspension';
import { COLLEAGUE, enqueuesAs } from '../doors';
import { enqueue, insertItems, type Actor, type Scenario } from '../scenario';
import { hands } from './parts';

const SETTING = 'Lane_Setting__mdt';

const DEFAULT_SETTING: SoqlQuery = {
  select: [{ kind: 'field', path: ['Id'] }],
  from: SETTING,
  where: {
    kind: 'compare',
    left: { kind: 'field', path: ['DeveloperName'] },
    op: '=',
    right: { kind: 'literal', value: 'Default', type: 'string' },
  },
  source: `SELECT Id FROM ${SETTING} WHERE DeveloperName = 'Default'`,
};

/** What the deploy of one record commits, in one step: the setting of all lanes. */
function* deploys(org: EmbeddedOrg, values: Values): Step<void> {
  const op = { kind: 'commit', object: SETTING, detail: JSON.stringify(values) } as const;
  const { kind } = yield { kind: 'step', op, by: { context: 'client', className: null } };
  if (kind === 'stale') return;
  const db = org.database.begin();
  const [row] = db.query(DEFAULT_SETTING, []).rows;
  db.update(SETTING, row!.id!, values);
  db.commit();
}

/** Before the run. */
export const settings =
  (values: Values) =>
  (org: EmbeddedOrg): Promise<void> =>
    org.scheduler.spawn({ name: 'settings', run: () => deploys(org, values) }).result();

/** An administrator deploys another value at any moment. */
function sets(name: string, does: string, values: Values): Actor {
  return { name, does, keys: [], act: settings(values) };
}

/** The jobs of the day were nearly used up a day ago, but for an hour. */
async function usedUp(org: EmbeddedOrg): Promise<void> {
  await settings({ Daily_Spare_Percent__c: SPARE })(org);
  org.spendJobs(JOBS_OF_OTHERS);
  await org.advance(23 * HOUR_MS);
}

/** Percent of the day's jobs. */
const SPARE = 10;
/** Of 250,000, so that less than the spare part is left. */
const JOBS_OF_OTHERS = 230_000;
const HOUR_MS = 3_600_000;

const MAYBE = ['Done', 'Pending'];

export const SETTINGS: readonly Scenario[] = [
  {
    name: 'kill-switch',
    summary: 'An administrator stops all lanes by their settings while callers hand over work.',
    actors: [
      insertItems('caller A', 'a', 'A1', 'A2'),
      enqueue('caller B', 'a', 'B1'),
      sets('administrator', 'stops all lanes', { Stopped__c: true }),
    ],
    stops: 'administrator',
    ends: { A1: MAYBE, A2: MAYBE, B1: MAYBE },
  },
  {
    name: 'kill-switch-cleared',
    summary: 'Lanes that the settings had stopped may run again, and nobody touches their rows.',
    setup: settings({ Stopped__c: true }),
    actors: [
      insertItems('caller A', 'a', 'A1'),
      enqueue('caller B', 'a', 'B1'),
      sets('administrator', 'lets the lanes run', { Stopped__c: false }),
    ],
    needsReaper: true,
  },
  {
    name: 'deadline',
    summary: 'Attempts may take half a minute, and minutes pass at any moment.',
    setup: settings({ Attempt_Deadline_Seconds__c: 30, First_Backoff_Seconds__c: 0 }),
    // They fail if they are slow, and only then.
    actors: [
      hands('caller A', 'a', { key: 'A1', fails: 0 }, { key: 'A2', fails: 0 }),
      hands('caller B', 'a', { key: 'B1', fails: 0 }),
    ],
    faults: [{ kind: 'pass', minutes: 2 }],
  },
  {
    name: 'hooks',
    summary: 'A hook writes before each item, and the first attempt of an item fails.',
    setup: settings({ Hooks__c: 'ExplorerHooks' }),
    actors: [
      hands('caller A', 'a', { key: 'A1', hooked: true }, { key: 'A2', hooked: true, fails: 1 }),
      enqueue('caller B', 'a', 'B1'),
    ],
    faults: [{ kind: 'kill', match: { className: 'QueueRunner' } }],
    budget: 1,
  },
  {
    name: 'used-up',
    summary: 'The day’s jobs are nearly used up: lanes wait, say why, and go on within the hour.',
    setup: usedUp,
    actors: [
      hands('caller A', 'a', { key: 'A1', spare: SPARE }),
      hands('caller B', 'a', { key: 'B1', spare: SPARE }),
      hands('caller C', 'new', { key: 'C1', spare: SPARE }),
    ],
    faults: [{ kind: 'pass', minutes: 20 }],
    budget: 4,
    needsReaper: true,
  },
  {
    name: 'event-user',
    summary: 'Runs belong to the user of the wake-up event, and jobs are lost now and then.',
    setup: settings({ Runner_User__c: 'Event' }),
    actors: [
      insertItems('caller A', 'a', 'A1'),
      enqueuesAs('caller B', COLLEAGUE, 'a', 'B1'),
      enqueue('caller C', 'b', 'C1'),
    ],
    faults: [{ kind: 'kill', match: { className: 'QueueRunner' } }],
    budget: 1,
  },
  {
    name: 'strangers',
    summary: 'Two users enqueue, and the settings refuse runs for the items of others.',
    setup: settings({ Runner_User__c: 'Refuse' }),
    actors: [
      insertItems('caller A', 'a', 'A1'),
      enqueuesAs('caller B', COLLEAGUE, 'a', 'B1'),
      enqueue('caller C', 'a', 'C1'),
    ],
    ends: { A1: MAYBE, B1: MAYBE, C1: MAYBE },
  },
];
