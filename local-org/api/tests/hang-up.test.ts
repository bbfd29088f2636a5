/** Clients that go away in the middle of a transaction, and tokens that open nothing. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { createLocalOrg } from '../../org';
import { createServer } from '..';
import type { Served } from './fixture';
import { call, serve } from './fixture';

const DATA = '/services/data/v65.0';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterEach(() => served.org.reset());
afterAll(() => served.close());

/** Holds the row of that name in a transaction of its own until it is let go. */
async function hold(name: string): Promise<() => Promise<void>> {
  let letGo = (): void => undefined;
  const free = new Promise<void>((resolve) => (letGo = resolve));
  let took = (): void => undefined;
  const held = new Promise<void>((resolve) => (took = resolve));
  const end = served.org.atomic!(async (scope) => {
    await scope.query(`SELECT Id FROM Thing__c WHERE Name = '${name}' FOR UPDATE`);
    took();
    await free;
  });
  await held;
  return () => {
    letGo();
    return end;
  };
}

async function send(path: string, apex: string): Promise<Socket> {
  const { hostname, port } = new URL(served.server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const url = `${DATA}${path}?anonymousBody=${encodeURIComponent(apex)}`;
  socket.write(
    `GET ${url} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${served.server.credentials.token}\r\n\r\n`,
  );
  return socket;
}

const openTransactions = (): number => served.org.database.openTransactions().length;

/** Turns of the event loop until `done`, or a count that no sound run needs. */
async function until(done: () => boolean): Promise<void> {
  for (let turns = 0; !done(); turns++) {
    if (turns > 100_000) throw new Error('It never came true.');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a client that hangs up while its transaction waits for a row', () => {
  beforeEach(async () => {
    const rows = ['first', 'second'].map((Name) => ({ Name, Needed__c: 'x', Amount__c: 0 }));
    await served.org.insert('Thing__c', rows);
  });

  const apex = (last: string): string => `
    Thing__c one = [SELECT Id, Amount__c FROM Thing__c WHERE Name = 'first' FOR UPDATE];
    one.Amount__c += 1;
    update one;
    Thing__c two = [SELECT Id, Amount__c FROM Thing__c WHERE Name = 'second' FOR UPDATE];
    ${last}`;

  test.each([
    ['commits it', '', 1],
    ['rolls it back when it fails', 'Integer i = 1 / 0;', 0],
  ])('%s, and no lock stays', async (_, last, amount) => {
    const letGo = await hold('second');
    const before = openTransactions();
    const socket = await send('/tooling/executeAnonymous', apex(last));
    await until(() => openTransactions() === before + 1);
    socket.destroy();
    await once(socket, 'close');
    await letGo();
    await until(() => openTransactions() === 0);
    const row = await served.org.query("SELECT Id FROM Thing__c WHERE Name = 'first'");
    const id = row.rows[0]?.values['Id'] as string;
    const read = await call(served, 'GET', `${DATA}/sobjects/Thing__c/${id}?fields=Amount__c`);
    expect(read.body).toMatchObject({ Amount__c: amount });
    const write = await call(served, 'PATCH', `${DATA}/sobjects/Thing__c/${id}`, { Amount__c: 9 });
    expect(write.status).toBe(204);
  });
});

const REFUSED = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];

async function statusOf(url: string, token: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}${DATA}/limits`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: await response.json() };
}

describe('tokens', () => {
  test('that were taken back are worth nothing afterwards', async () => {
    const { url, credentials } = served.server;
    const login = await fetch(`${url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
        username: credentials.username,
        password: credentials.password,
      }),
    });
    const { access_token: token } = (await login.json()) as { access_token: string };
    expect((await statusOf(url, token)).status).toBe(200);
    const body = new URLSearchParams({ token });
    await fetch(`${url}/services/oauth2/revoke`, { method: 'POST', body });
    expect(await statusOf(url, token)).toEqual({ status: 401, body: REFUSED });
  });

  test('of another org open nothing, in both directions', async () => {
    const org = await createLocalOrg({ seed: 2, clock: 'virtual', orgNumber: 7 });
    const other = await createServer(org);
    const { url, credentials } = served.server;
    expect(other.credentials.token.split('!')[0]).not.toBe(credentials.token.split('!')[0]);
    expect((await statusOf(other.url, other.credentials.token)).status).toBe(200);
    expect(await statusOf(other.url, credentials.token)).toEqual({ status: 401, body: REFUSED });
    expect(await statusOf(url, other.credentials.token)).toEqual({ status: 401, body: REFUSED });
    await other.close();
    await org.close();
  });

  test.each(['', ' x', '/'])('that are nearly right (%j) are wrong', async (more) => {
    const { url, credentials } = served.server;
    const token = more === '' ? credentials.token.slice(0, -1) : credentials.token + more;
    expect(await statusOf(url, token)).toEqual({ status: 401, body: REFUSED });
  });
});

/** Paths of the platform that are missing here, and paths of nobody. */
const NOWHERE = [
  '/services/data/v65.0/chatter/feeds',
  '/services/data/v65.0/analytics/reports',
  '/services/data/v65.0/ui-api/records',
  '/services/data/v65.0/wave',
  '/services/data/v65.0/sobjects/Thing__c/describe/more',
  '/services/data/v65.0/tooling/nothing',
  '/services/data/v65.0/jobs/nothing',
  '/services/data/v65.0/composite/nothing',
  '/services/Soap/x/65.0',
  '/services/async/65.0/nothing',
  '/services/oauth2/nothing',
  '/cometd/nothing',
  '/local-org/nothing',
  '/id/nothing',
];

describe.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])('%s', (method) => {
  test.each(NOWHERE)('%s is an error of the client, never of the server', async (path) => {
    const answer = await call(served, method, path, /GET|HEAD/.test(method) ? undefined : {});
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });
});
