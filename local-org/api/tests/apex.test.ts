import type { Connection } from 'jsforce';
import type { Served } from './fixture';
import { call, serve } from './fixture';
import { classes } from './package';

let served: Served;
let connection: Connection;
beforeAll(async () => {
  served = await serve();
  connection = served.connect();
});
afterEach(() => served.org.reset());
afterAll(() => served.close());

const TOOLING = '/services/data/v65.0/tooling';

describe('anonymous Apex', () => {
  test('runs and commits', async () => {
    const result = await connection.tooling.executeAnonymous(
      "insert new Thing__c(Name = 'from Apex', Needed__c = 'x');",
    );
    expect(result).toEqual({
      line: -1,
      column: -1,
      compiled: true,
      success: true,
      compileProblem: null,
      exceptionMessage: null,
      exceptionStackTrace: null,
    });
    expect((await connection.query('SELECT Id FROM Thing__c')).totalSize).toBe(1);
  });

  test('says where it does not compile', async () => {
    const result = await connection.tooling.executeAnonymous('Integer i = 1;\nString s = i;');
    expect(result).toMatchObject({ compiled: false, success: false, line: 2 });
    expect(result.column).toBeGreaterThan(0);
    expect(result.compileProblem).toMatch(/Integer/);
  });

  test('says what was thrown where, and undoes everything', async () => {
    const result = await connection.tooling.executeAnonymous(
      "insert new Thing__c(Name = 'x', Needed__c = 'x');\nString s = null;\ns.length();",
    );
    expect(result).toMatchObject({
      compiled: true,
      success: false,
      exceptionMessage: 'System.NullPointerException: Attempt to de-reference a null object',
      exceptionStackTrace: expect.stringContaining('AnonymousBlock: line 3'),
    });
    expect((await connection.query('SELECT Id FROM Thing__c')).totalSize).toBe(0);
  });

  test('leaves a log', async () => {
    await connection.tooling.executeAnonymous("System.debug('hello log');");
    const { records } = await connection.tooling.query<{ Id: string; LogLength: number }>(
      'SELECT Id, LogLength, LogUser.Name FROM ApexLog ORDER BY StartTime DESC',
    );
    expect(records[0]).toMatchObject({ LogUser: { Name: expect.any(String) } });
    const ids = records.map(({ Id }) => Id);
    const bodies = await Promise.all(
      ids.map((id) => call(served, 'GET', `${TOOLING}/sobjects/ApexLog/${id}/Body`)),
    );
    expect(bodies.map(({ text }) => text).join()).toMatch(/\|USER_DEBUG\|\[1\]\|DEBUG\|hello log/);
  });
});

describe('apexrest', () => {
  test('passes method, path, query and body, and takes status and body back', async () => {
    expect(await connection.apex.get('/echo/a/b?q=1')).toBe('/echo/a/b?1');
    const answer = await call(served, 'POST', '/services/apexrest/echo/', { name: 'you', n: 41 });
    expect(answer).toMatchObject({ status: 201, body: { hello: 'you', next: 42 } });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  });

  test('knows no other path and no other method', async () => {
    expect(await call(served, 'GET', '/services/apexrest/nope')).toMatchObject({ status: 404 });
    expect(await call(served, 'DELETE', '/services/apexrest/echo')).toMatchObject({ status: 405 });
  });

  test('an exception is an error with its text', async () => {
    const answer = await call(served, 'POST', '/services/apexrest/echo/', { name: 'you' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).toMatchObject([{ errorCode: 'APEX_ERROR', message: expect.any(String) }]);
  });
});

describe('tests by REST', () => {
  test('run at once, all or by name', async () => {
    const all = await call(served, 'POST', `${TOOLING}/runTestsSynchronous`, {
      testLevel: 'RunLocalTests',
    });
    expect(all.body).toMatchObject({
      numTestsRun: 2,
      numFailures: 1,
      failures: [
        {
          name: 'ThingTest',
          methodName: 'fails',
          message: expect.stringContaining('as it should'),
        },
      ],
    });
    const one = await call(served, 'POST', `${TOOLING}/runTestsSynchronous`, {
      tests: [{ className: 'ThingTest', testMethods: ['passes'] }],
    });
    expect(one.body).toMatchObject({
      numTestsRun: 1,
      numFailures: 0,
      successes: [{ methodName: 'passes' }],
    });
  });

  test('tell what each method covered, and what the set-up covered for all', async () => {
    const half = (n: number): string => `@IsTest static void half${n}() { Assert.areEqual(${n}, `;
    const files = classes({
      HalfTest: `@IsTest private class HalfTest {
        @TestSetup static void prepare() { Parts.first(); }
        ${half(2)} Parts.second()); }
        ${half(3)} Parts.third()); }
        @IsTest static void nothing() { Assert.isTrue(true); }
      }`,
      Parts: `public class Parts {
        public static Integer first() { return 1; }
        public static Integer second() { return 2; }
        public static Integer third() { return 3; }
        public static Integer nobody() { return 4; }
      }`,
    });
    expect((await served.org.deploy({ files })).success).toBe(true);
    await call(served, 'POST', `${TOOLING}/runTestsSynchronous`, {
      tests: [{ className: 'HalfTest' }],
    });
    const { records } = await connection.tooling.query(
      'SELECT TestMethodName, ApexClassOrTrigger.Name, NumLinesCovered, NumLinesUncovered, Coverage FROM ApexCodeCoverage',
    );
    const row = (method: string, line: number, others: number[]): object => ({
      TestMethodName: method,
      ApexClassOrTrigger: { Name: 'Parts' },
      NumLinesCovered: 1,
      NumLinesUncovered: 3,
      Coverage: { coveredLines: [line], uncoveredLines: others },
    });
    expect(records).toMatchObject([row('half2', 3, [2, 4, 5]), row('half3', 4, [2, 3, 5])]);
    const all = await connection.tooling.query(
      "SELECT Coverage FROM ApexCodeCoverageAggregate WHERE ApexClassOrTrigger.Name = 'Parts'",
    );
    expect(all.records).toMatchObject([
      { Coverage: { coveredLines: [2, 3, 4], uncoveredLines: [5] } },
    ]);
  });

  test('a class that does not exist is refused', async () => {
    const body = { tests: [{ className: 'Nope' }] };
    expect(await call(served, 'POST', `${TOOLING}/runTestsSynchronous`, body)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_INPUT' }],
    });
  });
});

describe('tooling queries', () => {
  test('classes, with filters', async () => {
    const { records } = await connection.tooling.query<{ Name: string; Id: string }>(
      "select id, name, apiversion from ApexClass where (name = 'Echo' or Name IN ('Doubler')) and NamespacePrefix = null order by Name desc",
    );
    expect(records).toMatchObject([
      { attributes: { type: 'ApexClass' }, Name: 'Echo', ApiVersion: 65 },
      { Name: 'Doubler' },
    ]);
    expect(records[0]?.Id).toMatch(/^01p\w{15}$/);
  });

  test('unknown objects are refused in words that tools know', async () => {
    await expect(connection.tooling.query('SELECT Id FROM FlowDefinition')).rejects.toMatchObject({
      errorCode: 'INVALID_TYPE',
      message: expect.stringContaining("sObject type 'FlowDefinition' is not supported"),
    });
    expect(await call(served, 'GET', `${TOOLING}/sobjects/SourceMember/describe`)).toMatchObject({
      status: 404,
      body: [{ message: 'The requested resource does not exist' }],
    });
  });
});
