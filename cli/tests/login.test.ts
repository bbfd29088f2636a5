import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Bench } from '../harness/org';
import { ALIAS, openBench } from '../harness/org';

/** Stands for a browser: keeps the address that it is told to open. */
function browserStub(bench: Bench): { readonly file: string; readonly command: string } {
  const command = path.join(bench.home.folder, 'browser.sh');
  const file = path.join(bench.home.folder, 'browser.txt');
  writeFileSync(
    command,
    `#!/bin/sh\nprintf '%s' "$1" > '${file}.new' && mv '${file}.new' '${file}'\n`,
  );
  chmodSync(command, 0o755);
  return { file, command };
}

async function contentOf(file: string): Promise<string> {
  for (;;) {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** What a person does with the page: fills in the form, and follows where it leads. */
async function logIn(address: string, username: string, password: string): Promise<Response> {
  const form = await fetch(address);
  expect(await form.text()).toContain('name="password"');
  const body = new URLSearchParams({ username, password });
  const answer = await fetch(address, { method: 'POST', body, redirect: 'manual' });
  const next = answer.headers.get('location');
  return next === null ? answer : fetch(next);
}

describe('logging in', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => bench.close());

  it('by JWT, and the org is connected', async () => {
    const shown = await bench.sf.json<Record<string, unknown>>(['org', 'display', '-o', ALIAS]);
    expect(shown).toMatchObject({
      id: bench.org.orgId,
      username: bench.server.credentials.username,
      instanceUrl: bench.server.url,
      connectedStatus: 'Connected',
    });
  });

  it('by JWT again, when the session has ended', async () => {
    const shown = await bench.sf.json<{ accessToken: string }>(['org', 'display', '-o', ALIAS], {
      env: { SF_TEMP_SHOW_SECRETS: 'true' },
    });
    const revoke = new URL('/services/oauth2/revoke', bench.server.url);
    const body = new URLSearchParams({ token: shown.accessToken });
    expect((await fetch(revoke, { method: 'POST', body })).status).toBe(200);
    const query = ['data', 'query', '-q', 'SELECT Id FROM Organization', '-o', ALIAS];
    expect(await bench.sf.json(query)).toMatchObject({ totalSize: 1 });
  });

  it('by access token, and not by a wrong one', async () => {
    const login = (token: string) =>
      bench.sf.run(
        ['org', 'login', 'access-token', '--instance-url', bench.server.url, '--no-prompt'],
        { env: { SF_ACCESS_TOKEN: token } },
      );
    const { token } = bench.server.credentials;
    expect((await login(`${token}x`)).code).not.toBe(0);
    const good = await login(token);
    expect(good.text).toContain(`Successfully authorized ${bench.org.adminUser.username}`);
  });

  it('in a browser, with name and password', async () => {
    const { file, command } = browserStub(bench);
    const { username, password } = bench.server.credentials;
    const login = bench.sf.run(
      ['org', 'login', 'web', '--instance-url', bench.server.url, '--alias', 'web', '--json'],
      { env: { BROWSER: command, CI: '' } },
    );
    const address = await contentOf(file);
    const refused = await logIn(address, username, 'wrong');
    expect(refused.status).toBe(403);
    await logIn(address, username, password);
    const ran = await login;
    expect(JSON.parse(ran.stdout)).toMatchObject({ status: 0, result: { orgId: bench.org.orgId } });
  });

  it('shows a stranger nothing', async () => {
    const paths = ['/services/data/v65.0/query?q=SELECT+Id+FROM+User', '/services/oauth2/userinfo'];
    for (const where of [...paths, '/services/oauth2/singleaccess', '/local-org/status'])
      expect([401, 403]).toContain((await fetch(bench.server.url + where)).status);
    const away = new URL('/services/oauth2/authorize', bench.server.url);
    away.search = 'response_type=code&redirect_uri=http://example.com/';
    expect((await fetch(away)).status).toBe(400);
  });

  it('lists orgs, limits and users', async () => {
    const orgs = await bench.sf.json<Record<string, readonly object[]>>(['org', 'list']);
    expect(orgs['devHubs']).toMatchObject([
      { orgId: bench.org.orgId, connectedStatus: 'Connected' },
    ]);
    const limits = await bench.sf.json<readonly { name: string }[]>([
      'org',
      'list',
      'limits',
      '-o',
      ALIAS,
    ]);
    expect(limits.map(({ name }) => name)).toContain('DailyApiRequests');
    const users = await bench.sf.json<readonly object[]>(['org', 'list', 'users', '-o', ALIAS]);
    expect(users).toContainEqual(
      expect.objectContaining({
        username: bench.org.adminUser.username,
        profileName: 'System Administrator',
      }),
    );
  });

  it('opens the org with a link that works once', async () => {
    const args = ['org', 'open', '--url-only', '--path', '/lightning/n/Lanes', '-o', ALIAS];
    const { url } = await bench.sf.json<{ url: string }>(args);
    const first = await fetch(url);
    expect([first.status, await first.text()]).toEqual([
      200,
      expect.stringContaining('/lightning/n/Lanes'),
    ]);
    expect((await fetch(url)).status).toBe(403);
  });
});
