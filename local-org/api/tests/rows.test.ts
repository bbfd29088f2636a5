import { Connection } from 'jsforce';
import type { Served } from './fixture';
import { call, serve } from './fixture';

let served: Served;
let connection: Connection;
beforeAll(async () => {
  served = await serve();
  connection = served.connect();
});
afterEach(() => served.org.reset());
afterAll(() => served.close());

const DATA = '/services/data/v65.0';

async function create(record: Record<string, unknown> = {}): Promise<string> {
  const result = await connection
    .sobject('Thing__c')
    .create({ Name: 'a', Needed__c: 'x', ...record });
  if (!result.success) throw new Error(JSON.stringify(result.errors));
  return result.id;
}

describe('one record', () => {
  test('is created, read, updated and deleted', async () => {
    const id = await create({
      Amount__c: 1.5,
      Active__c: true,
      Day__c: '2026-01-05',
      At__c: '2026-01-05T10:00:00.000+0100',
    });
    expect(id).toMatch(/^[a-zA-Z0-9]{18}$/);
    const record = await connection.sobject('Thing__c').retrieve(id);
    expect(record).toMatchObject({
      attributes: { type: 'Thing__c', url: `${DATA}/sobjects/Thing__c/${id}` },
      Id: id,
      Name: 'a',
      Amount__c: 1.5,
      Active__c: true,
      Day__c: '2026-01-05',
      At__c: '2026-01-05T09:00:00.000+0000',
      Parent__c: null,
    });
    expect(record['CreatedDate']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/);
    await connection.sobject('Thing__c').update({ Id: id, Name: 'b', Amount__c: null });
    expect(await connection.sobject('Thing__c').retrieve(id)).toMatchObject({
      Name: 'b',
      Amount__c: null,
    });
    await connection.sobject('Thing__c').destroy(id);
    await expect(connection.sobject('Thing__c').retrieve(id)).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
    });
  });

  test('takes booleans and numbers as text, and names in any case', async () => {
    const id = await create({ active__C: 'true', AMOUNT__c: '7.25' });
    expect(await connection.sobject('Thing__c').retrieve(id)).toMatchObject({
      Active__c: true,
      Amount__c: 7.25,
    });
  });

  test('gives only the fields that are asked for', async () => {
    const id = await create();
    const { body } = await call(
      served,
      'GET',
      `${DATA}/sobjects/thing__c/${id}?fields=name,active__c`,
    );
    expect(Object.keys(body as object).sort()).toEqual(
      expect.arrayContaining(['Active__c', 'Name', 'attributes']),
    );
    expect(body).not.toHaveProperty('Key__c');
  });

  test.each([
    ['a missing field', { Name: 'a' }, 'REQUIRED_FIELD_MISSING', ['Needed__c']],
    ['an unknown field', { Needed__c: 'x', Nope__c: 1 }, 'INVALID_FIELD', undefined],
    [
      'a read-only field',
      { Needed__c: 'x', CreatedDate: '2026-01-01T00:00:00Z' },
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      ['CreatedDate'],
    ],
    [
      'a number that is none',
      { Needed__c: 'x', Amount__c: 'much' },
      'JSON_PARSER_ERROR',
      undefined,
    ],
    [
      'a date that is none',
      { Needed__c: 'x', Day__c: '2026-02-31' },
      'JSON_PARSER_ERROR',
      undefined,
    ],
    [
      'a moment of a day that is none',
      { Needed__c: 'x', At__c: '2026-02-31T10:00:00Z' },
      'JSON_PARSER_ERROR',
      undefined,
    ],
    ['a list for text', { Needed__c: ['x'] }, 'JSON_PARSER_ERROR', undefined],
  ])('is refused for %s', async (_, record, errorCode, fields) => {
    const { status, body } = await call(served, 'POST', `${DATA}/sobjects/Thing__c`, record);
    expect(status).toBe(400);
    expect(body).toMatchObject([
      { errorCode, message: expect.any(String), ...(fields ? { fields } : {}) },
    ]);
    expect((await connection.query('SELECT Id FROM Thing__c')).totalSize).toBe(0);
  });

  test('names the row that a duplicate collides with', async () => {
    const id = await create({ Key__c: 'k' });
    await expect(create({ Key__c: 'k' })).rejects.toMatchObject({
      errorCode: 'DUPLICATE_VALUE',
      message: expect.stringContaining(id.slice(0, 15)),
    });
  });

  test.each([
    ['GET', '/sobjects/Nope__c/describe', 404, 'NOT_FOUND'],
    ['GET', '/sobjects/Thing__c/notanid', 404, 'NOT_FOUND'],
    ['PATCH', '/sobjects/Thing__c/a00000000000000AAA', 404, 'INVALID_CROSS_REFERENCE_KEY'],
    ['DELETE', '/sobjects/Thing__c/a00000000000000AAA', 404, 'INVALID_CROSS_REFERENCE_KEY'],
    ['DELETE', '/sobjects/Thing__c/001000000000001AAA', 404, 'NOT_FOUND'],
    ['PUT', '/sobjects/Thing__c', 405, 'METHOD_NOT_ALLOWED'],
  ])('%s %s answers %d %s', async (method, path, status, errorCode) => {
    const answer = await call(
      served,
      method,
      DATA + path,
      method === 'PATCH' ? { Name: 'b' } : undefined,
    );
    expect(answer).toMatchObject({ status, body: [{ errorCode }] });
  });

  test('tells what was deleted from what never was', async () => {
    const path = `${DATA}/sobjects/Thing__c/${await create({})}`;
    expect(await call(served, 'DELETE', path)).toMatchObject({ status: 204 });
    for (const [method, body] of [['PATCH', { Name: 'b' }], ['DELETE']] as const)
      expect(await call(served, method, path, body)).toMatchObject({
        status: 404,
        body: [{ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' }],
      });
  });
});

