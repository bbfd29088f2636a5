/** Users who leave, and orgs that are copied: rows stay, jobs do not. */
import { column, orgWith, run } from '../../org/tests/support/kit';

const CLASSES = {
  Job: `public class Job implements Queueable, Schedulable, Finalizer {
    public void execute(QueueableContext c) { System.attachFinalizer(this); note('ran'); }
    public void execute(SchedulableContext c) { note('scheduled'); }
    public void execute(FinalizerContext c) { note('finalizer'); }
    static void note(String text) { insert new Thing__c(Log__c = text); }
  }`,
};

const notes = (org: Awaited<ReturnType<typeof orgWith>>): Promise<unknown[]> =>
  column(org, 'SELECT Log__c FROM Thing__c ORDER BY Name', 'Log__c');

const HOUR = 3_600_000;

async function deactivate(org: Awaited<ReturnType<typeof orgWith>>, active = false): Promise<void> {
  await org.update('User', [{ Id: org.adminUser.id, IsActive: active }]);
}

test('a job whose user was deactivated fails without running, and without a finalizer', async () => {
  const org = await orgWith({ classes: CLASSES });
  const delayed = `System.enqueueJob(new Job(), 5);`;
  await run(org, delayed);
  await deactivate(org);
  await org.advance(HOUR);
  expect(await notes(org)).toEqual([]);
  const rows = await org.query('SELECT Status, ExtendedStatus FROM AsyncApexJob');
  expect(rows.rows.map((row) => row.values)).toMatchObject([
    { Status: 'Failed', ExtendedStatus: 'First error: The user of this job is inactive' },
  ]);
  await deactivate(org, true);
  await run(org, delayed);
  await org.advance(HOUR);
  expect(await notes(org)).toEqual(['ran', 'finalizer']);
});

test('a schedule stops with its user', async () => {
  const org = await orgWith({ classes: CLASSES });
  await run(org, `System.schedule('s', '0 0 * * * ?', new Job());`);
  await org.advance(HOUR);
  expect(await notes(org)).toEqual(['scheduled']);
  await deactivate(org);
  await org.advance(5 * HOUR);
  expect(await notes(org)).toEqual(['scheduled']);
});

test('a copy for a sandbox has the rows, and nothing that runs', async () => {
  const org = await orgWith({ classes: CLASSES });
  await run(
    org,
    `System.enqueueJob(new Job(), 5); System.schedule('s', '0 0 * * * ?', new Job());`,
  );
  await run(org, `insert new Thing__c(Log__c = 'kept');`);
  org.copyAsSandbox();
  await org.advance(3 * HOUR);
  expect(await notes(org)).toEqual(['kept']);
  for (const object of ['AsyncApexJob', 'CronTrigger', 'CronJobDetail'])
    expect((await org.query(`SELECT Id FROM ${object}`)).totalSize).toBe(0);
  await run(org, `System.enqueueJob(new Job()); System.schedule('s', '0 0 * * * ?', new Job());`);
  await org.idle();
  expect(await notes(org)).toEqual(['kept', 'ran', 'finalizer']);
});
