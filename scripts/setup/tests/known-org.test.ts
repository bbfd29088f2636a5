/** The command as a user meets it, a process with an exit code, on orgs that the sf CLI knows. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');
const TSX = join(ROOT, 'node_modules/.bin/tsx');

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'apex-mutex-setup-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (script: string, args: readonly string[]): ReturnType<typeof spawn> =>
  spawn(TSX, [script, ...args], {
    cwd: ROOT,
    env: { ...process.env, HOME: folder, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' },
  });

async function setup(...args: string[]): Promise<{ code: number | null; text: string }> {
  const child = start('scripts/setup.ts', args);
  let text = '';
  child.stdout!.on('data', (data) => (text += String(data)));
  child.stderr!.on('data', (data) => (text += String(data)));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, text };
}

/** Runs `use` while an org without the package stands in the CLI's store under "known". */
async function knowing(edition: string, use: () => Promise<void>): Promise<void> {
  const child = start('scripts/load/tests/known-org.ts', [edition, 'known']);
  try {
    await new Promise<void>((ready, failed) => {
      child.stdout!.once('data', () => ready());
      child.once('close', () => failed(new Error('The org did not start.')));
    });
    await use();
  } finally {
    child.kill();
  }
}

test('a production org is changed only by who says so, and looked at by anybody', () =>
  knowing('Enterprise', async () => {
    const unmeant = await setup('--target-org', 'known');
    expect(unmeant.text).toMatch(/"known" is a production org .* say --production if you mean it/);
    expect(unmeant.code).toBe(3);

    // The next hurdle is reached: this org has no package.
    const meant = await setup('--target-org', 'known', '--production');
    expect(meant.text).toContain('The package is not on this org.');
    expect(meant.code).toBe(3);

    const looked = await setup('--target-org', 'known', '--check');
    expect(looked.text).toMatch(/^known \(.*\)\n✗ The package is not on this org\./);
    expect(looked.code).toBe(1);
  }));

test('a Developer Edition org needs no such word', () =>
  knowing('Developer', async () => {
    const { code, text } = await setup('--target-org', 'known');
    expect(text).toContain('The package is not on this org.');
    expect(code).toBe(3);
  }));

test('an org that nobody knows is refused', async () => {
  const { code, text } = await setup('--target-org', 'nowhere');
  expect(text).toContain('No org is known as "nowhere": log in with');
  expect(code).toBe(3);
});
