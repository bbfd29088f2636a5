/** Orgs that are started, looked at, put back and stopped by name. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'local-org-manage-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function launch(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'scripts/local-org.ts', ...args], {
    cwd: ROOT,
  });
}

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = launch(args);
  let out = '';
  let err = '';
  child.stdout?.on('data', (data) => (out += String(data)));
  child.stderr?.on('data', (data) => (err += String(data)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

interface Started {
  readonly name: readonly string[];
  readonly ended: Promise<number | null>;
  facts(): { url: string; token: string; orgId: string };
  send(where: string, body?: object): Promise<Record<string, unknown>>;
}

async function start(name: string): Promise<Started> {
  const state = join(folder, name);
  const flags = ['--name', name, '--state', state];
  const child = launch(['start', '--port', '0', '--no-register', ...flags]);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (data) => String(data).includes('Ctrl-C') && resolve());
    child.stderr?.on('data', (data) => reject(new Error(String(data))));
  });
  const facts = (): { url: string; token: string; orgId: string } =>
    JSON.parse(readFileSync(join(state, 'server.json'), 'utf8')) as ReturnType<Started['facts']>;
  return {
    name: flags,
    ended: new Promise((resolve) => child.once('close', resolve)),
    facts,
    send: async (where, body) => {
      const { url, token } = facts();
      const answer = await fetch(url + where, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await answer.json()) as Record<string, unknown>;
    },
  };
}

const COUNT = '/services/data/v65.0/query?q=SELECT+COUNT()+FROM+Account';

test('several at once, each on its own', async () => {
  const one = await start('one');
  const two = await start('two');
  expect(one.facts().orgId).not.toBe(two.facts().orgId);
  await one.send('/services/data/v65.0/sobjects/Account', { Name: 'a' });
  expect(await one.send(COUNT)).toMatchObject({ totalSize: 1 });
  expect(await two.send(COUNT)).toMatchObject({ totalSize: 0 });

  const again = await run('start', '--no-register', ...one.name);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('runs as one already') });
  const status = await run('status', ...one.name);
  expect(status.out).toContain(`${one.facts().orgId} at ${one.facts().url}`);

  for (const org of [one, two]) {
    expect(await run('stop', ...org.name)).toMatchObject({ code: 0 });
    expect(await org.ended).toBe(0);
  }
  const gone = await run('status', ...one.name);
  expect(gone).toMatchObject({ code: 1, err: expect.stringContaining('No org runs as one') });
}, 120_000);

test('its folder is its own, and snapshots and reset bring back what they say', async () => {
  const org = await start('kept');
  const mode = (file: string): number => statSync(join(folder, 'kept', file)).mode & 0o777;
  expect([mode('.'), mode('server.json')]).toEqual([0o700, 0o600]);

  const account = (Name: string) => org.send('/services/data/v65.0/sobjects/Account', { Name });
  await account('a');
  expect(await run('snapshot', 'first', ...org.name)).toMatchObject({ code: 0 });
  await account('b');
  expect(await run('restore', 'first', ...org.name)).toMatchObject({ code: 0 });
  expect(await org.send(COUNT)).toMatchObject({ totalSize: 1 });
  expect((await run('restore', 'second', ...org.name)).err).toContain(
    'There is no snapshot second',
  );

  const before = org.facts();
  expect(await run('reset', ...org.name)).toMatchObject({ code: 0 });
  expect(org.facts().orgId).not.toBe(before.orgId);
  expect(await org.send(COUNT)).toMatchObject({ totalSize: 0 });
  const old = await fetch(before.url + COUNT, {
    headers: { authorization: `Bearer ${before.token}` },
  });
  expect(old.status).toBe(401);
  await run('stop', ...org.name);
  expect(await org.ended).toBe(0);
}, 120_000);
