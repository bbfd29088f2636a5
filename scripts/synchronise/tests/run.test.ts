/** The command: what it writes, compares and refuses to do. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HEADER } from '../expand';
import { run, type Options } from '../run';

const ROOT = join(__dirname, '../../..');
const META = '<ApexClass/>';
const SOURCE = "public class A { @synchronised(name='x') void m() { } }";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'synchronise-'))));
afterEach(() => rmSync(root, { recursive: true }));

const path = (name: string) => join(root, name);
const read = (name: string) => readFileSync(path(name), 'utf8');

function write(name: string, text: string): void {
  mkdirSync(dirname(path(name)), { recursive: true });
  writeFileSync(path(name), text);
}

function source(name: string, text = SOURCE): void {
  write(name, text);
  write(`${name}-meta.xml`, META);
}

/** Exit code and output. */
async function called(paths: string[], options: Options): Promise<[number, string]> {
  let text = '';
  const out = options.out === undefined ? {} : { out: path(options.out) };
  const output = { write: (more: string) => void (text += more) };
  const code = await run(paths.map(path), { ...options, ...out }, output);
  return [code, text.replaceAll(`${root}/`, '')];
}

const build = () => called(['apex'], { out: 'main' });
const check = () => called(['apex'], { out: 'main', check: true });

test('folders keep their form, and metadata is copied', async () => {
  source('apex/classes/A.cls');
  source('apex/classes/deep/B.cls', 'class B { }');
  write('apex/notes.txt', 'not Apex');
  expect(await build()).toEqual([
    0,
    `2 sources, 4 files changed in ${path('main')}\n`.replace(`${root}/`, ''),
  ]);
  expect(read('main/classes/A.cls-meta.xml')).toBe(META);
  expect(read('main/classes/deep/B.cls')).toBe(
    `${HEADER}apex/classes/deep/B.cls; do not edit. */ class B { }`,
  );
  expect(existsSync(path('main/notes.txt'))).toBe(false);
});

test('a second call changes nothing', async () => {
  source('apex/A.cls');
  await build();
  expect(await build()).toEqual([0, '1 sources, 0 files changed in main\n']);
  expect(await check()).toEqual([0, 'Up to date.\n']);
});

test('--check tells what is missing, old, or left over, and writes nothing', async () => {
  source('apex/A.cls');
  source('apex/B.cls', 'class B { }');
  source('apex/C.cls', 'class C { }');
  await build();
  source('apex/A.cls', SOURCE.replace("'x'", "'y'"));
  write('apex/A.cls-meta.xml', '<ApexClass></ApexClass>');
  rmSync(path('main/B.cls'));
  rmSync(path('apex/C.cls'));
  const before = read('main/A.cls');
  expect(await check()).toEqual([
    1,
    'main/A.cls: out of date\nmain/A.cls-meta.xml: out of date\nmain/B.cls: missing\n' +
      'main/C.cls: without a source\nmain/C.cls-meta.xml: without a source\n',
  ]);
  expect(read('main/A.cls')).toBe(before);
  await build();
  expect(await check()).toEqual([0, 'Up to date.\n']);
  expect(existsSync(path('main/C.cls'))).toBe(false);
});

test('what comes from elsewhere is not touched', async () => {
  source('apex/A.cls');
  source('main/Own.cls', 'class Own { }');
  source('main/Other.cls', `${HEADER}other/Other.cls; do not edit. */ class Other { }`);
  await build();
  expect(read('main/Own.cls')).toBe('class Own { }');
  expect(existsSync(path('main/Other.cls'))).toBe(true);
  source('apex/Own.cls', 'class Own { }');
  await expect(build()).rejects.toThrow(
    'was written by hand, and would be lost. Move it away first.',
  );
  await expect(check()).rejects.toThrow('was written by hand');
});

