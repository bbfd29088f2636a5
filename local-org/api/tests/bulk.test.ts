import type { Connection } from 'jsforce';
import { parseCsv, writeCsv } from '../bulk/csv';
import type { Served } from './fixture';
import { call, serve } from './fixture';

let served: Served;
let connection: Connection;

beforeAll(async () => {
  served = await serve();
  connection = served.connect();
  connection.bulk.pollInterval = 1;
  connection.bulk2.pollInterval = 1;
});
afterAll(() => served.close());
beforeEach(() => served.org.reset());

const JOBS = '/services/data/v65.0/jobs';

const names = async (): Promise<unknown[]> =>
  (await served.org.query('SELECT Name FROM Thing__c ORDER BY Name')).rows.map(
    ({ values }) => values['Name'],
  );

describe('CSV', () => {
  it('keeps delimiters, quotes and line breaks inside of cells', () => {
    const rows = [
      ['a', 'b'],
      ['x,"y"\r\nz', ''],
    ];
    expect(parseCsv(writeCsv(rows))).toEqual(rows);
    expect(parseCsv('\ufeffa;b\r\n1;\r\n\r\n;2', ';')).toEqual([
      ['a', 'b'],
      ['1', ''],
      ['', '2'],
    ]);
  });

  it('refuses a quote that never closes', () => {
    expect(() => parseCsv('a\n"b')).toThrow(/line 2 never closes/);
  });
});

