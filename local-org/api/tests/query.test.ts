import type { Connection } from 'jsforce';
import type { Served } from './fixture';
import { call, serve } from './fixture';

let served: Served;
let connection: Connection;
const DATA = '/services/data/v65.0';
const TOTAL = 2300;

beforeAll(async () => {
  served = await serve();
  connection = served.connect();
  const rows = Array.from({ length: TOTAL }, (_, i) => ({
    Name: `t${String(i).padStart(4, '0')}`,
    Needed__c: i % 2 === 0 ? 'even' : 'odd',
    Amount__c: i,
    At__c: Date.UTC(2026, 0, 5) + i * 1000,
  }));
  for (let i = 0; i < TOTAL; i += 200) await served.org.insert('Thing__c', rows.slice(i, i + 200));
});
afterAll(() => served.close());

const get = (soql: string, more = ''): ReturnType<typeof call> =>
  call(served, 'GET', `${DATA}/query?q=${encodeURIComponent(soql)}${more}`);

test('more than 2000 rows come in pages, each once and in order', async () => {
  const names: string[] = [];
  let page = await connection.query<{ Name: string }>('SELECT Name FROM Thing__c ORDER BY Name');
  expect(page).toMatchObject({ totalSize: TOTAL, done: false });
  expect(page.records).toHaveLength(2000);
  names.push(...page.records.map(({ Name }) => Name));
  page = await connection.queryMore(page.nextRecordsUrl ?? '');
  names.push(...page.records.map(({ Name }) => Name));
  expect(page.done).toBe(true);
  expect(page.nextRecordsUrl).toBeUndefined();
  expect(names).toEqual(Array.from({ length: TOTAL }, (_, i) => `t${String(i).padStart(4, '0')}`));
});

test('the client chooses the size of a page', async () => {
  const answer = await call(served, 'GET', `${DATA}/query?q=SELECT+Id+FROM+Thing__c`, undefined, {
    'Sforce-Query-Options': 'batchSize=500',
  });
  expect((answer.body as { records: unknown[] }).records).toHaveLength(500);
  expect(answer.body).toMatchObject({
    nextRecordsUrl: expect.stringMatching(/\/query\/01g\w{15}-500$/),
  });
});

test('counts, aggregates and their dates', async () => {
  expect((await get('SELECT COUNT() FROM Thing__c')).body).toEqual({
    totalSize: TOTAL,
    done: true,
    records: [],
  });
  const { body } = await get(
    'SELECT Needed__c kind, COUNT(Id), MAX(At__c) latest FROM Thing__c GROUP BY Needed__c ORDER BY Needed__c',
  );
  expect(body).toMatchObject({
    totalSize: 2,
    records: [
      {
        attributes: { type: 'AggregateResult' },
        kind: 'even',
        expr0: TOTAL / 2,
        latest: '2026-01-05T00:38:18.000+0000',
      },
      { kind: 'odd', expr0: TOTAL / 2 },
    ],
  });
});

test('names are canonical, parents and children nested', async () => {
  const [parent] = await served.org.insert('Thing__c', [{ Name: 'p', Needed__c: 'family' }]);
  await served.org.insert('Thing__c', [
    { Name: 'c', Needed__c: 'child', Parent__c: parent?.id ?? null },
  ]);
  const { body } = await get(
    "select id, NAME, parent__r.name, (select name from children__r) from thing__c where needed__c in ('family','child') order by name desc",
  );
  expect(body).toMatchObject({
    records: [
      {
        Id: parent?.id,
        Name: 'p',
        Parent__r: null,
        Children__r: { totalSize: 1, done: true, records: [{ Name: 'c' }] },
      },
      { Name: 'c', Parent__r: { attributes: { type: 'Thing__c' }, Name: 'p' }, Children__r: null },
    ],
  });
});

test('columns are described', async () => {
  const { body } = await get(
    'SELECT name, Parent__r.Name, (SELECT Id FROM Children__r) FROM Thing__c LIMIT 1',
    '&columns=true',
  );
  expect(body).toMatchObject({
    entityName: 'Thing__c',
    columnMetadata: [
      { columnName: 'Name', aggregate: false, joinColumns: [] },
      { columnName: 'Parent__r', joinColumns: [{ columnName: 'Name' }] },
      { columnName: 'Children__r', aggregate: true, joinColumns: [{ columnName: 'Id' }] },
    ],
  });
  const count = await get('SELECT COUNT(Id) FROM Thing__c', '&columns=true');
  expect(count.body).toMatchObject({
    columnMetadata: [{ columnName: 'expr0', displayName: 'COUNT(Id)', aggregate: true }],
  });
});

test('queryAll sees the recycle bin', async () => {
  const [row] = await served.org.insert('Thing__c', [{ Name: 'gone', Needed__c: 'bin' }]);
  await served.org.delete([row?.id ?? '']);
  const soql = "SELECT+Id+FROM+Thing__c+WHERE+Needed__c='bin'";
  expect((await call(served, 'GET', `${DATA}/query?q=${soql}`)).body).toMatchObject({
    totalSize: 0,
  });
  expect((await call(served, 'GET', `${DATA}/queryAll?q=${soql}`)).body).toMatchObject({
    totalSize: 1,
  });
});

test.each([
  ['SELECT Id FROM Nope', 'INVALID_TYPE'],
  ['SELECT Nope FROM Thing__c', 'INVALID_FIELD'],
  ['SELECT Id, Nope__r.Name FROM Thing__c', 'INVALID_FIELD'],
  ['SELECT FROM', 'MALFORMED_QUERY'],
  ['SELECT Id FROM Thing__c WHERE Id = :id', 'MALFORMED_QUERY'],
  ['', 'MALFORMED_QUERY'],
])('%s is refused with %s', async (soql, errorCode) => {
  expect(await get(soql)).toMatchObject({ status: 400, body: [{ errorCode }] });
});

test('a locator that nobody gave is refused', async () => {
  expect(await call(served, 'GET', `${DATA}/query/01g000000000999AAA-2000`)).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }],
  });
});

test('describe, limits and counts', async () => {
  const { sobjects } = await connection.describeGlobal();
  expect(sobjects.find(({ name }) => name === 'Thing__c')).toMatchObject({
    custom: true,
    keyPrefix: expect.stringMatching(/^a/),
  });
  const described = await connection.describe('thing__c');
  const fields = new Map(described.fields.map((field) => [field.name, field]));
  expect(fields.get('Key__c')).toMatchObject({
    type: 'string',
    length: 80,
    externalId: true,
    unique: true,
    idLookup: true,
  });
  expect(fields.get('Needed__c')).toMatchObject({ nillable: false });
  expect(fields.get('Parent__c')).toMatchObject({
    type: 'reference',
    referenceTo: ['Thing__c'],
    relationshipName: 'Parent__r',
  });
  expect(fields.get('Id')).toMatchObject({ type: 'id', createable: false });
  expect(described.childRelationships).toContainEqual(
    expect.objectContaining({
      childSObject: 'Thing__c',
      field: 'Parent__c',
      relationshipName: 'Children__r',
    }),
  );
  expect(await connection.limits()).toMatchObject({
    DailyApiRequests: { Max: expect.any(Number) },
  });
  const { body } = await call(served, 'GET', `${DATA}/limits/recordCount?sObjects=Thing__c,Nope`);
  expect(body).toMatchObject({ sObjects: [{ name: 'Thing__c', count: expect.any(Number) }] });
});
