/** What administrators and the platform do to lanes that wait: aborts, deactivated users, deploys, refusals. */
import { resolve } from 'node:path';
import { checkHistory } from '../../checkers';
import { sourcePackage } from '../../scripts/local-org/package';
import { anonymous, packageOrg, rows, type PackageOrg } from './kit/package-org';
import { part, parts, Recorder, type Part } from './kit/recorder';

const REAPER_MINUTES = 15;
/** A lost job: the grace period, the reaper's next visit, and a look at the clock once a minute. */
const LOST = 1 + REAPER_MINUTES + 1;
/** Failures in a row of one job, after which its finalizer is refused a further one. */
const MOST_IN_A_ROW = 5;
const COLLEAGUE = 'user@local.org';

let world: PackageOrg;
let recorder: Recorder;
beforeAll(async () => (world = await packageOrg()));
afterAll(() => world.org.close());
beforeEach(async () => {
  await world.begin(1);
  recorder = new Recorder(world.org);
});

/** A lane whose next run waits in the platform's queue, because its first item has failed once. */
async function waits(): Promise<void> {
  await recorder.enqueue('lane', [{ ...part('a0'), fails: 1 }, part('a1')], 'collection');
  await world.org.idle();
  expect(await jobs('Queued')).toHaveLength(1);
}

const jobs = (status: string): ReturnType<typeof rows> =>
  rows(
    world.org,
    `SELECT Id, CreatedById FROM AsyncApexJob WHERE ApexClass.Name = 'QueueRunner' AND Status = '${status}'`,
  );

/** All is done, in order, once. */
async function allDone(bound: number, keys: readonly string[]): Promise<void> {
  expect(await recorder.drain(bound)).toBeLessThanOrEqual(bound);
  const history = await recorder.history();
  expect(checkHistory(history)).toEqual([]);
  expect(history.effects.map(({ key }) => key)).toEqual(keys);
}

test('a lane whose job an administrator aborts runs again within the bound', async () => {
  await waits();
  const [job] = await jobs('Queued');
  await anonymous(world.org, `System.abortJob('${String(job!['Id'])}');`);
  expect(await jobs('Aborted')).toHaveLength(1);
  await allDone(LOST, ['a0', 'a1']);
});

test('a lane whose user is deactivated goes on as the user of the reaper', async () => {
  const [user] = await rows(world.org, `SELECT Id FROM User WHERE Username = '${COLLEAGUE}'`);
  const id = String(user!['Id']);
  await anonymous(world.org, `insert new Mutex__c(Key__c = 'lane');`);
  const payload = `{"key":"a0","fails":1}`;
  const apex = `FIFOQueue.enqueue('lane', new List<Queue_Item__c>{
      new Queue_Item__c(Handler__c = 'PlayHandler', Payload__c = '${payload}', Request_Key__c = 'a0') });`;
  const asUser = { user: { ...world.org.adminUser, id, username: COLLEAGUE } };
  expect((await world.org.executeAnonymous(apex, asUser)).exceptionMessage ?? '').toBe('');
  await world.org.idle();
  expect(await jobs('Queued')).toMatchObject([{ CreatedById: id }]);
  await world.org.update('User', [{ Id: id, IsActive: false }]);
  expect(await recorder.drain(LOST)).toBeLessThanOrEqual(LOST);
  const { effects } = await recorder.history();
  expect(effects.map(({ key }) => key)).toEqual(['a0']);
  const [last] = (await jobs('Completed')).slice(-1);
  expect(last!['CreatedById']).toBe(world.org.adminUser.id);
});

test('a deploy of the package while a run waits disturbs nothing', async () => {
  await waits();
  const folder = resolve(__dirname, '../../force-app');
  const { success } = await world.org.deploy({ files: await sourcePackage(folder) });
  expect(success).toBe(true);
  await recorder.enqueue('lane', parts('b', 1));
  await allDone(LOST, ['a0', 'a1', 'b0']);
});

test('an item may kill more runs in a row than the platform lets a finalizer answer', async () => {
  const dies = MOST_IN_A_ROW + 2;
  const backOff = 10 * dies;
  await world.org.insert('Mutex__c', [{ Key__c: 'lane', Max_Attempts__c: dies + 1 }]);
  const items: Part[] = [{ ...part('a0'), dies }, part('a1')];
  await recorder.enqueue('lane', items, 'collection');
  await allDone(backOff + LOST, ['a0', 'a1']);
  const [item] = (await recorder.history()).items;
  expect(item).toMatchObject({ status: 'Done', attempts: dies });
  expect(await jobs('Failed')).toHaveLength(dies);
  // The finalizer was refused a job, and asked a fresh transaction: that of the event's user.
  const users = new Set((await jobs('Completed')).map((job) => job['CreatedById']));
  expect(users).not.toContain(world.org.adminUser.id);
});
