/** The tools of the platform themselves, unchanged, against the server. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExecuteService, TestService } from '@salesforce/apex-node';
import type { Connection } from '@salesforce/core';
import type { ComponentSet, DeployResult } from '@salesforce/source-deploy-retrieve';
import type { Served } from './fixture';
import { serve } from './fixture';
import { PACKAGE } from './package';
import { toolsHome } from './tools-home';

let served: Served;
let connection: Connection;
let home: string;
let SetOfComponents: typeof ComponentSet;
let apexNode: { ExecuteService: typeof ExecuteService; TestService: typeof TestService };

beforeAll(async () => {
  home = toolsHome();
  served = await serve();
  process.env['SF_ORG_INSTANCE_URL'] = served.server.url;
  // Loaded late: they look at the environment when they load.
  const core = await import('@salesforce/core');
  SetOfComponents = (await import('@salesforce/source-deploy-retrieve')).ComponentSet;
  apexNode = await import('@salesforce/apex-node');
  const authInfo = await core.AuthInfo.create({ username: served.server.credentials.token });
  connection = await core.Connection.create({ authInfo });
});
afterAll(async () => {
  await served.close();
  rmSync(home, { recursive: true, force: true });
});
afterEach(() => served.org.reset());

/** A source folder with the given files. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(home, 'project-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const META =
  '<?xml version="1.0" encoding="UTF-8"?>\n<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata">\n    <apiVersion>65.0</apiVersion>\n    <status>Active</status>\n</ApexClass>\n';

function source(classes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(classes).flatMap(([name, text]) => [
      [`classes/${name}.cls`, text],
      [`classes/${name}.cls-meta.xml`, META],
    ]),
  );
}

async function deploy(
  folder: string,
  options: { rest?: boolean; checkOnly?: boolean; runTests?: string[] } = {},
): Promise<DeployResult> {
  const { rest = false, checkOnly = false, runTests } = options;
  const operation = await SetOfComponents.fromSource(folder).deploy({
    usernameOrConnection: connection,
    apiOptions: {
      rest,
      checkOnly,
      ...(runTests ? { testLevel: 'RunSpecifiedTests' as const, runTests } : {}),
    },
  });
  return operation.pollStatus(50);
}

const hasClass = (name: string): boolean => served.org.files().has(`classes/${name}.cls`);

test('the connection finds its own API version and user', async () => {
  expect(await connection.retrieveMaxApiVersion()).toBe('65.0');
  const { records } = await connection.query<{ OrganizationType: string }>(
    'SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization',
  );
  expect(records).toHaveLength(1);
});

describe.each([
  ['SOAP', false],
  ['REST', true],
])('deploy over %s', (_, rest) => {
  test('creates, then changes, and tells which', async () => {
    const folder = project(
      source({ Hello: "public class Hello { public static String say() { return 'hi'; } }" }),
    );
    const first = await deploy(folder, { rest });
    expect(first.response).toMatchObject({ success: true, status: 'Succeeded', done: true });
    expect(first.getFileResponses()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ fullName: 'Hello', type: 'ApexClass', state: 'Created' }),
      ]),
    );
    expect(hasClass('Hello')).toBe(true);
    writeFileSync(join(folder, 'classes/Hello.cls'), 'public class Hello { }');
    const second = await deploy(folder, { rest });
    expect(second.getFileResponses()).toEqual(
      expect.arrayContaining([expect.objectContaining({ fullName: 'Hello', state: 'Changed' })]),
    );
    const third = await deploy(folder, { rest });
    expect(third.response).toMatchObject({ success: true, numberComponentsDeployed: 1 });
    expect(third.getFileResponses().map(({ state }) => state)).toEqual(['Unchanged', 'Unchanged']);
  });

  test('a compile error has line and column, and nothing changes', async () => {
    const folder = project(
      source({
        Fine: 'public class Fine { }',
        Broken: 'public class Broken {\n    public Integer n() {\n        return nope;\n    }\n}',
      }),
    );
    const result = await deploy(folder, { rest });
    expect(result.response.status).toBe('Failed');
    expect(result.getFileResponses()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          fullName: 'Broken',
          state: 'Failed',
          lineNumber: 3,
          columnNumber: 16,
          error: expect.stringContaining('nope'),
        }),
      ]),
    );
    expect(hasClass('Fine')).toBe(false);
    expect(hasClass('Broken')).toBe(false);
  });

  test('a check changes nothing', async () => {
    const result = await deploy(project(source({ Checked: 'public class Checked { }' })), {
      rest,
      checkOnly: true,
    });
    expect(result.response.success).toBe(true);
    expect(hasClass('Checked')).toBe(false);
  });

  test('runs tests, and a failing one undoes the deploy', async () => {
    const folder = project(source({ Late: 'public class Late { }' }));
    const result = await deploy(folder, { rest, runTests: ['ThingTest'] });
    expect(result.response).toMatchObject({
      success: false,
      numberTestErrors: 1,
      runTestsEnabled: true,
    });
    expect(hasClass('Late')).toBe(false);
  });
});

test('a whole source folder: object, fields, permission set, and an unsupported part by name', async () => {
  const ns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
  const folder = project({
    'objects/Extra__c/Extra__c.object-meta.xml': `<CustomObject ${ns}><deploymentStatus>Deployed</deploymentStatus><label>Extra</label><nameField><label>Name</label><type>Text</type></nameField><pluralLabel>Extras</pluralLabel><sharingModel>ReadWrite</sharingModel></CustomObject>`,
    'objects/Extra__c/fields/Note__c.field-meta.xml': `<CustomField ${ns}><fullName>Note__c</fullName><label>Note</label><length>40</length><type>Text</type></CustomField>`,
    'permissionsets/Extra.permissionset-meta.xml': `<PermissionSet ${ns}><label>Extra</label><objectPermissions><allowCreate>true</allowCreate><allowDelete>false</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Extra__c</object><viewAllRecords>false</viewAllRecords></objectPermissions></PermissionSet>`,
  });
  const good = await deploy(folder);
  expect(good.getFileResponses().map(({ state }) => state)).not.toContain('Failed');
  expect(good.response.success).toBe(true);
  const created = await connection.sobject('Extra__c').create({ Name: 'e', Note__c: 'n' });
  expect(created.success).toBe(true);
  writeFileSync(
    join(folder, 'objects/Extra__c/fields/Sum__c.field-meta.xml'),
    `<CustomField ${ns}><fullName>Sum__c</fullName><label>Sum</label><type>Summary</type></CustomField>`,
  );
  const bad = await deploy(folder);
  expect(JSON.stringify(bad.getFileResponses())).toContain(
    'Field type Summary is not supported by the local org',
  );
});

test('deletes with destructive changes', async () => {
  const folder = project(source({ Doomed: 'public class Doomed { }' }));
  await deploy(folder);
  expect(hasClass('Doomed')).toBe(true);
  const { DestructiveChangesType } = await import('@salesforce/source-deploy-retrieve');
  const set = new SetOfComponents();
  for (const component of SetOfComponents.fromSource(folder).getSourceComponents())
    set.add(component, DestructiveChangesType.POST);
  const operation = await set.deploy({ usernameOrConnection: connection });
  const result = await operation.pollStatus(50);
  expect(result.response).toMatchObject({
    success: true,
    details: {
      componentSuccesses: expect.arrayContaining([
        expect.objectContaining({ fullName: 'Doomed', deleted: true }),
      ]),
    },
  });
  expect(hasClass('Doomed')).toBe(false);
});

test('retrieves what was deployed', async () => {
  const folder = project({});
  const set = new SetOfComponents([
    { fullName: 'Echo', type: 'ApexClass' },
    { fullName: 'Thing__c', type: 'CustomObject' },
  ]);
  const operation = await set.retrieve({ usernameOrConnection: connection, output: folder });
  const result = await operation.pollStatus(50);
  expect(result.response.status).toBe('Succeeded');
  expect(result.getFileResponses().map(({ fullName }) => fullName)).toEqual(
    expect.arrayContaining(['Echo', 'Thing__c', 'Thing__c.Key__c']),
  );
});

test('metadata lists', async () => {
  const described = await connection.metadata.describe('65.0');
  expect(described.metadataObjects.map(({ xmlName }) => xmlName)).toContain('ApexClass');
  const listed = await connection.metadata.list([{ type: 'ApexClass' }], '65.0');
  expect(listed.map(({ fullName }) => fullName)).toEqual(
    expect.arrayContaining(['Echo', 'Doubler']),
  );
});

describe('apex-node', () => {
  test('executes and brings the log', async () => {
    const service = new apexNode.ExecuteService(connection);
    const good = await service.executeAnonymous({ apexCode: 'System.debug(\'<hi> & "bye"\');' });
    expect(good).toMatchObject({
      compiled: true,
      success: true,
      logs: expect.stringContaining('<hi> & "bye"'),
    });
    const bad = await service.executeAnonymous({ apexCode: 'Integer i = ;' });
    expect(bad).toMatchObject({
      compiled: false,
      diagnostic: [{ lineNumber: '1', compileProblem: expect.any(String) }],
    });
    const thrown = await service.executeAnonymous({ apexCode: 'Integer i = 1 / 0;' });
    expect(thrown).toMatchObject({
      compiled: true,
      success: false,
      diagnostic: [{ exceptionMessage: 'System.MathException: Divide by 0' }],
    });
  });

  const outcomes = [
    expect.objectContaining({ methodName: 'passes', outcome: 'Pass' }),
    expect.objectContaining({
      methodName: 'fails',
      outcome: 'Fail',
      stackTrace: expect.stringContaining('ThingTest.fails: line'),
    }),
  ];

  test('runs tests and waits for them', async () => {
    const service = new apexNode.TestService(connection);
    const payload = await service.buildAsyncPayload(
      'RunSpecifiedTests' as never,
      undefined,
      'ThingTest',
    );
    const result = await service.runTestAsynchronous(payload, true);
    if (result === null || !('tests' in result)) throw new Error('No result came.');
    expect(result.summary).toMatchObject({
      outcome: 'Failed',
      testsRan: 2,
      passing: 1,
      failing: 1,
    });
    expect(result.tests).toEqual(expect.arrayContaining(outcomes));
    const doubler = result.codecoverage?.find(({ name }) => name === 'Doubler');
    expect(doubler).toMatchObject({ type: 'ApexClass', percentage: '67%', uncoveredLines: [4] });
  });

  test('runs tests at once', async () => {
    const service = new apexNode.TestService(connection);
    const payload = await service.buildSyncPayload(
      'RunSpecifiedTests' as never,
      undefined,
      'ThingTest',
    );
    const result = await service.runTestSynchronous(payload, false);
    if (result === null || !('tests' in result)) throw new Error('No result came.');
    expect(result.tests).toEqual(expect.arrayContaining(outcomes));
  });
});

test('the package of these tests is what the org holds', () => {
  const names = [...served.org.files().keys()].filter((name) => name !== 'package.xml');
  expect(names.sort()).toEqual([...PACKAGE.keys()].filter((name) => name !== 'package.xml').sort());
});