describe('upsert', () => {
  test('creates, then updates, by external id', async () => {
    const upsert = (record: object): Promise<unknown> =>
      connection.sobject('Thing__c').upsert({ Key__c: 'k', Needed__c: 'x', ...record }, 'Key__c');
    expect(await upsert({ Name: 'one' })).toMatchObject({ success: true, created: true });
    expect(await upsert({ Name: 'two' })).toMatchObject({ success: true, created: false });
    const { records } = await connection.query('SELECT Name FROM Thing__c');
    expect(records).toMatchObject([{ Name: 'two' }]);
  });

  test('takes a key with slashes and other strange characters', async () => {
    const key = "sync/EMEA & 'co'";
    const path = `${DATA}/sobjects/Thing__c/Key__c/${encodeURI(key)}`;
    expect(await call(served, 'PATCH', path, { Needed__c: 'x' })).toMatchObject({ status: 201 });
    expect(await call(served, 'PATCH', path, { Needed__c: 'y' })).toMatchObject({ status: 200 });
    expect(await call(served, 'GET', path)).toMatchObject({
      status: 200,
      body: { Key__c: key, Needed__c: 'y' },
    });
    expect(await call(served, 'DELETE', path)).toMatchObject({ status: 204, text: '' });
    expect(await call(served, 'GET', path)).toMatchObject({ status: 404 });
  });

  test('a parent may be named by its external id', async () => {
    const parent = await create({ Key__c: 'p' });
    const child = await create({ Parent__r: { Key__c: 'p' } });
    expect(await connection.sobject('Thing__c').retrieve(child)).toMatchObject({
      Parent__c: parent,
    });
    await expect(create({ Parent__r: { Key__c: 'q' } })).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  });

  test('the key must not stand in the body too, nor be any field', async () => {
    const path = `${DATA}/sobjects/Thing__c`;
    expect(
      await call(served, 'PATCH', `${path}/Key__c/k`, { Key__c: 'k', Needed__c: 'x' }),
    ).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_FIELD' }],
    });
    expect(await call(served, 'PATCH', `${path}/Name/k`, { Needed__c: 'x' })).toMatchObject({
      status: 404,
    });
  });
});

