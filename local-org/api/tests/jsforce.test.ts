/** What programs do with jsforce beyond single rows: cursors, metadata, code. */
import type { Connection } from 'jsforce';
import type { Served } from './fixture';
import { serve } from './fixture';

let served: Served;
let connection: Connection;

beforeAll(async () => {
  served = await serve();
  connection = served.connect();
});
afterAll(() => served.close());
afterEach(() => served.org.reset());

const NAMES = Array.from({ length: 450 }, (_, i) => `n${String(i).padStart(3, '0')}`);

async function fill(): Promise<void> {
  const rows = NAMES.map((Name) => ({ Name, Needed__c: 'x' }));
  await connection.sobject('Thing__c').create(rows, { allowRecursive: true });
}

describe('queries', () => {
  const PAGED = { 'Sforce-Query-Options': 'batchSize=200' };
  const SOQL = 'SELECT Name FROM Thing__c ORDER BY Name';

  test('fetch page after page by themselves, up to the number that was wanted', async () => {
    await fill();
    const requests: string[] = [];
    // jsforce asks for the next page as long as one is announced.
    const request = connection.request.bind(connection);
    jest.spyOn(connection, 'request').mockImplementation(((given: { url: string }) => {
      requests.push(given.url);
      return request(given as never);
    }) as never);
    const all = await connection.query<{ Name: string }>(SOQL, {
      autoFetch: true,
      maxFetch: 1000,
      headers: PAGED,
    });
    jest.restoreAllMocks();
    expect(all.records.map(({ Name }) => Name)).toEqual(NAMES);
    expect(requests).toHaveLength(3);
    expect(requests.slice(1).map((url) => url.replace(/.*-/, ''))).toEqual(['200', '400']);
    const some = await connection.query(SOQL, { autoFetch: true, maxFetch: 250, headers: PAGED });
    expect(some.records).toHaveLength(250);
  });

  test('stream records, and objects with children', async () => {
    await fill();
    const heard: string[] = [];
    await new Promise<void>((end, fail) => {
      connection
        .query<{ Name: string }>(SOQL)
        .on('record', (record: { Name: string }) => heard.push(record.Name))
        .on('end', () => end())
        .on('error', fail)
        .run({ autoFetch: true, maxFetch: 1000, headers: PAGED });
    });
    expect(heard).toEqual(NAMES);
  });

  test('find, change and destroy what a condition finds', async () => {
    await fill();
    const things = connection.sobject('Thing__c');
    const some = { Name: { $like: 'n00%' } };
    expect(await things.find(some, ['Name']).sort({ Name: -1 }).limit(2)).toMatchObject([
      { Name: 'n009' },
      { Name: 'n008' },
    ]);
    await things.find(some).update({ Amount__c: 4 });
    expect(await things.count({ Amount__c: 4 })).toBe(10);
    await things.find(some).destroy();
    expect(await things.count()).toBe(440);
  });

  test('what was changed and what was deleted within a span of time', async () => {
    const things = connection.sobject('Thing__c');
    const now = served.org.clock.now();
    const [kept, gone] = await things.create([
      { Name: 'kept', Needed__c: 'x' },
      { Name: 'gone', Needed__c: 'x' },
    ]);
    await things.destroy(gone!.id!);
    const hour = 3_600_000;
    const span = [new Date(now - hour), new Date(now + hour)] as const;
    expect((await things.updated(...span)).ids).toEqual([kept!.id]);
    expect((await things.deleted(...span)).deletedRecords.map(({ id }) => id)).toEqual([gone!.id]);
    const before = [new Date(now - 2 * hour), new Date(now - hour)] as const;
    expect((await things.updated(...before)).ids).toEqual([]);
    await expect(things.updated(span[1], span[0])).rejects.toMatchObject({
      errorCode: 'INVALID_REPLICATION_DATE',
    });
  });
});

