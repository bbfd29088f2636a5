/** The examples of docs/mutex.md compile beside the package, do what they say, and stay as they are shown. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLocalOrg, type EmbeddedOrg } from '../../local-org/org';
import { sourcePackage } from '../../scripts/local-org/package';
import { anonymous, rows } from './kit/package-org';

const ROOT = resolve(__dirname, '../..');
const CLASSES = 'examples/mutex/main/classes';
const MINUTE = 60_000;

let org: EmbeddedOrg;
beforeAll(async () => {
  org = await createLocalOrg({ clock: 'virtual', seed: 1 });
  for (const folder of ['force-app', 'examples/mutex']) {
    const outcome = await org.deploy({ files: await sourcePackage(join(ROOT, folder)) });
    expect(outcome.components.filter(({ success }) => !success)).toEqual([]);
  }
  org.mark();
});
beforeEach(() => org.reset());
afterAll(() => org.close());

test('their own tests pass', async () => {
  const { tests } = await org.runTests({ classes: ['MutexExamplesTest'] });
  expect(tests.filter(({ outcome }) => outcome !== 'Pass')).toEqual([]);
  expect(tests.length).toBeGreaterThan(4);
});

const RECORDS = `List<Sync_Record__c> records = new List<Sync_Record__c>();
  for (Integer i = 0; i < 5; i++) records.add(new Sync_Record__c(Region__c = 'EMEA'));
  insert as system records;`;

const locked = (): ReturnType<typeof rows> =>
  rows(org, `SELECT Holder__c, Job_Id__c FROM Mutex__c WHERE Key__c = 'sync/EMEA'`);

test('a batch of several chunks holds its lock from the first to the last', async () => {
  await anonymous(org, RECORDS);
  await anonymous(org, `Database.executeBatch(new SyncBatch('EMEA'), 2);`);
  await org.idle();
  const [job] = await rows(
    org,
    `SELECT Status, JobItemsProcessed, NumberOfErrors FROM AsyncApexJob WHERE JobType = 'BatchApex'`,
  );
  expect(job).toMatchObject({ Status: 'Completed', JobItemsProcessed: 3, NumberOfErrors: 0 });
  const written = await rows(org, 'SELECT State__c, Sync_Token__c FROM Sync_Record__c');
  expect(written).toEqual(Array(5).fill({ State__c: 'synced', Sync_Token__c: 1 }));
  expect(await locked()).toEqual([{ Holder__c: null, Job_Id__c: null }]);
});

test('a batch that is gone loses its lock when the lease has lapsed, and not before', async () => {
  await anonymous(org, RECORDS);
  // The first transaction is start; the second one, a chunk, takes the job with it.
  const kill = { kind: 'kill', match: { context: 'batch' }, aftermath: 'processing' } as const;
  org.addFault({ ...kill, beforeOperation: 999 });
  org.addFault({ ...kill, beforeOperation: 1 });
  await anonymous(org, `Database.executeBatch(new SyncBatch('EMEA'), 2);`);
  await org.idle();
  const [job] = await rows(org, `SELECT Id, Status FROM AsyncApexJob WHERE JobType = 'BatchApex'`);
  expect(job).toMatchObject({ Status: 'Processing' });
  const free = async (): Promise<boolean> =>
    (await org.executeAnonymous(`new Mutex('sync/EMEA').lock(0);`)).success;
  await org.advance(60 * MINUTE);
  expect(await free()).toBe(false); // its job still says Processing
  await anonymous(org, `System.abortJob('${String(job!['Id'])}');`);
  expect(await free()).toBe(true);
});

test('the document shows no class that is not there', () => {
  const text = readFileSync(join(ROOT, 'docs/mutex.md'), 'utf8');
  const names = [...text.matchAll(/examples\/mutex\/main\/classes\/(\w+\.cls)/g)].map(
    ([, n]) => n!,
  );
  const there = readdirSync(join(ROOT, CLASSES));
  expect(names.length).toBeGreaterThan(3);
  for (const name of names) expect(there).toContain(name);
});
