import type { Served } from './fixture';
import { call, serve } from './fixture';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterEach(() => served.org.reset());
afterAll(() => served.close());

const DATA = '/services/data/v65.0';
const thing = `${DATA}/sobjects/Thing__c`;

async function count(): Promise<number> {
  const { body } = await call(served, 'GET', `${DATA}/query?q=SELECT+COUNT()+FROM+Thing__c`);
  return (body as { totalSize: number }).totalSize;
}

interface Composite {
  readonly compositeResponse: readonly {
    httpStatusCode: number;
    body: unknown;
    referenceId: string;
  }[];
}

async function composite(
  allOrNone: boolean,
  compositeRequest: readonly object[],
): Promise<Composite> {
  const { status, body } = await call(served, 'POST', `${DATA}/composite`, {
    allOrNone,
    compositeRequest,
  });
  expect(status).toBe(200);
  return body as Composite;
}

const parent = {
  method: 'POST',
  url: thing,
  referenceId: 'p',
  body: { Name: 'parent', Needed__c: 'x' },
};
const child = {
  method: 'POST',
  url: thing,
  referenceId: 'c',
  body: { Name: 'child', Needed__c: 'x', Parent__c: '@{p.id}' },
};
const bad = { method: 'POST', url: thing, referenceId: 'bad', body: { Name: 'no' } };

test('later requests use the answers of earlier ones', async () => {
  const { compositeResponse } = await composite(true, [
    parent,
    child,
    {
      method: 'GET',
      url: `${DATA}/query?q=SELECT+Id,Parent__r.Name+FROM+Thing__c+WHERE+Id='@{c.id}'`,
      referenceId: 'q',
    },
    {
      method: 'PATCH',
      url: `${thing}/@{q.records[0].Id}`,
      referenceId: 'u',
      body: { Name: 'was @{q.records[0].Parent__r.Name}' },
    },
  ]);
  expect(compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([
    201, 201, 200, 204,
  ]);
  const { body } = await call(
    served,
    'GET',
    `${DATA}/query?q=SELECT+Name,Parent__r.Name+FROM+Thing__c+WHERE+Parent__c!=null`,
  );
  expect(body).toMatchObject({
    records: [
      { Name: 'was parent', Parent__r: { attributes: { type: 'Thing__c' }, Name: 'parent' } },
    ],
  });
});

test('allOrNone undoes everything', async () => {
  const { compositeResponse } = await composite(true, [
    parent,
    bad,
    { ...child, referenceId: 'after' },
  ]);
  expect(compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([400, 400, 400]);
  expect(compositeResponse[0]?.body).toMatchObject([{ errorCode: 'PROCESSING_HALTED' }]);
  expect(compositeResponse[1]?.body).toMatchObject([{ errorCode: 'REQUIRED_FIELD_MISSING' }]);
  expect(await count()).toBe(0);
});

test('without it, what depends on a failure fails and the rest stands', async () => {
  const { compositeResponse } = await composite(false, [
    parent,
    bad,
    { ...child, body: { ...child.body, Parent__c: '@{bad.id}' } },
    { ...child, referenceId: 'c2' },
  ]);
  expect(compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([
    201, 400, 400, 201,
  ]);
  expect(await count()).toBe(2);
});

test('graphs stand or fall each for itself', async () => {
  const { body } = await call(served, 'POST', `${DATA}/composite/graph`, {
    graphs: [
      { graphId: 'good', compositeRequest: [parent, child] },
      { graphId: 'bad', compositeRequest: [parent, bad] },
    ],
  });
  expect(body).toMatchObject({
    graphs: [
      { graphId: 'good', isSuccessful: true },
      { graphId: 'bad', isSuccessful: false },
    ],
  });
  expect(await count()).toBe(2);
});

test('a batch answers each request', async () => {
  const { body } = await call(served, 'POST', `${DATA}/composite/batch`, {
    batchRequests: [
      { method: 'POST', url: 'v65.0/sobjects/Thing__c', richInput: { Name: 'a', Needed__c: 'x' } },
      { method: 'GET', url: 'v65.0/nothing/here' },
    ],
  });
  expect(body).toMatchObject({
    hasErrors: true,
    results: [{ statusCode: 201 }, { statusCode: 404, result: [{ errorCode: 'NOT_FOUND' }] }],
  });
});

test('a tree comes whole or not at all', async () => {
  const node = (referenceId: string, more: object = {}): object => ({
    attributes: { type: 'Thing__c', referenceId },
    Name: referenceId,
    Needed__c: 'x',
    ...more,
  });
  const send = (records: object[]): ReturnType<typeof call> =>
    call(served, 'POST', `${DATA}/composite/tree/Thing__c`, { records });
  const good = await send([node('a', { Children__r: { records: [node('b'), node('c')] } })]);
  expect(good).toMatchObject({ status: 201, body: { hasErrors: false } });
  expect((good.body as { results: unknown[] }).results).toHaveLength(3);
  const failed = await send([
    node('d', { Children__r: { records: [node('e', { Needed__c: null })] } }),
  ]);
  expect(failed).toMatchObject({
    status: 400,
    body: { hasErrors: true, results: [{ referenceId: 'e' }] },
  });
  expect(await count()).toBe(3);
});

test.each([
  ['no list', {}],
  ['a doubled reference', { compositeRequest: [parent, parent] }],
  [
    '26 requests',
    {
      compositeRequest: Array.from({ length: 26 }, (_, i) => ({ ...parent, referenceId: `r${i}` })),
    },
  ],
])('is refused for %s', async (_, body) => {
  expect(await call(served, 'POST', `${DATA}/composite`, body)).toMatchObject({ status: 400 });
  expect(await count()).toBe(0);
});
