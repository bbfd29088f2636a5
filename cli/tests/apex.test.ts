import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeEverything } from '../harness/everything';
import type { Bench } from '../harness/org';
import { openBench } from '../harness/org';
import type { Project } from '../harness/project';
import { emptyProject, writeClass } from '../harness/project';

const RED = `@IsTest
private class RedTest {
    @IsTest
    static void fails() {
        Assert.areEqual(1, 2, 'as it should');
    }
}
`;

interface TestRun {
  readonly summary: Record<string, unknown> & { readonly testRunId: string };
  readonly tests: readonly Record<string, unknown>[];
  readonly coverage?: {
    readonly records: readonly {
      readonly ApexClassOrTrigger: { readonly Name: string };
      readonly [key: string]: unknown;
    }[];
  };
}

describe('Apex', () => {
  let bench: Bench;
  let project: Project;
  const here = (): { cwd: string } => ({ cwd: project.folder });

  beforeAll(async () => {
    bench = await openBench();
    project = emptyProject(bench.home, 'apex');
    writeEverything(project);
    writeClass(project, 'RedTest', RED);
    await bench.sf.json(['project', 'deploy', 'start'], here());
  });
  afterAll(() => bench.close());

  describe('anonymous', () => {
    const run = (text: string) => {
      project.write('a.apex', text);
      return bench.sf.run(['apex', 'run', '-f', 'a.apex'], here());
    };

    it('runs, and shows its log', async () => {
      const ran = await run("System.debug('hello <&> you');\ninsert new Kind__c(Name = 'x');\n");
      expect([ran.code, ran.stdout]).toEqual([
        0,
        expect.stringMatching(/Executed successfully[^]*USER_DEBUG\|\[1\]\|DEBUG\|hello <&> you/),
      ]);
    });

    it('says where it does not compile, and where it failed', async () => {
      const broken = await run('Integer n = foo;\n');
      expect(broken.code).not.toBe(0);
      expect(broken.text).toMatch(/Line 1 column 13[^]*foo/i);
      project.write('b.apex', 'Integer zero = 0;\nInteger n = 1 / zero;\n');
      // For people the command shows the message only.
      const failed = await bench.sf.answer(['apex', 'run', '-f', 'b.apex'], here());
      expect([failed.status, failed.data]).toEqual([
        1,
        expect.objectContaining({
          exceptionMessage: 'System.MathException: Divide by 0',
          exceptionStackTrace: expect.stringContaining('line 2'),
        }),
      ]);
    });
  });

  describe('tests', () => {
    const test = (...flags: string[]) =>
      bench.sf.answer<TestRun>(['apex', 'run', 'test', ...flags], here());

    it('run synchronously', async () => {
      const { status, result } = await test('--synchronous', '--class-names', 'RedTest');
      expect(status).toBe(100);
      expect(result.summary).toMatchObject({ outcome: 'Failed', failing: 1 });
      expect(result.tests).toMatchObject([
        { FullName: 'RedTest.fails', Message: expect.stringContaining('as it should') },
      ]);
    });

    it('run while the command polls, with coverage and JUnit', async () => {
      const { result } = await test(
        ...['--wait', '10', '--tests', 'KindsTest.stamps', '--code-coverage'],
        ...['--output-dir', 'out'],
      );
      expect(result.summary).toMatchObject({ outcome: 'Passed', testsRan: 1 });
      expect(JSON.stringify(result)).toMatch(/"name":"Kinds"/);
      const id = result.summary.testRunId;
      const junit = path.join(project.folder, 'out', `test-result-${id}-junit.xml`);
      expect(readFileSync(junit, 'utf8')).toContain(
        '<testcase name="stamps" classname="KindsTest"',
      );
      const coverage = path.join(project.folder, 'out', 'test-result-codecoverage.json');
      const [kinds] = (
        JSON.parse(readFileSync(coverage, 'utf8')) as { name: string; totalCovered: number }[]
      ).filter(({ name }) => name === 'Kinds');
      expect(kinds?.totalCovered).toBeGreaterThan(1);
    });

    it('say which method covered what', async () => {
      const flags = ['--wait', '10', '--code-coverage', '--detailed-coverage'];
      const { result } = await test(
        ...[...flags, '--class-names', 'KindsTest', '--class-names', 'KindsFullTest'],
      );
      const records = result.coverage?.records.filter(
        ({ ApexClassOrTrigger }) => ApexClassOrTrigger.Name === 'Kinds',
      );
      expect(records).toMatchObject([
        { TestMethodName: 'counts', NumLinesCovered: 7, NumLinesUncovered: 0 },
        { TestMethodName: 'stamps', Coverage: { coveredLines: [3, 4] }, NumLinesUncovered: 5 },
      ]);
      const args = ['apex', 'run', 'test', ...flags, '--tests', 'KindsTest.stamps'];
      const table = await bench.sf.ok([...args, '--result-format', 'human'], here());
      expect(table.stdout).toMatch(/KindsTest\.stamps[^\n]*\bKinds\b[^\n]*29%/);
    });

    it('run detached, and are asked for by streaming', async () => {
      const begun = await bench.sf.json<{ testRunId: string }>(
        ['apex', 'run', 'test', '--test-level', 'RunLocalTests'],
        here(),
      );
      const got = await bench.sf.answer<TestRun>(
        ['apex', 'get', 'test', '-i', begun.testRunId],
        here(),
      );
      expect([got.status, got.result.summary]).toEqual([
        100,
        expect.objectContaining({ testsRan: 3, failing: 1 }),
      ]);
    });
  });

  it('keeps logs, lists them, gets them and tails them', async () => {
    let shown = '';
    const tail = bench.sf.run(['apex', 'tail', 'log'], {
      ...here(),
      onOutput: (text) => (shown = text),
      onStart: (child) => {
        // Until it listens, what it waits for is said again and again.
        const speak = async (): Promise<void> => {
          await bench.org.executeAnonymous('Integer unheard = 1;');
          const body = { Name: 'tailed' };
          await fetch(`${bench.server.url}/services/data/v65.0/sobjects/Account`, {
            method: 'POST',
            headers: {
              authorization: `Bearer ${bench.server.credentials.token}`,
              'content-type': 'application/json',
            },
            body: JSON.stringify(body),
          });
          await new Promise((resolve) => setTimeout(resolve, 200));
          if (shown.includes('DML_BEGIN')) child.kill('SIGINT');
          else await speak();
        };
        void speak();
      },
    });
    await tail;
    expect(shown).toMatch(/EXECUTION_STARTED[^]*DML_BEGIN[^]*Account/);
    const list = await bench.sf.json<readonly object[]>(['apex', 'list', 'log'], here());
    expect(list[0]).toMatchObject({
      LogUser: { Name: bench.org.adminUser.name },
      Status: 'Success',
    });
    const got = await bench.sf.ok(['apex', 'get', 'log', '--number', '1'], here());
    expect(got.stdout).toMatch(/^\d+\.0 APEX_CODE,/m);
  });
});
