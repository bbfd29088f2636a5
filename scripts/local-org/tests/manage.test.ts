/** Orgs that are started, looked at, put back and stopped by name. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'local-org-manage-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function launch(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['scripts/launch.cjs', 'scripts/local-org.ts', ...args], {
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
  /** As a crash would: nothing is written any more. */
  kill(): void;
  facts(): { url: string; token: string; orgId: string; pid: number };
  send(where: string, body?: object): Promise<Record<string, unknown>>;
}

async function start(name: string, ...more: string[]): Promise<Started> {
  const state = join(folder, name);
  const flags = ['--name', name, '--state', state];
  const child = launch(['start', '--port', '0', '--no-register', ...flags, ...more]);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (data) => String(data).includes('Ctrl-C') && resolve());
    child.stderr?.on('data', (data) => reject(new Error(String(data))));
  });
  const facts = (): ReturnType<Started['facts']> =>
    JSON.parse(readFileSync(join(state, 'server.json'), 'utf8')) as ReturnType<Started['facts']>;
  return {
    name: flags,
    ended: new Promise((resolve) => child.once('close', resolve)),
    kill: () => void child.kill('SIGKILL'),
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

  expect(await run('read-only', 'on', ...org.name)).toMatchObject({ code: 0 });
  expect(await account('c')).toMatchObject([
    { errorCode: 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE' },
  ]);
  expect(await run('read-only', 'off', ...org.name)).toMatchObject({ code: 0 });
  expect(await account('c')).toMatchObject({ success: true });

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

describe('with --keep', () => {
  const account = (org: Started, Name: string) =>
    org.send('/services/data/v65.0/sobjects/Account', { Name });
  const stateOf = (name: string): string => join(folder, name, 'org.json');
  const read = (name: string): string => readFileSync(stateOf(name), 'utf8');

  test('the next start goes on with rows, users and tokens, after a stop and after a crash', async () => {
    const first = await start('keeper', '--keep');
    const { orgId } = first.facts();
    const { credentials } = JSON.parse(read('keeper')) as Record<string, Record<string, string>>;
    const { password, clientId, clientSecret } = credentials!;
    const login = new URLSearchParams({
      grant_type: 'password',
      client_id: clientId!,
      client_secret: clientSecret!,
      username: 'admin@keeper.local.org',
      password: password!,
    });
    const granted = async (at: string, body: URLSearchParams) =>
      (await (
        await fetch(`${at}/services/oauth2/token`, { method: 'POST', body })
      ).json()) as Record<string, string>;
    const tokens = await granted(first.facts().url, login);
    await account(first, 'stopped');
    expect(await run('--stop', ...first.name)).toMatchObject({ code: 0 });
    expect(await first.ended).toBe(0);
    expect(read('keeper')).toContain('stopped');
    expect(statSync(stateOf('keeper')).mode & 0o777).toBe(0o600);

    const second = await start('keeper', '--keep');
    expect(second.facts().orgId).toBe(orgId);
    expect(await second.send(COUNT)).toMatchObject({ totalSize: 1 });
    const { url } = second.facts();
    const asked = await fetch(`${url}/services/data/v65.0/limits`, {
      headers: { authorization: `Bearer ${tokens['access_token']}` },
    });
    expect(asked.status).toBe(200);
    const refresh_token = tokens['refresh_token']!;
    const refresh = new URLSearchParams({ grant_type: 'refresh_token', refresh_token });
    expect(await granted(url, refresh)).toHaveProperty('access_token');
    expect(await granted(url, login)).toHaveProperty('access_token');
    await account(second, 'crashed');
    while (!read('keeper').includes('crashed')) await new Promise((r) => setImmediate(r));
    second.kill();
    await second.ended;

    const third = await start('keeper', '--keep');
    expect(await third.send(COUNT)).toMatchObject({ totalSize: 2 });
    const other = await run('start', '--no-register', '--port', '0', ...third.name);
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining(`${third.facts().pid}`) });
    await run('stop', ...third.name);
    expect(await third.ended).toBe(0);
  }, 120_000);

  test('the file of another version is refused, and left as it is', async () => {
    mkdirSync(join(folder, 'older'));
    writeFileSync(stateOf('older'), '{"format":0}');
    const flags = ['--name', 'older', '--state', join(folder, 'older'), '--keep', '--no-register'];
    expect(await run('start', '--port', '0', ...flags)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/written by another version \(format 0, .*move the file away/),
    });
    expect(read('older')).toBe('{"format":0}');
    writeFileSync(stateOf('older'), '{"format":');
    expect((await run('start', '--port', '0', ...flags)).err).toContain('is damaged');
  }, 120_000);

  test('a folder that another process holds is refused with its number, one that is free is not', async () => {
    mkdirSync(join(folder, 'held'));
    writeFileSync(join(folder, 'held', 'lock'), String(process.pid));
    const flags = ['--name', 'held', '--state', join(folder, 'held'), '--no-register'];
    expect(await run('start', '--port', '0', ...flags)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`Process ${process.pid} has an org in`),
    });
    const gone = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => gone.once('close', resolve));
    writeFileSync(join(folder, 'held', 'lock'), String(gone.pid));
    const org = await start('held');
    await run('stop', ...org.name);
    expect(await org.ended).toBe(0);
  }, 120_000);
});