describe('metadata, component by component', () => {
  const OBJECT = {
    fullName: 'New__c',
    label: 'New & <shiny>',
    pluralLabel: 'News',
    deploymentStatus: 'Deployed',
    sharingModel: 'ReadWrite',
    nameField: { type: 'Text', label: 'Name' },
  };
  const field = (label: string, more: object = {}): never =>
    ({ fullName: 'New__c.A__c', label, type: 'Text', length: 20, ...more }) as never;

  test('is created, read, changed and deleted', async () => {
    const { metadata } = connection;
    expect(await metadata.create('CustomObject', OBJECT as never)).toMatchObject({
      fullName: 'New__c',
      success: true,
    });
    expect(await metadata.upsert('CustomField', [field('A')])).toMatchObject([
      { fullName: 'New__c.A__c', success: true, created: true },
    ]);
    expect(await metadata.upsert('CustomField', field('B', { length: 30 }))).toMatchObject({
      success: true,
      created: false,
    });
    const made = await connection.sobject('New__c').create({ Name: 'x', A__c: 'y'.repeat(30) });
    expect(made.success).toBe(true);
    expect(await metadata.read('CustomObject', 'New__c')).toMatchObject({
      fullName: 'New__c',
      label: 'New & <shiny>',
      nameField: { type: 'Text' },
      fields: [{ fullName: 'A__c', label: 'B', length: 30 }],
    });
    expect(await metadata.read('CustomField', ['New__c.A__c', 'New__c.No__c'])).toMatchObject([
      { fullName: 'New__c.A__c', label: 'B' },
      {},
    ]);
    const listed = await metadata.list([{ type: 'CustomField' }, { type: 'CustomObject' }]);
    expect(listed.map(({ fullName }) => fullName)).toEqual(
      expect.arrayContaining(['New__c', 'New__c.A__c', 'Thing__c.Key__c']),
    );
    expect(await metadata.delete('CustomField', ['New__c.A__c'])).toMatchObject([
      { success: true },
    ]);
    expect(await metadata.delete('CustomObject', 'New__c')).toMatchObject({ success: true });
    expect(served.org.describe('New__c')).toBeUndefined();
  });

  test('what exists is not created, what does not is neither changed nor deleted', async () => {
    const { metadata } = connection;
    const again = { ...OBJECT, fullName: 'Thing__c' };
    expect(await metadata.create('CustomObject', again as never)).toMatchObject({
      success: false,
      errors: [{ statusCode: 'DUPLICATE_DEVELOPER_NAME' }],
    });
    expect(await metadata.update('CustomObject', OBJECT as never)).toMatchObject({
      success: false,
      errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }],
    });
    expect(await metadata.delete('CustomObject', 'New__c')).toMatchObject({ success: false });
    expect(served.org.describe('New__c')).toBeUndefined();
  });

  test('one that cannot be deployed leaves nothing, the others stand', async () => {
    await connection.metadata.create('CustomObject', OBJECT as never);
    const results = await connection.metadata.upsert('CustomField', [
      field('A', { type: 'Summary' }),
      field('B', { fullName: 'New__c.B__c' }),
    ]);
    expect(results).toMatchObject([
      { success: false, errors: [{ message: expect.stringContaining('Summary') }] },
      { success: true, created: true },
    ]);
    expect(served.org.describe('New__c')?.fields.has('a__c')).toBe(false);
  });

  test('types of several files and calls that are absent are refused by name', async () => {
    const { metadata } = connection;
    await expect(metadata.read('ApexClass', 'Echo')).rejects.toThrow(
      'Reading or writing single components of type ApexClass is not supported by the local org',
    );
    await expect(metadata.rename('CustomObject', 'Thing__c', 'T__c')).rejects.toThrow(
      'The operation renameMetadata is not supported by the local org',
    );
  });
});

