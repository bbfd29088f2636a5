/** The command line as its users meet it: a process, its output, its exit code. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const ROOT = join(__dirname, '../../..');
let folder: string;

function launch(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['scripts/launch.cjs', 'scripts/local-org.ts', ...args], {
    cwd: ROOT,
  });
}

async function run(args: readonly string[], input = ''): Promise<Ended> {
  const child = launch(args);
  let out = '';
  let err = '';
  child.stdout?.on('data', (data) => (out += String(data)));
  child.stderr?.on('data', (data) => (err += String(data)));
  child.stdin?.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

const META =
  '<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>65.0</apiVersion><status>Active</status></ApexClass>';

function source(name: string, classes: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  mkdirSync(join(path, 'classes'), { recursive: true });
  for (const [className, text] of Object.entries(classes)) {
    writeFileSync(join(path, `classes/${className}.cls`), text);
    writeFileSync(join(path, `classes/${className}.cls-meta.xml`), META);
  }
  return path;
}

let good: string;
let broken: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-org-cli-'));
  good = source('good', {
    Half: 'public class Half {\n    public static Integer of(Integer n) {\n        if (n < 0) {\n            return 0;\n        }\n        return n / 2;\n    }\n}',
    HalfTest:
      '@IsTest\nprivate class HalfTest {\n    @IsTest\n    static void works() {\n        System.assertEquals(2, Half.of(4));\n    }\n    @IsTest\n    static void lies() {\n        System.assertEquals(3, Half.of(4));\n    }\n}',
  });
  broken = source('broken', { Broken: 'public class Broken {\n    Integer n = nope;\n}' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('start serves until it is interrupted', async () => {
  const state = ['--state', join(folder, 'state'), '--no-register'];
  const child = launch(['start', '--port', '0', '--seed', '7', ...state]);
  let out = '';
  const ready = new Promise<void>((resolve) =>
    child.stdout?.on('data', (data) => {
      out += String(data);
      if (out.includes('Ctrl-C')) resolve();
    }),
  );
  await ready;
  const url = /URL\s+(\S+)/.exec(out)?.[1] ?? '';
  const token = /Token\s+(\S+)/.exec(out)?.[1] ?? '';
  const get = await fetch(`${url}/local-org/status`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await get.json()).toMatchObject({ seed: 7 });
  expect(out).toMatch(/jsforce .*Connection.*\ncurl .*\nsf .*login access-token/);

  const remote = ['--url', url, '--token', token];
  expect(await run(['deploy', good, ...remote])).toMatchObject({
    code: 0,
    out: 'Deployed 2 components.\n',
  });
  expect(await run(['deploy', broken, ...remote])).toMatchObject({
    code: 1,
    err: expect.stringMatching(
      /^The deploy failed in one component:\nclasses\/Broken\.cls:2:\d+: .*nope/,
    ),
  });
  expect(await run(['exec', '-', ...remote], 'System.debug(Half.of(84));\n')).toEqual({
    code: 0,
    out: '42\n',
    err: '',
  });
  expect(await run(['query', 'SELECT COUNT(Id) n FROM User', '--json', ...remote])).toMatchObject({
    code: 0,
    out: expect.stringContaining('"n": '),
  });
  const elsewhere = ['--state', join(folder, 'other'), '--no-register'];
  const busy = await run(['start', '--port', new URL(url).port, ...elsewhere]);
  expect(busy).toMatchObject({ code: 1, err: expect.stringMatching(/^The port is in use/) });

  child.kill('SIGINT');
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
}, 120_000);

test('test: table, failures, coverage, JUnit and exit code', async () => {
  const file = join(folder, 'reports/junit.xml');
  const result = await run(['test', '--deploy', good, '--coverage', '--junit', file]);
  expect(result.code).toBe(1);
  expect(result.out).toMatch(/pass +HalfTest\.works/);
  expect(result.out).toMatch(/FAIL +HalfTest\.lies/);
  expect(result.out).toContain('Expected: 3, Actual: 2');
  expect(result.out).toContain('1 of 2 tests passed');
  expect(result.out).toMatch(/Half +66\.7 % +3 +4/);
  expect(result.err).toBe('1 of 2 tests failed.\n');
  expect(readFileSync(file, 'utf8')).toContain('<testsuite name="apex" tests="2" failures="1"');

  const one = await run([
    'test',
    '--deploy',
    good,
    '--class',
    'HalfTest.works',
    '--min-coverage',
    '90',
  ]);
  expect(one).toMatchObject({ code: 1, err: 'Coverage is 66.7 %, below 90 %.\n' });
}, 60_000);

test('exec: output, compile error and exception', async () => {
  const none = ['--deploy', good];
  const file = join(folder, 'a.apex');
  writeFileSync(file, "System.debug('one\\ntwo');\nSystem.debug(Half.of(3));");
  expect(await run(['exec', file, ...none])).toEqual({ code: 0, out: 'one\ntwo\n1\n', err: '' });
  writeFileSync(file, 'Integer i = 1;\nString s = i;');
  expect(await run(['exec', file, ...none])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/a\.apex:2:\d+: /),
  });
  writeFileSync(file, 'Integer i = 1 / 0;');
  expect(await run(['exec', file, ...none])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^System\.MathException: Divide by 0\n.*line 1/),
  });
}, 60_000);

test.each([
  [['exec', 'nowhere.apex'], /^There is no file nowhere\.apex\.\n$/],
  [['deploy', 'nowhere'], /^There is no folder nowhere\.\n$/],
  [['query', 'SELECT Nope FROM User', '--deploy', 'local-org/nowhere'], /^There is no folder /],
  [['query', 'SELECT 1', '--url', 'http://127.0.0.1:1', '--token', 'x'], /^No org answers there/],
  [['query', 'SELECT 1', '--url', 'http://127.0.0.1:1'], /^--url needs --token/],
  [['start', '--port', '70000'], /must be a whole number from 0 to 65535/],
  [['start', '--clock', 'sundial'], /Allowed choices are real, virtual/],
  [['frobnicate'], /unknown command 'frobnicate'. Choose from: start, test, .*restore\.\n$/],
])('%j ends with one sentence', async (args, expected) => {
  const { code, err } = await run(args);
  expect(code).toBe(1);
  expect(err).toMatch(expected);
  expect(err).not.toMatch(/\n\s+at /);
});

test('a JUnit file that cannot be written is refused before the tests run', async () => {
  const places = [join(good, 'classes/HalfTest.cls/x.xml'), '/proc/nowhere/junit.xml'];
  for (const file of places) {
    const result = await run(['test', '--deploy', good, '--junit', file]);
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.err).toMatch(/^\S+ cannot be written \(E\w+\); choose another file\.\n$/);
  }
});

test('a test that does not exist is named', async () => {
  const result = await run(['test', '--deploy', good, '--class', 'Nope']);
  expect(result).toMatchObject({ code: 1, out: '' });
  expect(result.err).toMatch(/^No test is called Nope; without --class, all tests of /);
});

test('an address that is none is refused in one sentence', async () => {
  const result = await run(['exec', '-', '--url', 'nonsense', '--token', 'x']);
  expect(result.err).toBe(
    '--url must be that of an org, such as http://127.0.0.1:7400: nonsense\n',
  );
});

test('what is stored but not run is said at deploy', async () => {
  const path = join(folder, 'flow');
  mkdirSync(join(path, 'flows'), { recursive: true });
  writeFileSync(
    join(path, 'flows/X.flow-meta.xml'),
    '<Flow xmlns="http://soap.sforce.com/2006/04/metadata"><label>X</label><processType>Flow</processType><status>Active</status></Flow>',
  );
  const result = await run(['deploy', path]);
  expect(result).toMatchObject({ code: 0, out: 'Deployed 1 components.\n' });
  expect(result.err).toMatch(/^Warning: flows\/X\.flow.*: .*processType Flow/);
});