describe('collections', () => {
  const rows = (n: number): { Name: string; Needed__c: string }[] =>
    Array.from({ length: n }, (_, i) => ({ Name: `t${i}`, Needed__c: 'x' }));

  test('200 records are created in one transaction, then updated, read and deleted', async () => {
    const before = served.org.database.commitSequence;
    const results = await connection.sobject('Thing__c').create(rows(200));
    expect(results.every(({ success }) => success)).toBe(true);
    expect(served.org.database.commitSequence - before).toBe(1);
    const ids = results.map(({ id }) => id ?? '');
    const updated = await connection
      .sobject('Thing__c')
      .update(ids.map((Id) => ({ Id, Name: 'new' })));
    expect(updated.every(({ success }) => success)).toBe(true);
    const read = await connection.sobject('Thing__c').retrieve(ids.slice(0, 3));
    expect(read).toMatchObject([{ Name: 'new' }, { Name: 'new' }, { Name: 'new' }]);
    const deleted = await connection.sobject('Thing__c').destroy(ids);
    expect(deleted.every(({ success }) => success)).toBe(true);
    expect((await connection.query('SELECT COUNT() FROM Thing__c')).totalSize).toBe(0);
  });

  test('a bad row fails alone, or takes all with it', async () => {
    const records = [{ Name: 'good', Needed__c: 'x' }, { Name: 'bad' }];
    const some = await connection.sobject('Thing__c').create(records);
    expect(some).toMatchObject([
      { success: true, errors: [] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Needed__c'] }] },
    ]);
    expect((await connection.query('SELECT Id FROM Thing__c')).totalSize).toBe(1);
    const none = await connection.sobject('Thing__c').create(records, { allOrNone: true });
    expect(none).toMatchObject([
      { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] },
    ]);
    expect((await connection.query('SELECT Id FROM Thing__c')).totalSize).toBe(1);
  });

  test('upsert tells what is new', async () => {
    await create({ Key__c: 'a' });
    const results = await connection.sobject('Thing__c').upsert(
      ['a', 'b'].map((Key__c) => ({ Key__c, Needed__c: 'x' })),
      'Key__c',
    );
    expect(results).toMatchObject([{ created: false }, { created: true }]);
  });

  test('201 records are too many', async () => {
    const records = rows(201).map((row) => ({ attributes: { type: 'Thing__c' }, ...row }));
    expect(await call(served, 'POST', `${DATA}/composite/sobjects`, { records })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'EXCEEDED_ID_LIMIT' }],
    });
  });

  test('unknown types and lists that are none are refused', async () => {
    const send = (body: unknown): ReturnType<typeof call> =>
      call(served, 'POST', `${DATA}/composite/sobjects`, body);
    expect(await send({ records: [{ attributes: { type: 'Nope' } }] })).toMatchObject({
      status: 400,
    });
    expect(await send({ records: 'x' })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'JSON_PARSER_ERROR' }],
    });
    expect(await send({ records: [1] })).toMatchObject({ status: 400 });
  });
});

describe('a user without rights', () => {
  let standard: Connection;
  beforeEach(async () => {
    const { url, credentials } = served.server;
    standard = new Connection({ loginUrl: url, version: '65.0' });
    await standard.login('user@local.org', credentials.password);
  });

  test('sees and writes nothing', async () => {
    const id = await create({ Key__c: 'k' });
    await expect(standard.sobject('Thing__c').retrieve(id)).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
    });
    await expect(standard.query('SELECT Id FROM Thing__c')).rejects.toMatchObject({
      errorCode: 'INVALID_TYPE',
    });
    await expect(standard.sobject('Thing__c').update({ Id: id, Name: 'b' })).rejects.toThrow();
    await expect(standard.sobject('Thing__c').destroy(id)).rejects.toThrow();
    expect(await connection.sobject('Thing__c').retrieve(id)).toMatchObject({ Name: 'a' });
  });

  test('sees with a permission set what that allows', async () => {
    const id = await create({ Key__c: 'k', Amount__c: 5 });
    const find = async (soql: string): Promise<string> =>
      (await connection.query<{ Id: string }>(soql)).records[0]?.Id ?? '';
    const assigned = await connection.sobject('PermissionSetAssignment').create({
      AssigneeId: await find("SELECT Id FROM User WHERE Username = 'user@local.org'"),
      PermissionSetId: await find("SELECT Id FROM PermissionSet WHERE Name = 'Reader'"),
    });
    expect(assigned.success).toBe(true);
    const record = await standard.sobject('Thing__c').retrieve(id);
    expect(record).toMatchObject({ Id: id, Key__c: 'k' });
    expect(record).not.toHaveProperty('Amount__c');
    await expect(standard.query('SELECT Amount__c FROM Thing__c')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    await expect(standard.sobject('Thing__c').update({ Id: id, Name: 'b' })).rejects.toThrow();
  });
});
