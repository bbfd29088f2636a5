/** A command started from its bundle does what its sources say, whatever has become of the bundle. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../../..');
/** Its name is in the bundle's and in no other path. */
const BUNDLED = /apex-mutex\/bundles\//;

let project: string;
const at = (...parts: string[]): string => path.join(project, ...parts);
const put = (name: string, text: string): void => writeFileSync(at(name), text);

/** A project of its own: the launcher, packages that it needs, and a command of two files. */
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'launch-'));
  for (const name of ['launch.cjs', 'launch/cache.cjs', 'launch/build.ts'])
    cpSync(path.join(ROOT, 'scripts', name), at('scripts', name), { recursive: true });
  mkdirSync(at('node_modules'));
  for (const name of ['esbuild', 'tsx'])
    symlinkSync(path.join(ROOT, 'node_modules', name), at('node_modules', name));
  put('package-lock.json', '{}');
  put('scripts/hello.ts', `import { word } from './word';\n${ENTRY}`);
  mkdirSync(at('scripts/word'));
  put('scripts/word/index.ts', `export const word: string = 'one';\n`);
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

const ENTRY = `process.stdout.write(JSON.stringify({ word, args: process.argv.slice(2), at: new Error().stack }));\n`;

interface Said {
  readonly word: string;
  readonly args: readonly string[];
  readonly bundled: boolean;
}

async function run(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Said> {
  const launcher = at('scripts/launch.cjs');
  const child = spawn(process.execPath, [launcher, at('scripts/hello.ts'), ...args], {
    cwd: tmpdir(),
    env: { ...process.env, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => (out += String(data)));
  child.stderr.on('data', (data) => (err += String(data)));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${String(code)}: ${err}`);
  const said = JSON.parse(out) as { word: string; args: string[]; at: string };
  return { word: said.word, args: said.args, bundled: BUNDLED.test(said.at) };
}

const folder = (): string => at('node_modules/.cache/apex-mutex/bundles/scripts-hello-ts');
function bundleFile(ending: string): string {
  const found = readdirSync(folder()).filter((name) => name.endsWith(ending));
  expect(found).toHaveLength(1);
  return path.join(folder(), found[0]!);
}

test('the bundle is run from the first start on, with the arguments of the command', async () => {
  expect(await run(['a', '-b'])).toEqual({ word: 'one', args: ['a', '-b'], bundled: true });
  const made = bundleFile('.cjs');
  expect((await run()).bundled).toBe(true);
  expect(bundleFile('.cjs')).toBe(made);
});

test('an edit of a file, of the packages, or a file that an import means from now on, is noticed', async () => {
  expect((await run()).word).toBe('one');
  put('scripts/word/index.ts', `export const word: string = 'two';\n`);
  expect(await run()).toMatchObject({ word: 'two', bundled: true });
  put('scripts/word.ts', `export const word: string = 'three';\n`);
  expect(await run()).toMatchObject({ word: 'three', bundled: true });
  const manifest = (): unknown =>
    JSON.parse(readFileSync(path.join(folder(), 'manifest.json'), 'utf8'));
  const before = manifest();
  put('package-lock.json', '{ "lockfileVersion": 3 }');
  expect(await run()).toMatchObject({ word: 'three', bundled: true });
  expect(manifest()).not.toEqual(before);
});

/** Another bundle, on which the manifest agrees. */
function forge(): void {
  const file = bundleFile('.cjs');
  const text = readFileSync(file, 'utf8').replace('= "one"', '= "bad"');
  const name = createHash('sha256').update(text).digest('hex');
  const manifest = path.join(folder(), 'manifest.json');
  const facts = JSON.parse(readFileSync(manifest, 'utf8')) as object;
  writeFileSync(manifest, JSON.stringify({ ...facts, bundle: name }), { mode: 0o600 });
  rmSync(file);
  writeFileSync(path.join(folder(), `${name}.cjs`), text, { mode: 0o600 });
}

const edit = (file: string, change: (text: string) => string): void =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

const DAMAGES: readonly [string, () => void][] = [
  [
    'a changed bundle',
    () => {
      rmSync(bundleFile('.bin'));
      edit(bundleFile('.cjs'), (text) => text.replace('= "one"', '= "bad"'));
    },
  ],
  ['half a bundle', () => edit(bundleFile('.cjs'), (text) => text.slice(0, text.length / 2))],
  ['a bundle that is not there', () => rmSync(bundleFile('.cjs'))],
  ['half a manifest', () => edit(path.join(folder(), 'manifest.json'), (text) => text.slice(0, 9))],
  [
    'a bundle that others may write',
    () => {
      forge();
      chmodSync(bundleFile('.cjs'), 0o666);
    },
  ],
];

test('a forged bundle would be run if it were private', async () => {
  await run();
  forge();
  expect((await run()).word).toBe('bad');
});

test.each(DAMAGES)('%s is not believed, and put right', async (_, damage) => {
  await run();
  damage();
  expect(await run()).toMatchObject({ word: 'one', bundled: true });
  bundleFile('.bin');
});

test('compiled code with one byte changed is not given to the engine', async () => {
  await run();
  const file = bundleFile('.bin');
  const bytes = readFileSync(file);
  bytes[bytes.length - 9]! ^= 1;
  writeFileSync(file, bytes);
  expect(await run()).toMatchObject({ word: 'one', bundled: true });
  expect(readFileSync(bundleFile('.bin')).equals(bytes)).toBe(false);
});

test('several at once, with no bundle yet, all do what they should', async () => {
  const all = await Promise.all(Array.from({ length: 4 }, () => run()));
  expect(all.map(({ word }) => word)).toEqual(['one', 'one', 'one', 'one']);
  expect((await run()).bundled).toBe(true);
});

test('where no bundle can be made or is wanted, the sources run', async () => {
  expect(await run([], { APEX_MUTEX_CACHE: 'off' })).toMatchObject({ word: 'one', bundled: false });
  writeFileSync(at('node_modules/.cache'), 'a file where a folder should be');
  expect(await run()).toMatchObject({ word: 'one', bundled: false });
});