describe('Bulk API 2', () => {
  it('inserts good rows and says why others were not', async () => {
    const results = await connection.bulk2.loadAndWaitForResults({
      object: 'Thing__c',
      operation: 'insert',
      input: 'Name,Needed__c,Amount__c\na,x,1.5\nb,,2\nc,x,many\nd,x,#N/A\n',
    });
    expect(results.successfulResults).toMatchObject([
      { sf__Created: 'true', Name: 'a' },
      { sf__Created: 'true', Name: 'd' },
    ]);
    expect(results.failedResults).toMatchObject([
      { Name: 'b', sf__Error: expect.stringMatching(/^REQUIRED_FIELD_MISSING:.*:Needed__c --$/) },
      { Name: 'c', sf__Error: expect.stringMatching(/^INVALID_TYPE_ON_FIELD_IN_RECORD:/) },
    ]);
    expect(results.unprocessedRecords).toEqual([]);
    expect(await names()).toEqual(['a', 'd']);
  });

  it('upserts by external id, names parents by theirs, updates and deletes', async () => {
    const load = (operation: 'upsert' | 'update' | 'delete', input: string) =>
      connection.bulk2.loadAndWaitForResults({
        object: 'Thing__c',
        operation,
        input,
        ...(operation === 'upsert' ? { externalIdFieldName: 'Key__c' } : {}),
      });
    const head = 'Key__c,Name,Needed__c,Parent__r.Key__c\n';
    await load('upsert', `${head}k1,one,x,\n`);
    const second = await load('upsert', `${head}k1,uno,x,\nk2,two,x,k1\n`);
    expect(second.successfulResults.map((row) => row.sf__Created)).toEqual(['false', 'true']);
    const found = await connection.query(
      "SELECT Id, Parent__r.Name FROM Thing__c WHERE Key__c = 'k2'",
    );
    const [row] = found.records;
    expect(row).toMatchObject({ Parent__r: { Name: 'uno' } });
    await load('update', `Id,Name\n${row?.Id ?? ''},zwei\n`);
    expect(await names()).toEqual(['uno', 'zwei']);
    const gone = await load('delete', `Id\n${row?.Id ?? ''}\n00D000000000001\n`);
    expect(gone.successfulResults).toHaveLength(1);
    expect(gone.failedResults).toHaveLength(1);
    expect(await names()).toEqual(['uno']);
  });

  it('exports, page by page', async () => {
    await connection.bulk2.loadAndWaitForResults({
      object: 'Thing__c',
      operation: 'insert',
      input: `Name,Needed__c,At__c\n${[1, 2, 3].map((n) => `n${n},x,2026-01-0${n}T00:00:00Z\n`).join('')}`,
    });
    const query = 'SELECT Name, At__c, Parent__r.Name FROM Thing__c ORDER BY Name';
    const stream = await connection.bulk2.query(query);
    expect(await stream.toArray()).toEqual(
      [1, 2, 3].map((n) => ({
        Name: `n${n}`,
        At__c: `2026-01-0${n}T00:00:00.000Z`,
        'Parent__r.Name': '',
      })),
    );
    const job = await call(served, 'POST', `${JOBS}/query`, { operation: 'query', query });
    const { id } = job.body as { id: string };
    const page = await call(served, 'GET', `${JOBS}/query/${id}/results?maxRecords=2`);
    expect(page.headers.get('sforce-locator')).toBe('2');
    const last = await call(served, 'GET', `${JOBS}/query/${id}/results?maxRecords=2&locator=2`);
    expect(last.headers.get('sforce-locator')).toBe('null');
    expect(parseCsv(last.text)).toEqual([
      ['Name', 'At__c', 'Parent__r.Name'],
      ['n3', '2026-01-03T00:00:00.000Z', ''],
    ]);
  });

  it('fails a job whose file cannot be read, and aborts an open one', async () => {
    const create = async (): Promise<string> => {
      const made = await call(served, 'POST', `${JOBS}/ingest`, {
        object: 'Thing__c',
        operation: 'insert',
      });
      return `${JOBS}/ingest/${(made.body as { id: string }).id}`;
    };
    const broken = await create();
    await call(served, 'PUT', `${broken}/batches`, 'Name\n"a');
    await call(served, 'PATCH', broken, { state: 'UploadComplete' });
    expect((await call(served, 'GET', broken)).body).toMatchObject({
      state: 'Failed',
      errorMessage: expect.stringContaining('InvalidBatch'),
    });
    const open = await create();
    await call(served, 'PUT', `${open}/batches`, 'Name\na\n');
    await call(served, 'PATCH', open, { state: 'Aborted' });
    const rest = await call(served, 'GET', `${open}/unprocessedrecords`);
    expect(parseCsv(rest.text)).toEqual([['Name'], ['a']]);
    expect((await call(served, 'PATCH', open, { state: 'UploadComplete' })).status).toBe(400);
    expect(await names()).toEqual([]);
  });

  it('refuses by name what it lacks', async () => {
    const body = { object: 'Thing__c', operation: 'hardDelete' };
    const refused = await call(served, 'POST', `${JOBS}/ingest`, body);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('The bulk operation hardDelete is not supported');
    const other = { ...body, operation: 'insert', object: 'Nothing__c' };
    expect((await call(served, 'POST', `${JOBS}/ingest`, other)).text).toContain('INVALIDENTITY');
    const sum = { operation: 'query', query: 'SELECT COUNT(Id) FROM Thing__c' };
    expect((await call(served, 'POST', `${JOBS}/query`, sum)).status).toBe(400);
  });
});

describe('Bulk API 1', () => {
  it('inserts, and says of each row what came of it', async () => {
    const results = await connection.bulk.load('Thing__c', 'insert', [
      { Name: 'a', Needed__c: 'x' },
      { Name: 'b' },
    ]);
    expect(results).toMatchObject([
      { success: true, errors: [] },
      { success: false, errors: [expect.stringContaining('REQUIRED_FIELD_MISSING')] },
    ]);
    expect(await names()).toEqual(['a']);
  });

  it('queries', async () => {
    await connection.sobject('Thing__c').create({ Name: 'a', Needed__c: 'x' });
    const found = await connection.bulk.query('SELECT Name FROM Thing__c');
    expect(await found.toArray()).toEqual([{ Name: 'a' }]);
  });

  it('has errors of its own shape', async () => {
    const path = '/services/async/65.0/job/750000000000009';
    const lost = await call(served, 'GET', path);
    expect([lost.status, lost.text]).toEqual([404, expect.stringContaining('<exceptionCode>')]);
    const stranger = await call(served, 'GET', path, undefined, { authorization: 'Bearer no' });
    expect(stranger.text).toContain('<exceptionCode>InvalidSessionId</exceptionCode>');
  });
});
