/** Ctrl-C in the commands that it ends at once: one sentence, its exit code, and nothing half done. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');

/** The machine may be busy; no test is decided by this. */
jest.setTimeout(600_000);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'interrupt-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Running {
  readonly press: () => void;
  readonly ended: Promise<{ code: number | null; err: string }>;
}

/** @param onText hears what the command writes to standard error */
function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  onText: (soFar: string, press: () => void) => void = () => undefined,
): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  let err = '';
  const press = (): void => void child.kill('SIGINT');
  child.stderr.on('data', (text: Buffer) => onText((err += text.toString()), press));
  return { press, ended: new Promise((done) => child.on('close', (code) => done({ code, err }))) };
}

/** Ctrl-C while the command reads a file whose name ends so: it can hear it as soon as it waits. */
function pressAt(suffix: string): Readonly<Record<string, string>> {
  const hook = join(folder, 'hook.cjs');
  writeFileSync(
    hook,
    `const fs = require('node:fs');
const read = fs.readFileSync;
let pressed = false;
fs.readFileSync = (path, ...rest) => {
  if (!pressed && String(path).endsWith(${JSON.stringify(suffix)})) {
    pressed = true;
    setImmediate(() => process.emit('SIGINT', 'SIGINT'));
  }
  return read(path, ...rest);
};`,
  );
  return { NODE_OPTIONS: `--require ${hook}` };
}

test('bench tells what it had measured', async () => {
  const { ended } = run(['scripts/bench.ts', 'http'], {}, (text, press) => {
    if (text.endsWith('Measuring: http\n')) press();
  });
  expect(await ended).toEqual({
    code: 130,
    err: 'Measuring: http\n\nInterrupted: what stands above was measured, the rest was not.\n',
  });
});

test('setup says that it can be run again', async () => {
  const asked: (() => void)[] = [];
  const org = createServer((request, response) => {
    // Alive, and then without an answer.
    if (request.url?.startsWith('/local-org/')) response.end('{}');
    else for (const press of asked) press();
  });
  await new Promise<void>((done) => org.listen(0, '127.0.0.1', done));
  const { port } = org.address() as AddressInfo;
  const state = join(folder, 'state');
  mkdirSync(state, { mode: 0o700 });
  const facts = { url: `http://127.0.0.1:${port}`, token: 'a!b', pid: process.pid };
  writeFileSync(join(state, 'server.json'), JSON.stringify(facts), { mode: 0o600 });
  try {
    const { press, ended } = run(['scripts/setup.ts', '--state', state]);
    asked.push(press);
    expect(await ended).toEqual({
      code: 130,
      err: '\nInterrupted: what was done already stays. Run this again, and it goes on from there.\n',
    });
  } finally {
    org.closeAllConnections();
    org.close();
  }
});

test('synchronise changes nothing', async () => {
  const sources = join(folder, 'apex');
  mkdirSync(sources);
  writeFileSync(join(sources, 'A.cls'), "class A { @synchronised(name='x') void m() { } }");
  writeFileSync(join(sources, 'A.cls-meta.xml'), '<ApexClass/>');
  const out = join(folder, 'main');
  const args = ['scripts/synchronise.ts', sources, '--out', out];
  expect(await run(args, pressAt('A.cls')).ended).toEqual({
    code: 130,
    err: '\nInterrupted: no file was changed.\n',
  });
  expect(readdirSync(folder)).not.toContain('main');
  expect((await run(args).ended).code).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['A.cls', 'A.cls-meta.xml']);
});

test('docs:api changes nothing', async () => {
  expect(await run(['scripts/api-docs.ts'], pressAt('/Mutex.cls')).ended).toEqual({
    code: 130,
    err: '\nInterrupted: no page was changed.\n',
  });
});
