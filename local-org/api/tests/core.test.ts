/** @salesforce/core and apex-node as programs use them: logins that last, users, streams, logs. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as ApexNode from '@salesforce/apex-node';
import type * as Core from '@salesforce/core';
import type { Served } from './fixture';
import { packageOf } from '../../org/tests/support/kit';
import { call, serve } from './fixture';
import { toolsHome } from './tools-home';

let served: Served;
let home: string;
let core: typeof Core;
let apexNode: typeof ApexNode;
let org: Core.Org;

beforeAll(async () => {
  home = toolsHome();
  served = await serve({ clock: 'real' });
  const later =
    "public class Later { @future public static void run() { System.debug('later'); } }";
  await served.org.deploy({ files: packageOf({ classes: { Later: later } }) });
  // Loaded late: they look at the environment when they load.
  core = await import('@salesforce/core');
  apexNode = await import('@salesforce/apex-node');
  const { credentials, url } = served.server;
  const privateKeyFile = join(home, 'key.pem');
  writeFileSync(privateKeyFile, credentials.jwtPrivateKey()!);
  const { username, clientId } = credentials;
  const oauth2Options = { clientId, loginUrl: url, privateKeyFile };
  const auth = await core.AuthInfo.create({ username, oauth2Options: oauth2Options as never });
  await auth.save();
  org = await core.Org.create({ connection: await core.Connection.create({ authInfo: auth }) });
});
afterAll(async () => {
  await served.close();
  rmSync(home, { recursive: true, force: true });
});

const connection = (): Core.Connection => org.getConnection();

test('a login by key tells what kind of org it is', async () => {
  expect(await org.determineIfDevHubOrg(true)).toBe(true);
  expect(await org.supportsSourceTracking()).toBe(false);
  await org.refreshAuth();
  const found = await connection().singleRecordQuery<{ Id: string }>('SELECT Id FROM Organization');
  expect(found.Id).toBe(served.org.orgId);
});

test('the streaming client shakes hands, subscribes and hears', async () => {
  const heard: unknown[] = [];
  const options = new core.StreamingClient.DefaultOptions(
    org,
    '/systemTopic/Logging',
    (message) => {
      heard.push(message);
      return { completed: true, payload: message };
    },
  );
  const client = await core.StreamingClient.create(options);
  expect(await client.handshake()).toBe(core.StreamingClient.ConnectionState.CONNECTED);
  await client.subscribe(async () => {
    await connection().tooling.executeAnonymous("System.debug('hi');");
  });
  expect(heard).toEqual([expect.objectContaining({ sobject: { Id: expect.any(String) } })]);
});

test('logs are followed and fetched, those of jobs too', async () => {
  const service = new apexNode.LogService(connection());
  const heard: string[] = [];
  type Callback = (message: { sobject: { Id: string } }) => { completed: boolean };
  const inner = service as unknown as { streamingCallback: Callback };
  const callback = inner.streamingCallback.bind(service);
  // Without this it would follow for half an hour.
  inner.streamingCallback = (message) => {
    heard.push(message.sobject.Id);
    callback(message);
    return { completed: heard.length >= 6 };
  };
  await service.prepareTraceFlag(undefined as never);
  // Who follows again finds level and flag, and has them extended.
  await service.prepareTraceFlag(undefined as never);
  let follows = true;
  const following = service.tail(org, () => undefined).finally(() => (follows = false));
  while (follows) {
    await connection().tooling.executeAnonymous('Later.run();');
    await served.org.idle();
  }
  await following;
  const logs = await Promise.all(heard.map((logId) => service.getLogs({ logId })));
  const texts = logs.flat().map(({ log }) => log);
  expect(texts).toContainEqual(expect.stringMatching(/Execute Anonymous: Later\.run\(\);/));
  expect(texts).toContainEqual(
    expect.stringMatching(/CODE_UNIT_STARTED\|.*Later\.run\(\)[^]*\|DEBUG\|later[^]*FINISHED/),
  );
  const records = await service.getLogRecords(2);
  expect(records).toHaveLength(2);
  expect(records[0]).toMatchObject({ Status: 'Success', LogUser: { Name: 'Ada Admin' } });
});

test('a session that has ended by time is renewed by the key, over REST and over SOAP', async () => {
  const token = (): string => connection().accessToken!;
  for (const ask of [
    () => connection().query('SELECT Id FROM Organization'),
    () => connection().metadata.list([{ type: 'ApexClass' }]),
  ]) {
    const before = token();
    await served.org.advance(3 * 3_600_000);
    await expect(ask()).resolves.toBeDefined();
    expect(token()).not.toBe(before);
  }
});

/** What the library sends; it then looks for files of logins, which jest has not got. */
async function createUser(username: string): ReturnType<typeof call> {
  return call(served, 'POST', '/services/scim/v1/Users', {
    username,
    emails: [username],
    name: { familyName: 'Made' },
    nickName: username,
    entitlements: [{ value: served.org.adminUser.profileId }],
  });
}

test('users are made, get a password and permission sets; a name is given once', async () => {
  const username = 'made@local.org';
  const { status, body, headers } = await createUser(username);
  expect(status).toBe(201);
  const { id } = body as { id: string };
  const refreshToken = headers.get('auto-approve-user')!;
  const { url, credentials } = served.server;
  const oauth2Options = { loginUrl: url, refreshToken, clientId: credentials.clientId };
  const made = await core.AuthInfo.create({ username, oauth2Options });
  const own = await core.Connection.create({ authInfo: made });
  expect((await own.identity()).user_id).toBe(id);
  const user = await core.User.create({ org });
  await user.assignPermissionSets(id, ['Reader']);
  await connection().soap.setPassword(id, 'long enough');
  const again = await createUser(username);
  expect([again.status, again.body]).toEqual([
    400,
    { Errors: [expect.objectContaining({ description: expect.any(String) })] },
  ]);
});
