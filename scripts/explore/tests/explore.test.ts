/** `npm run explore` as people meet it: a process with flags, a text, files and an exit code. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from '../version';

const ROOT = resolve(__dirname, '../../..');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The machine may be busy; no test is decided by this. */
jest.setTimeout(600_000);

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'apex-mutex-explore-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** @param interruptAt text after which Ctrl-C is pressed */
function run(args: readonly string[], interruptAt?: string): Promise<Ended> {
  const script = join(ROOT, 'scripts/explore.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { cwd: ROOT });
  let [out, err] = ['', ''];
  let pressed = false;
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString();
    if (interruptAt === undefined || pressed || !out.includes(interruptAt)) return;
    pressed = true;
    child.kill('SIGINT');
  });
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}

test('a sabotaged package is found out; its line tells the same story in the same mode', async () => {
  const html = join(folder, 'story.html');
  const flags = ['--sabotage', 'no-request-key', '--scenario', 'repeat', '--mode', 'recheck'];
  const first = await run([...flags, '--schedules', '10', '--processes', '1', '--html', html]);
  expect(first.out).toContain('Broken: once. A1 is stored twice.');
  expect(first.out).toContain('Mode recheck: ');
  expect(first.code).toBe(1);
  const page = readFileSync(html, 'utf8');
  expect(page).toContain('✗ Broken: once. A1 is stored twice.');
  const line = /--replay (\S+)/.exec(first.out)![1]!;
  expect(line).toContain('/repeat/no-request-key/recheck/');
  const second = await run(['--replay', line, '--html', html]);
  const story = (text: string): string =>
    text.slice(text.indexOf('  A caller got no answer'), text.indexOf('As a picture'));
  expect(story(first.out)).toContain('caller A: locks Mutex__c');
  expect(story(second.out)).toBe(story(first.out));
  expect(second.code).toBe(1);
  expect(readFileSync(html, 'utf8')).toBe(page);
});

test('a missing guard that is not noticed is a failure of its own', async () => {
  const flags = ['--sabotage', 'no-request-key', '--scenario', 'two-callers', '--mode', 'restart'];
  const { code, out } = await run([...flags, '--schedules', '4', '--processes', '1']);
  expect(out).toContain(
    'MISSED: the missing guard was not noticed in two-callers in mode restart (4 runs).',
  );
  expect(code).toBe(5);
});

test('Ctrl-C prints what was seen and saves it; --resume goes on from there', async () => {
  const state = join(folder, 'state.json');
  const flags = ['--strategy', 'random', '--scenario', 'two-callers', '--schedules', '120'];
  const first = await run([...flags, '--processes', '1', '--save', state], 'two-callers');
  expect(first.out).toContain('Interrupted: this is what was seen until then; ');
  expect(first.code).toBe(2);
  const second = await run(['--resume', state, '--processes', '2']);
  expect(second.out).toMatch(/two-callers +restart +random +60 /);
  expect(second.out).toMatch(/two-callers +recheck +random +60 /);
  expect(second.code).toBe(0);
});

test('what does not fit is refused in one sentence', async () => {
  const { code, err } = await run(['--replay', '00000000/repeat/sound/restart/1']);
  expect(err).toMatch(/^The replay line was made by version 00000000, .*\n$/);
  expect(code).toBe(3);
});

test.each([
  ['toString/1', /^There is no mode "toString"\.\n$/],
  ['restart/99', /^The replay line is damaged: there is no option 333 .*, at choice 1\.\n$/],
  ['restart/Zzz', /^The replay line is damaged: the run has \d+ choices, .* says 1295\.\n$/],
])('a line that says another run than it makes is refused: %s', async (end, message) => {
  const { code, out, err } = await run(['--replay', `${version()}/two-callers/sound/${end}`]);
  expect(err).toMatch(message);
  expect(out).toBe('');
  expect(code).toBe(3);
});

test.each([
  ['--save', 'The state of the exploration'],
  ['--html', 'The picture'],
])('what cannot be written is refused before the first run: %s', async (flag, what) => {
  const inTheWay = join(folder, 'in-the-way');
  writeFileSync(inTheWay, '');
  const { code, out, err } = await run([flag, join(inTheWay, 'x'), '--scenario', 'two-callers']);
  expect(err).toMatch(
    new RegExp(`^${what} cannot be written to .* choose another place with ${flag}\\.\n$`),
  );
  expect(out).toBe('');
  expect(code).toBe(3);
});
