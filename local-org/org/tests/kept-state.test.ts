import { createLocalOrg, type EmbeddedOrg, type KeptOrg } from '..';
import { column, orgWith, packageOf, run, THING } from './support/kit';

const CLASSES = {
  Kind: 'public enum Kind { PLAIN, FANCY }',
  Later: `public class Later implements Queueable, Schedulable {
    public Integer n = 7; public Long big = 5000000000L; public Decimal amount = 1.50; public Double d = 0.1;
    public Date day = Date.newInstance(2024, 2, 29); public Datetime at = Datetime.newInstanceGmt(2024, 2, 29, 1, 2, 3);
    public Time t = Time.newInstance(1, 2, 3, 4); public Blob b = Blob.valueOf('blob');
    public Kind kind = Kind.FANCY; public Map<String, List<Integer>> map1 = new Map<String, List<Integer>>{ 'a' => new List<Integer>{ 1, 2 } };
    public Set<Id> ids = new Set<Id>{ UserInfo.getUserId() }; public Thing__c thing = new Thing__c(Key__c = 'k');
    public Later self; public transient String secret = 'hidden';
    public Later() { self = this; }
    public void execute(QueueableContext c) {
      insert new Thing__c(Log__c = String.join(new List<Object>{ n, big, amount, d, day, at, t, b.toString(), kind == Kind.FANCY,
        map1.get('a')[1], ids.contains(UserInfo.getUserId()), thing.Key__c, self === this, secret }, '|'));
    }
    public void execute(SchedulableContext c) { insert new Thing__c(Log__c = 'scheduled'); }
    @future public static void soon(List<String> texts) { insert new Thing__c(Log__c = String.join(texts, ',')); }
  }`,
};

const WAITING =
  '7|5000000000|1.50|0.1|2024-02-29 00:00:00|2024-02-29 01:02:03|01:02:03.004Z|blob|true|2|true|k|true|';

/** As it comes back from a file, in an org that was just made. */
async function again(org: EmbeddedOrg, options: object = {}): Promise<EmbeddedOrg> {
  const kept = JSON.parse(JSON.stringify(org.keep())) as KeptOrg;
  await org.close();
  const next = await createLocalOrg({ clock: 'virtual', interleaving: 'serial', ...options });
  next.resume(kept);
  return next;
}

const logs = (org: EmbeddedOrg): Promise<unknown[]> =>
  column(org, 'SELECT Log__c FROM Thing__c ORDER BY Name', 'Log__c');

test('rows, code and the time are as they were, and counters go on', async () => {
  const org = await orgWith({ classes: CLASSES });
  await run(org, "insert new Thing__c(Key__c = 'a'); insert new Thing__c(Key__c = 'b');");
  await run(org, "delete [SELECT Id FROM Thing__c WHERE Key__c = 'b'];");
  await org.advance(5000);
  const before = await org.query('SELECT Id, Name, Key__c, CreatedDate FROM Thing__c');
  const now = org.clock.now();
  const next = await again(org);
  expect(next.clock.now()).toBe(now);
  expect(next.orgId).toBe(org.orgId);
  expect((await next.query('SELECT Id, Name, Key__c, CreatedDate FROM Thing__c')).rows).toEqual(
    before.rows,
  );
  expect(next.files()).toEqual(org.files());
  await expect(run(next, "insert new Thing__c(Key__c = 'a');")).rejects.toThrow(/DUPLICATE_VALUE/);
  await run(next, 'undelete [SELECT Id FROM Thing__c WHERE IsDeleted = true ALL ROWS];');
  await run(next, "insert new Thing__c(Key__c = 'c');");
  expect(await column(next, 'SELECT Name FROM Thing__c ORDER BY Name', 'Name')).toEqual([
    'T-0001',
    'T-0002',
    expect.stringMatching(/^T-000[34]$/),
  ]);
});

test('an object that comes later gets a key prefix of its own', async () => {
  const next = await again(await orgWith({}));
  const files = packageOf({ objects: { Other__c: THING } });
  expect((await next.deploy({ files })).success).toBe(true);
  expect(next.describe('Other__c')!.keyPrefix).not.toBe(next.describe('Thing__c')!.keyPrefix);
});

test('jobs, future calls and schedules that wait are run by the next org, with all that they hold', async () => {
  const org = await orgWith({ classes: CLASSES });
  await run(
    org,
    `System.enqueueJob(new Later(), 5); System.schedule('s', '0 0 * * * ?', new Later());`,
  );
  const next = await again(org);
  expect(await logs(next)).toEqual([]);
  await next.advance(5 * 60_000);
  expect(await logs(next)).toEqual([WAITING]);
  await next.advance(3_600_000);
  expect(await logs(next)).toEqual([WAITING, 'scheduled']);
  await run(next, "Later.soon(new List<String>{ 'x', 'y' });");
  await next.idle();
  expect((await logs(next)).at(-1)).toBe('x,y');
});

test('a call that waits for a worker is not lost', async () => {
  const org = await orgWith({ classes: CLASSES }, { workers: 0 });
  await run(org, "Later.soon(new List<String>{ 'x' });");
  const next = await again(org);
  await next.idle();
  expect(await logs(next)).toEqual(['x']);
});

test('what was not committed is gone, and a job that ran has failed', async () => {
  const org = await orgWith({ classes: CLASSES });
  // Holds still in its first operation, as a process that is killed there would have.
  await run(org, 'System.enqueueJob(new Later());');
  org.addFault({
    kind: 'kill',
    match: { context: 'queueable' },
    beforeOperation: 1,
    aftermath: 'processing',
  });
  await org.idle();
  expect(await column(org, 'SELECT Status FROM AsyncApexJob', 'Status')).toEqual(['Processing']);
  const next = await again(org);
  expect(await column(next, 'SELECT ExtendedStatus FROM AsyncApexJob', 'ExtendedStatus')).toEqual([
    'First error: The org ended before the job did',
  ]);
  expect(await logs(next)).toEqual([]);
});

test('reset leads to the state that was read', async () => {
  const org = await orgWith({});
  await run(org, "insert new Thing__c(Key__c = 'a');");
  const next = await again(org);
  await run(next, "insert new Thing__c(Key__c = 'b');");
  await next.reset();
  expect(await column(next, 'SELECT Key__c FROM Thing__c', 'Key__c')).toEqual(['a']);
});

test('the state of another org is refused', async () => {
  const org = await orgWith({});
  await expect(again(org, { orgNumber: 2 })).rejects.toThrow(/^The kept org is /);
});
