/** `npm run explore` as people meet it: a process with flags, a text and an exit code. */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

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

test('a sabotaged package is found out, and its replay line tells the same story', async () => {
  const flags = ['--sabotage', 'no-request-key', '--scenario', 'repeat', '--schedules', '10'];
  const first = await run(flags);
  expect(first.out).toContain('Broken: once. A1 is stored twice.');
  expect(first.code).toBe(1);
  const line = /--replay (\S+)/.exec(first.out)![1]!;
  const second = await run(['--replay', line]);
  const story = (text: string): string => text.slice(text.indexOf('  A caller got no answer'));
  expect(story(second.out)).toBe(story(first.out));
  expect(second.code).toBe(1);
});

test('a replay line of another version is refused', async () => {
  const { code, err } = await run(['--replay', '00000000/repeat/sound/1/']);
  expect(err).toContain('made by version 00000000');
  expect(code).toBe(3);
});

test('Ctrl-C ends it with what was seen until then', async () => {
  const flags = ['--strategy', 'random', '--schedules', '100000', '--scenario', 'two-callers'];
  const { code, out } = await run(flags, 'The sound package.');
  expect(out).toContain('Interrupted: this is what was seen until then.');
  expect(code).toBe(2);
});
