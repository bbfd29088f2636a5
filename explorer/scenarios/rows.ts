/** Scenarios about rows that come and go, partial success, rollbacks, and transactions near a limit. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { FaultKind } from '../faults';
import { anonymous, enqueue, insertItems, runs, type Actor, type Scenario } from '../scenario';

/** Deletes the row of lane a, as an administrator does who sees no work in it. */
const deletes: Actor = {
  name: 'administrator',
  does: 'deletes the row of lane a',
  keys: [],
  async act(org) {
    const page = await org.query("SELECT Id FROM Mutex__c WHERE Key__c = 'a'");
    const [result] = await org.delete([page.rows[0]!.id!]);
    if (!result!.success) throw new Error(result!.errors.map((each) => each.message).join(' '));
  },
};

async function deleted(org: EmbeddedOrg): Promise<void> {
  await deletes.act(org);
}

/** Creates the row of lane a by REST, with numbers of its own. */
const creates: Actor = {
  name: 'administrator',
  does: 'creates the row of lane a by hand',
  keys: [],
  async act(org) {
    const row = { Key__c: 'a', Token__c: 0, Next_Ticket__c: 0, Run_Queueable__c: true };
    const [result] = await org.insert('Mutex__c', [row]);
    if (!result!.success) throw new Error(result!.errors.map((each) => each.message).join(' '));
  },
};

/** One call with a record that is refused; the platform stores the others. */
const partial: Actor = {
  name: 'caller A',
  does: 'inserts a wrong record, A1 and A2 over REST, each for itself',
  keys: ['A1', 'A2'],
  async act(org) {
    const records = ['', 'A1', 'A2'].map((key) => ({
      Lane__c: 'a',
      Handler__c: key === '' ? 'NoSuchClass' : 'LoadProbeHandler',
      Payload__c: JSON.stringify({ key }),
      Request_Key__c: key,
    }));
    const results = await org.insert('Queue_Item__c', records, { allOrNone: false });
    const refused = results.slice(1).find((result) => !result.success);
    if (refused) throw new Error(refused.errors.map((each) => each.message).join(' '));
  },
};

const ENQUEUE_A1 = "LoadProbe.enqueue('a', new List<String>{ 'A1' });";

/** Uses up all but `left` of the statements that a transaction may make. */
const nearTheLimit = (left: number, call: string): string => `
  while (Limits.getDmlStatements() < Limits.getLimitDmlStatements() - ${left}) {
    Database.releaseSavepoint(Database.setSavepoint());
  }
  try { ${call} } catch (MutexException e) { System.debug(e.getMessage()); }`;

const REAPED: readonly FaultKind[] = [
  { kind: 'kill', match: { className: 'QueueRunner' } },
  { kind: 'kill', match: { className: 'QueueRunner' }, aftermath: 'processing' },
  { kind: 'no finalizer' },
  { kind: 'pass', minutes: 4 },
];

export const ROWS: readonly Scenario[] = [
  {
    name: 'delete',
    summary: 'An administrator deletes the row of a lane while callers hand over work.',
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1'), deletes],
    mayRefuse: /Release it first|Settle them first|no rows|ENTITY_IS_DELETED|undefined/,
  },
  {
    name: 'recreate',
    summary: 'The row of a lane was deleted; a caller and an administrator create it anew.',
    setup: deleted,
    actors: [insertItems('caller A', 'a', 'A1'), creates],
    mayRefuse: /DUPLICATE_VALUE|duplicate value/,
  },
  {
    name: 'partial',
    summary: 'One of several records is refused, and another caller hands over work.',
    actors: [partial, enqueue('caller B', 'a', 'B1')],
  },
  {
    name: 'rollback',
    summary: 'A caller enqueues, rolls back to a savepoint and enqueues again.',
    actors: [
      runs(
        'caller A',
        'enqueues X1, rolls back, and enqueues A1',
        `Savepoint start = Database.setSavepoint();
         LoadProbe.enqueue('a', new List<String>{ 'X1' });
         Database.rollback(start);
         ${ENQUEUE_A1}`,
        ['A1'],
      ),
      enqueue('caller B', 'a', 'B1'),
    ],
  },
  {
    name: 'foreign-job',
    summary: 'A job with one slot enqueues work and then needs that slot itself.',
    actors: [
      runs(
        'caller A',
        'starts a job that enqueues A1 and then its successor',
        "System.enqueueJob(new ExplorerJob('a', 'A1', 0));",
        ['A1'],
      ),
      enqueue('caller B', 'a', 'B1'),
    ],
  },
  {
    name: 'near-limit',
    summary: 'Callers have nearly used up their limits when they enqueue.',
    actors: [
      runs('caller A', 'enqueues with two statements left', nearTheLimit(2, ENQUEUE_A1)),
      enqueue('caller B', 'a', 'B1'),
    ],
  },
  {
    name: 'reaped',
    summary: 'The reaper is at work while jobs are lost and time passes.',
    setup: (org) => anonymous(org, 'MutexReaperSchedule.schedule(12);'),
    actors: [insertItems('caller A', 'a', 'A1'), enqueue('caller B', 'a', 'B1')],
    faults: REAPED,
    budget: 3,
  },
];
