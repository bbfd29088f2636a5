/** The HTTP side: strange requests, broken ones, and many at once. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { gzipSync } from 'node:zlib';
import type { Served } from './fixture';
import { createServer, type Server } from '..';
import { call, serve } from './fixture';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterEach(() => served.org.reset());
afterAll(() => served.close());

const DATA = '/services/data/v65.0';

async function count(): Promise<number> {
  const { body } = await call(served, 'GET', `${DATA}/query?q=SELECT+COUNT()+FROM+Thing__c`);
  return (body as { totalSize: number }).totalSize;
}

/** Sends bytes as they are and gives what comes back until the other side hangs up. */
async function raw(text: string, hangUpAfter?: number): Promise<string> {
  const { hostname, port } = new URL(served.server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(text);
  if (hangUpAfter !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, hangUpAfter));
    socket.destroy();
    return '';
  }
  let answer = '';
  socket.on('data', (data) => (answer += data.toString()));
  await once(socket, 'close');
  return answer;
}

function head(method: string, path: string, length: number, more = ''): string {
  return `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${served.server.credentials.token}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n`;
}

test.each([
  ['GET', `${DATA}/nothing`],
  ['GET', '/services/data/v65.0/../../etc/passwd'],
  ['GET', '/services/data/latest'],
  ['GET', '/'],
  ['GET', '/%E0%A4%A'],
  ['GET', `${DATA}/sobjects/%E0%A4%A/describe`],
  ['POST', '/services/nothing'],
  ['GET', '/local-org/nothing'],
])('%s %s is not found, in the words of the platform', async (method, path) => {
  const answer = await raw(head(method, path, 0));
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(answer).toContain(
    '"message":"The requested resource does not exist","errorCode":"NOT_FOUND"',
  );
});

test.each(['{', '[1]', 'null', '"x"', '{"Name":}', '', '\u0000'])(
  'the body %j is refused as JSON',
  async (body) => {
    const answer = await call(served, 'POST', `${DATA}/sobjects/Thing__c`, body);
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'JSON_PARSER_ERROR' }] });
  },
);

test('names from the depths of JavaScript are fields that do not exist', async () => {
  const text = '{"Needed__c":"x","__proto__":{"polluted":true},"constructor":1}';
  expect(await call(served, 'POST', `${DATA}/sobjects/Thing__c`, text)).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALID_FIELD' }],
  });
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(await call(served, 'GET', `${DATA}/sobjects/__proto__/describe`)).toMatchObject({
    status: 404,
  });
});

test('a body that stops half-way leaves nothing behind', async () => {
  const body = JSON.stringify({ Name: 'half', Needed__c: 'x' });
  await raw(head('POST', `${DATA}/sobjects/Thing__c`, body.length) + body.slice(0, 10), 100);
  expect(await count()).toBe(0);
});

test('a client that hangs up does not stop its transaction', async () => {
  const body = JSON.stringify({ Name: 'gone', Needed__c: 'x' });
  await raw(head('POST', `${DATA}/sobjects/Thing__c`, body.length) + body, 0);
  for (let i = 0; i < 100 && (await count()) === 0; i++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await count()).toBe(1);
});

test('chunked, compressed and overlong bodies', async () => {
  const record = JSON.stringify({ Name: 'z', Needed__c: 'x' });
  const chunked = `POST ${DATA}/sobjects/Thing__c HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${served.server.credentials.token}\r\nTransfer-Encoding: chunked\r\n\r\n${record.length.toString(16)}\r\n${record}\r\n0\r\n\r\n`;
  expect(await raw(chunked)).toMatch(/^HTTP\/1\.1 201 /);
  const send = (body: Buffer): Promise<Response> =>
    fetch(`${served.server.url}${DATA}/sobjects/Thing__c`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${served.server.credentials.token}`,
        'content-encoding': 'gzip',
      },
      body: new Uint8Array(body),
    });
  expect((await send(gzipSync(record))).status).toBe(201);
  expect((await send(Buffer.from('no gzip'))).status).toBe(400);
  expect((await send(gzipSync(Buffer.alloc(20 * 1024 * 1024, 32)))).status).toBe(413);
  expect(
    await call(served, 'POST', `${DATA}/sobjects/Thing__c`, ' '.repeat(7 * 1024 * 1024)),
  ).toMatchObject({
    status: 413,
    body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
  });
  expect(await count()).toBe(2);
});

test.each([
  '<',
  '<a/>',
  '',
  '<e:Envelope xmlns:e="x"><e:Body/></e:Envelope>',
  '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
])('the SOAP body %j is answered with a fault', async (body) => {
  const answer = await call(served, 'POST', '/services/Soap/m/65.0', body);
  expect(answer.status).toBe(500);
  expect(answer.text).toContain('<faultcode>sf:UNKNOWN_EXCEPTION</faultcode>');
});

test('200 connections at once are all served', async () => {
  const bodies = Array.from({ length: 200 }, (_, i) =>
    JSON.stringify({ Name: `n${i}`, Needed__c: 'x' }),
  );
  const answers = await Promise.all(
    bodies.map((body) => raw(head('POST', `${DATA}/sobjects/Thing__c`, body.length) + body)),
  );
  expect(answers.filter((answer) => answer.startsWith('HTTP/1.1 201 '))).toHaveLength(200);
  expect(await count()).toBe(200);
});

test('a port in use is said to be so', async () => {
  const port = Number(new URL(served.server.url).port);
  await expect(createServer(served.org, { port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

/** Whether somebody answers there. */
const answers = (host: string, { url }: Server): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), host);
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });

test('only this machine can reach it, unless it is told otherwise', async () => {
  // IPv4 only: addresses of a link need the name of an interface.
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  const open = await createServer(served.org, { host: '0.0.0.0' });
  const reached = async (server: Server): Promise<boolean[]> =>
    Promise.all(['127.0.0.1', ...outside].map((host) => answers(host, server)));
  expect(await reached(served.server)).toEqual([true, ...outside.map(() => false)]);
  expect(await reached(open)).toEqual([true, ...outside.map(() => true)]);
  await open.close();
});
