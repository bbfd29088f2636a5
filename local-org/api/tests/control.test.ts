import type { Served } from './fixture';
import { call, serve } from './fixture';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const DATA = '/services/data/v65.0';
const record = { Name: 'a', Needed__c: 'x' };

async function count(): Promise<number> {
  const { body } = await call(served, 'GET', `${DATA}/query?q=SELECT+COUNT()+FROM+Thing__c`);
  return (body as { totalSize: number }).totalSize;
}

test('status tells clock and counters', async () => {
  await call(served, 'POST', `${DATA}/sobjects/Thing__c`, record);
  const { body } = await call(served, 'GET', '/local-org/status');
  expect(body).toMatchObject({
    clock: { mode: 'virtual' },
    openTransactions: 0,
    statistics: { byContext: { rest: { transactions: expect.any(Number) } } },
  });
});

test('the clock moves when told to, and only ahead', async () => {
  const before = served.org.clock.now();
  expect(await call(served, 'POST', '/local-org/advance', { ms: 60_000 })).toMatchObject({
    status: 200,
  });
  expect(served.org.clock.now()).toBe(before + 60_000);
  for (const body of [{ ms: -1 }, { ms: 1e20 }, { ms: 1.5 }, { ms: 'x' }, {}])
    expect((await call(served, 'POST', '/local-org/advance', body)).status).toBe(400);
});

test('reset goes back to the mark, and sessions outlive it', async () => {
  await call(served, 'POST', `${DATA}/sobjects/Thing__c`, record);
  expect(await call(served, 'POST', '/local-org/reset')).toMatchObject({ status: 200 });
  expect(await count()).toBe(0);
  expect(await call(served, 'POST', '/local-org/idle')).toMatchObject({ status: 200 });
});

test('a lost answer: the row is there, the client hears nothing', async () => {
  const fault = { kind: 'loseAnswer', match: { times: 1 } };
  expect(await call(served, 'POST', '/local-org/faults', fault)).toMatchObject({ status: 201 });
  await expect(call(served, 'POST', `${DATA}/sobjects/Thing__c`, record)).rejects.toThrow();
  expect(await count()).toBe(1);
  expect(await call(served, 'POST', `${DATA}/sobjects/Thing__c`, record)).toMatchObject({
    status: 201,
  });
});

test('faults are checked, and can be taken back', async () => {
  for (const fault of [
    {},
    { kind: 'explode', match: {} },
    { kind: 'kill', match: { times: 0 } },
    { kind: 'kill', match: { probability: 2 } },
    { kind: 'kill', match: {}, beforeOperation: 0 },
  ])
    expect(await call(served, 'POST', '/local-org/faults', fault)).toMatchObject({ status: 400 });
  await call(served, 'POST', '/local-org/faults', { kind: 'loseAnswer', match: { times: 5 } });
  expect(await call(served, 'DELETE', '/local-org/faults')).toMatchObject({ status: 204 });
  expect(await call(served, 'POST', `${DATA}/sobjects/Thing__c`, record)).toMatchObject({
    status: 201,
  });
});

test('the read-only mode: writes of every kind are refused, reads go on, until it ends', async () => {
  const code = 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE';
  const before = await count();
  expect(await call(served, 'POST', '/local-org/read-only', {})).toMatchObject({ status: 400 });
  const on = await call(served, 'POST', '/local-org/read-only', { readOnly: true });
  expect(on).toMatchObject({ status: 200, body: { readWriteMode: 'readOnly' } });
  for (const [path, body] of [
    ['sobjects/Thing__c', record],
    ['jobs/ingest', { operation: 'insert', object: 'Thing__c' }],
    ['jobs/query', { operation: 'query', query: 'SELECT Id FROM Thing__c' }],
  ] as const)
    expect(await call(served, 'POST', `${DATA}/${path}`, body)).toMatchObject({
      status: 400,
      body: [{ errorCode: code }],
    });
  expect(await count()).toBe(before);
  await call(served, 'POST', '/local-org/read-only', { readOnly: false });
  expect(await call(served, 'POST', `${DATA}/sobjects/Thing__c`, record)).toMatchObject({
    status: 201,
  });
});