describe('code over the tooling API', () => {
  const create = async (type: string, values: object): Promise<string> => {
    const made = (await connection.tooling.sobject(type).create(values)) as { id: string };
    return made.id;
  };
  const source = (n: number): string =>
    `public class Fresh { public static Integer n() { return ${n}; } }`;

  test('is created, read, run and deleted', async () => {
    const id = await create('ApexClass', { Name: 'Fresh', Body: source(1) });
    const { tooling } = connection;
    expect(await tooling.sobject('ApexClass').retrieve(id)).toMatchObject({
      Id: id,
      Name: 'Fresh',
      Body: source(1),
    });
    const asked = await tooling.executeAnonymous('System.assertEquals(1, Fresh.n());');
    expect(asked.success).toBe(true);
    await tooling.sobject('ApexClass').destroy(id);
    expect(served.org.files().has('classes/Fresh.cls')).toBe(false);
  });

  test('with an error in it is refused, with line and column', async () => {
    const wrong = create('ApexClass', { Body: 'public class Fresh {\n  Integer n = no;\n}' });
    await expect(wrong).rejects.toThrow(/Variable does not exist: no \(2:15\)/);
    const twice = create('ApexClass', { Name: 'Echo', Body: 'public class Echo {}' });
    await expect(twice).rejects.toMatchObject({ errorCode: 'DUPLICATE_VALUE' });
    expect(served.org.files().has('classes/Fresh.cls')).toBe(false);
  });

  test('is changed through a container, all members or none', async () => {
    const { tooling } = connection;
    const id = await create('ApexClass', { Name: 'Fresh', Body: source(1) });
    const MetadataContainerId = await create('MetadataContainer', { Name: 'mine' });
    const member = await create('ApexClassMember', {
      MetadataContainerId,
      ContentEntityId: id,
      Body: 'public class Fresh { nope }',
    });
    const ask = async (IsCheckOnly: boolean): Promise<Record<string, unknown>> => {
      const request = await create('ContainerAsyncRequest', { MetadataContainerId, IsCheckOnly });
      return tooling.sobject('ContainerAsyncRequest').retrieve(request);
    };
    expect(await ask(false)).toMatchObject({
      State: 'Failed',
      DeployDetails: { componentFailures: [{ fullName: 'Fresh', lineNumber: 1 }] },
    });
    const Body = source(2);
    await tooling.sobject('ApexClassMember').update({ Id: member, Body } as never);
    expect(await ask(true)).toMatchObject({ State: 'Completed' });
    const answers = (n: number) =>
      tooling.executeAnonymous(`System.assertEquals(${n}, Fresh.n());`);
    expect(await answers(1)).toMatchObject({ success: true });
    expect(await ask(false)).toMatchObject({ State: 'Completed' });
    expect(await answers(2)).toMatchObject({ success: true });
    const direct = tooling.sobject('ApexClass').update({ Id: id, Body } as never);
    await expect(direct).rejects.toThrow(/Use a MetadataContainer/);
  });

  test('objects of the tooling API are described, tests run by their names', async () => {
    const { tooling } = connection;
    const { sobjects } = await tooling.describeGlobal();
    expect(sobjects.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ApexClass', 'ApexLog', 'TraceFlag', 'MetadataContainer']),
    );
    const { fields } = await tooling.sobject('ApexClass').describe();
    expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['Name', 'Body']));
    const wanted = [{ className: 'ThingTest', testMethods: ['passes'] }];
    expect(await tooling.runTestsSynchronous(wanted as never)).toMatchObject({
      numTestsRun: 1,
      numFailures: 0,
    });
  });
});

test.each([
  ['tabs', () => connection.tabs(), 'A list of tabs'],
  ['search', () => connection.search('FIND {x}'), 'Search \\(SOSL\\)'],
  ['list views', () => connection.sobject('Thing__c').listviews(), 'A list of list views'],
  ['layouts', () => connection.sobject('Thing__c').layouts(), 'A describe of layouts'],
  ['chatter', () => connection.request('/chatter/users/me'), 'The Connect API'],
  ['plans', () => connection.query('SELECT Id FROM Thing__c').explain(), 'A query plan'],
])('%s: absent, and refused by name', async (_, ask, what) => {
  await expect(ask()).rejects.toThrow(new RegExp(`^${what} is not supported by the local org`));
});
