/** Scenarios about the settings of lanes, and about what administrators do to them meanwhile. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { Values } from '../../local-org/database/contract';
import type { Step } from '../../local-org/scheduler/suspension';
import { enqueue, insertItems, type Actor, type Scenario } from '../scenario';

const SETTING = 'Lane_Setting__mdt';

/** What the deploy of one record commits, in one step: the setting of all lanes. */
function* deploys(org: EmbeddedOrg, values: Values): Step<void> {
  const op = { kind: 'commit', object: SETTING, detail: JSON.stringify(values) } as const;
  const { kind } = yield { kind: 'step', op, by: { context: 'client', className: null } };
  if (kind === 'stale') return;
  const db = org.database.begin();
  const select = [{ kind: 'field' as const, path: ['Id'] }];
  const [row] = db.query({ select, from: SETTING, source: `SELECT Id FROM ${SETTING}` }, []).rows;
  db.update(SETTING, row!.id!, values);
  db.commit();
}

/** Before the run. */
const settings =
  (values: Values) =>
  (org: EmbeddedOrg): Promise<void> =>
    org.scheduler.spawn({ name: 'settings', run: () => deploys(org, values) }).result();

/** An administrator deploys another value at any moment. */
function sets(name: string, does: string, values: Values): Actor {
  return { name, does, keys: [], act: settings(values) };
}

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
];
