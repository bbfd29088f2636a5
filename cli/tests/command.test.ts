import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Home } from '../harness/home';
import { createHome } from '../harness/home';
import { Sf } from '../harness/sf';

const ROOT = path.resolve(__dirname, '../..');
const SF = path.join(ROOT, 'cli/node_modules/@salesforce/cli/bin/run.js');

/** The command of this repository, in a home where `sf` is installed. */
describe('npm run local-org', () => {
  let home: Home;
  let sf: Sf;

  beforeAll(() => {
    home = createHome();
    sf = new Sf(home);
    writeFileSync(path.join(home.folder, 'sf'), `#!/bin/sh\nexec node '${SF}' "$@"\n`, {
      mode: 0o755,
    });
  });
  afterAll(() => home.remove());

  let proxies: Readonly<Record<string, string>> = {};
  const launch = (...args: string[]) =>
    spawn(process.execPath, ['scripts/launch.cjs', 'scripts/local-org.ts', ...args], {
      cwd: ROOT,
      env: {
        ...home.env,
        ...proxies,
        PATH: `${home.folder}${path.delimiter}${home.env['PATH'] ?? ''}`,
      },
    });
  const ended = (child: ReturnType<typeof launch>) =>
    new Promise<number | null>((resolve) => child.once('close', resolve));
  /** All that it printed until then. */
  const printed = (server: ReturnType<typeof launch>, text: string) =>
    new Promise<string>((resolve, reject) => {
      let out = '';
      server.stdout.on('data', (data) => {
        out += String(data);
        if (out.includes(text)) resolve(out);
      });
      server.once('close', () => reject(new Error(out)));
    });

  it('registers itself, also when it is reset, and stops', async () => {
    const flags = ['--name', 'mine', '--state', path.join(home.folder, 'state')];
    const server = launch('start', '--port', '0', ...flags);
    await printed(server, 'sf knows it as mine');
    const shown = () => sf.json<{ id: string }>(['org', 'display', '-o', 'mine']);
    const first = await shown();
    expect(await ended(launch('reset', ...flags))).toBe(0);
    const second = await shown();
    expect(second.id).not.toBe(first.id);
    const query = ['data', 'query', '-q', 'SELECT Id FROM Organization', '-o', 'mine'];
    expect(await sf.json(query)).toMatchObject({ records: [{ Id: second.id }] });
    const over = ended(server);
    expect(await ended(launch('stop', ...flags))).toBe(0);
    expect(await over).toBe(0);
  });

  it('registers itself where a proxy is set that is not there', async () => {
    const dead = 'http://127.0.0.1:9';
    proxies = { HTTP_PROXY: dead, https_proxy: dead };
    const flags = ['--name', 'behind', '--state', path.join(home.folder, 'behind')];
    const server = launch('start', '--port', '0', ...flags);
    const out = await printed(server, 'Call it without');
    expect(out).toContain('sf knows it as behind');
    expect(out).toContain('env -u https_proxy -u HTTP_PROXY sf');
    const over = ended(server);
    expect(await ended(launch('status', ...flags))).toBe(0);
    expect(await ended(launch('stop', ...flags))).toBe(0);
    expect(await over).toBe(0);
    expect(await sf.json(['org', 'display', '-o', 'behind'])).toMatchObject({ alias: 'behind' });
  });
});
