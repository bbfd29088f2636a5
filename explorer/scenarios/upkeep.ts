/** Scenarios about what administrators have done beside the work: purges, and copies of an org. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { anonymous, enqueue, insertItems, runs, type Actor, type Scenario } from '../scenario';
import { apexOf } from './parts';
import { settings } from './settings';

const DAYS_MS = 2 * 86_400_000;

/** Lane `k` keeps settled items for a day. Two of its items are older, and a third one waits as long. */
async function grownOld(org: EmbeddedOrg): Promise<void> {
  await settings({ Retention_Days__c: 1 })(org);
  await anonymous(org, apexOf('k', { key: 'old 1' }, { key: 'old 2' }));
  await org.idle();
  await anonymous(org, "LaneAdmin.pause('k');");
  await anonymous(org, apexOf('k', { key: 's3' }));
  await org.advance(DAYS_MS);
}

/** The same, but nothing waits. */
async function idleForDays(org: EmbeddedOrg): Promise<void> {
  await settings({ Retention_Days__c: 1 })(org);
  await anonymous(org, apexOf('k', { key: 'old 1' }, { key: 'old 2' }));
  await org.idle();
  await org.advance(DAYS_MS);
}

const purges: Actor = runs('administrator', 'purges', 'QueuePurge.start();');

/** Deletes the row of lane k, if nobody has work in it, and hands over work for the next row. */
const startsAnew: Actor = {
  name: 'administrator Q',
  does: 'deletes the row of lane k and enqueues Q1',
  keys: ['Q1'],
  async act(org) {
    const page = await org.query("SELECT Id FROM Mutex__c WHERE Key__c = 'k'");
    const [result] = await org.delete([page.rows[0]!.id!]);
    if (!result!.success) throw new Error(result!.errors.map((each) => each.message).join(' '));
    await enqueue('', 'k', 'Q1').act(org);
  },
};

/** Lane a as it comes from another org: a run that does not exist here holds it, and work waits. */
async function copied(org: EmbeddedOrg): Promise<void> {
  await anonymous(org, "LaneAdmin.pause('a');");
  await anonymous(org, apexOf('a', { key: 's1' }, { key: 's2' }));
  await anonymous(
    org,
    `Mutex__c row = MutexRows.lockRow('a', 1);
     row.Paused__c = false;
     row.Run_Queueable__c = true;
     row.Holder__c = 'runner';
     row.Job_Id__c = '707000000000999AAA';
     row.Token__c += 1;
     row.Locked_At__c = System.now().getTime();
     row.Org_Id__c = '00D000000000009EAQ';
     MutexRows.save(new List<Mutex__c>{ row });`,
  );
}

const MAYBE = ['Done', 'Pending'];
const copy = (name: string): Actor =>
  runs('administrator', `resets the copy (${name})`, `new ${name}().runApexClass(null);`);

export const UPKEEP: readonly Scenario[] = [
  {
    name: 'purge',
    summary: 'Old items of a lane are purged while it is resumed and callers hand over work.',
    setup: grownOld,
    actors: [
      purges,
      runs('operator', 'resumes lane k', "LaneAdmin.resume('k');"),
      insertItems('caller A', 'k', 'A1'),
    ],
    purged: ['old 1', 'old 2'],
  },
  {
    name: 'purge-row',
    summary: 'A lane is purged while its row is deleted and created anew; jobs may be lost.',
    setup: idleForDays,
    actors: [purges, startsAnew, insertItems('caller A', 'k', 'A1')],
    faults: [
      { kind: 'kill', match: { className: 'QueuePurge' } },
      { kind: 'pass', minutes: 20 },
    ],
    mayRefuse: /Release it first|Settle them first|no rows|ENTITY_IS_DELETED|undefined/,
  },
  {
    name: 'copy-reset',
    summary: 'A copied org is made safe while callers hand over work: what was copied is stopped.',
    setup: copied,
    actors: [
      copy('MutexSandboxReset'),
      insertItems('caller A', 'a', 'A1'),
      enqueue('caller B', 'b', 'B1'),
    ],
    ends: { s1: MAYBE, s2: MAYBE, A1: MAYBE, B1: MAYBE },
  },
  {
    name: 'copy-restart',
    summary: 'A copied org is made to go on while callers hand over work to another lane.',
    setup: copied,
    actors: [
      copy('MutexSandboxRestart'),
      insertItems('caller A', 'b', 'A1'),
      enqueue('caller B', 'b', 'B1'),
    ],
  },
];
