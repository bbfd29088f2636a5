/** The queries and the Apex of docs/operating.md, as a reader would try them, over HTTP. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Connection } from 'jsforce';
import { createServer, type Server } from '../../local-org/api';
import { anonymous, packageOrg, type PackageOrg } from './kit/package-org';
import { parts, Recorder } from './kit/recorder';

const PAGE = readFileSync(resolve(__dirname, '../../docs/operating.md'), 'utf8');

/** Fenced blocks of one language, in order. */
const blocks = (language: string): string[] =>
  [...PAGE.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)]
    .filter(([, found]) => found === language)
    .map(([, , text]) => text!);

let world: PackageOrg;
let server: Server;
let connection: Connection;
beforeAll(async () => {
  world = await packageOrg({ reaper: 0 });
  server = await createServer(world.org);
  const { url: instanceUrl, credentials } = server;
  connection = new Connection({ instanceUrl, accessToken: credentials.token, version: '65.0' });
});
afterAll(async () => {
  await server.close();
  await world.org.close();
});

/** A lock that is held, a lane that is blocked, one that is paused, and one at work. */
async function busyOrg(): Promise<void> {
  await world.begin(1);
  const recorder = new Recorder(world.org);
  await recorder.enqueue('bad', [{ key: 'poison', fails: 99 }, ...parts('b', 2)], 'collection');
  await recorder.drain(5);
  await anonymous(world.org, "LaneAdmin.pause('Paused'); new Mutex('lock').lock(0);");
  await recorder.enqueue('Paused', parts('p', 4), 'collection');
}

const SQL = blocks('sql');

test('the page has a query for each question', () => expect(SQL).toHaveLength(6));

test('held locks, depth, blocked lanes, lanes without runner: each by its one query', async () => {
  await busyOrg();
  const all = async (soql: string): Promise<Record<string, unknown>[]> =>
    (await connection.query<Record<string, unknown>>(soql)).records;
  const [held, depth, blocked, wanting] = SQL as [string, string, string, string, string];
  const user = world.org.adminUser.username;
  expect(await all(held)).toMatchObject([{ Key__c: 'lock', Holder__c: 'user', Owner__c: user }]);
  const depths = await all(depth);
  expect(depths.sort((a, b) => Number(b['expr1']) - Number(a['expr1']))).toMatchObject([
    { expr0: 'Paused', expr1: 4, expr2: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as unknown },
    { expr0: 'bad', expr1: 3 },
  ]);
  expect(await all(blocked)).toMatchObject([
    {
      Key__c: 'bad',
      Blocked_Since__c: expect.any(Number) as unknown,
      Blocked_Reason__c: expect.stringContaining('Ticket 0 failed') as unknown,
    },
  ]);
  expect(await all(wanting)).toEqual([]);
});

test('a lane whose job is on its way is seen with its job', async () => {
  await world.begin(1);
  await anonymous(
    world.org,
    "FIFOQueue.enqueue('late', new List<Queue_Item__c>{ new Queue_Item__c(Handler__c = 'PlayHandler', Payload__c = '{\"key\":\"l\"}', Not_Before__c = MutexClock.now() + 3600000) });",
  );
  await world.org.idle();
  const lane = await connection.query<{ Job_Id__c: string }>(
    "SELECT Job_Id__c FROM Mutex__c WHERE Key__c = 'late'",
  );
  const jobs = await connection.query<{ Id: string; Status: string }>(SQL[4]!);
  expect(jobs.records.map(({ Id }) => Id)).toContain(lane.records[0]!.Job_Id__c);
});

test('settled items cost the query by depth nothing: it reads waiting ones only', async () => {
  await busyOrg();
  const { records } = await connection.query<{ n: number }>(
    "SELECT COUNT(Id) n FROM Queue_Item__c WHERE Pending_Lane__c >= '0'",
  );
  expect(records[0]!.n).toBe(7);
  const settled = await connection.query(
    "SELECT Id FROM Queue_Item__c WHERE Status__c != 'Pending' AND Pending_Lane__c >= '0'",
  );
  expect(settled.totalSize).toBe(0);
});

test('records that nobody has used for long are found, and go; those in use are not among them', async () => {
  await world.begin(1);
  const { org } = world;
  await anonymous(
    org,
    "new Mutex('old').lock(0); Mutexes.unlock('old'); new Mutex('held').lock(0);",
  );
  await new Recorder(org).enqueue('lane', parts('a', 1));
  await org.advance(40 * 86_400_000);
  await anonymous(org, "new Mutex('young').lock(0); Mutexes.unlock('young');");
  const { records } = await connection.query<{ Id: string }>(SQL[5]!);
  expect(await org.delete(records.map(({ Id }) => Id))).toMatchObject([{ success: true }]);
  const names =
    "for (Mutex__c row : [SELECT Key__c FROM Mutex__c]) Assert.areNotEqual('old', row.Key__c);";
  await anonymous(org, `${names} Assert.areEqual(3, [SELECT COUNT() FROM Mutex__c]);`);
});

test.each(blocks('apex').map((text, i) => [i, text]))(
  'example %d in Apex compiles, and statements run',
  async (_, text) => {
    await busyOrg();
    const isClass = /^(public|global|private) /m.test(String(text));
    if (!isClass) return anonymous(world.org, String(text));
    // A class of the page may use objects of the reader's own.
    const name = /class (\w+)/.exec(String(text))![1];
    const body = String(text).replaceAll('My_Log__c(Text__c', 'Mutex_Action__c(Reason__c');
    return anonymous(
      world.org,
      `${body.replaceAll('public without sharing', 'public')}\nnew ${name}();`,
    );
  },
);