test('files one by one leave the others alone', async () => {
  source('apex/A.cls');
  source('apex/B.cls', 'class B { }');
  await called(['apex/A.cls', 'apex/B.cls'], { out: 'main' });
  rmSync(path('apex/B.cls'));
  expect(await called(['apex/A.cls'], { out: 'main' })).toEqual([
    0,
    '1 sources, 0 files changed in main\n',
  ]);
  expect(existsSync(path('main/B.cls'))).toBe(true);
});

test('--stdout prints one source', async () => {
  write('apex/A.cls', 'class A { }');
  const printed = `${HEADER}apex/A.cls; do not edit. */ class A { }`;
  expect(await called(['apex/A.cls'], { stdout: true })).toEqual([0, printed]);
});

test('one refusal is enough for nothing to be written, and all are told', async () => {
  source('apex/A.cls');
  source('apex/B.cls', SOURCE.replace("'x'", "''"));
  source('apex/C.cls', SOURCE.replace("'x'", "' '"));
  await expect(build()).rejects.toThrow(/B\.cls:1:37: .*\n.*C\.cls:1:37: /);
  expect(existsSync(path('main'))).toBe(false);
});

test.each<[what: string, paths: string[], options: Options, message: string]>([
  ['no output', ['apex'], {}, 'Say either --out <folder> or --stdout.'],
  ['two outputs', ['apex'], { out: 'main', stdout: true }, 'Say either --out'],
  ['a check of nothing', ['apex'], { stdout: true, check: true }, '--check compares with a folder'],
  ['two to print', ['apex'], { stdout: true }, '--stdout is for one source.'],
  ['nothing there', ['none'], { out: 'main' }, 'There is no file or folder '],
  ['no Apex', ['empty'], { out: 'main' }, 'There is no Apex in '],
  [
    'a text',
    ['empty/a.txt'],
    { out: 'main' },
    'is neither a class (.cls) nor a trigger (.trigger).',
  ],
  ['output in the source', ['apex'], { out: 'apex/main' }, 'keep sources apart from output.'],
  ['sources in the output', ['apex'], { out: '.' }, 'keep sources apart from output.'],
  ['one target twice', ['apex', 'twin'], { out: 'main' }, 'would both become A.cls.'],
  ['no metadata', ['bare'], { out: 'main' }, 'add it, it is copied.'],
])('refused: %s', async (_what, paths, options, message) => {
  source('apex/A.cls');
  source('apex/B.cls');
  source('twin/A.cls');
  write('bare/A.cls', SOURCE);
  write('empty/a.txt', '');
  await expect(called(paths, options)).rejects.toThrow(message);
});

/** A process of its own. */
function spawned(...args: string[]): { code: number | null; out: string; err: string } {
  const command = ['--import', 'tsx', 'scripts/synchronise.ts', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

// Prettier loads its plugins in a way that does not work inside of Jest.
test('--format gives the same program with other lines, or says what it lacks', async () => {
  source('apex/A.cls');
  const format = () => spawned(path('apex'), '--out', path('main'), '--format');
  if (!existsSync(join(ROOT, 'ci/node_modules/prettier-plugin-apex'))) {
    expect(format()).toMatchObject({ code: 3, err: expect.stringContaining('npm ci --prefix ci') });
    return;
  }
  expect(format().code).toBe(0);
  const formatted = read('main/A.cls');
  expect(formatted.split('\n').length).toBeGreaterThan(15);
  expect(format().out).toContain(' 0 files changed');
  await build();
  const code = (text: string) => text.replace(/\s+/g, '');
  expect(code(formatted)).toBe(code(read('main/A.cls')));
});

test('exit codes of the process', () => {
  source('apex/A.cls');
  source('bad/A.cls', SOURCE.replace("'x'", "''"));
  const good = [path('apex'), '--out', path('main')];
  expect(spawned(...good, '--check').code).toBe(1);
  expect(spawned(...good).code).toBe(0);
  expect(spawned(...good, '--check').code).toBe(0);
  expect(spawned(path('bad'), '--out', path('main'))).toMatchObject({
    code: 3,
    err: `${path('bad/A.cls')}:1:37: The name must not be blank.\n`,
  });
});
