/**
 * The load test as a user meets it: a process with flags, an exit code, lines on the terminal and
 * files on disk. The real jsforce against the real local org, over HTTP.
 */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { LoadResult } from '../result';
import { SABOTAGES, sabotageNames, type Sabotage } from '../sabotage';

const ROOT = resolve(__dirname, '../../..');
/** As npm starts it: no process stands between that would pass signals on in its own way. */
const NODE = ['--import', 'tsx'];

/** The machine may be busy; no test is decided by this. */
jest.setTimeout(600_000);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'apex-mutex-load-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command; `during` sees standard error as it comes. */
function load(
  args: readonly string[],
  during?: (err: string, stop: () => void) => void,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [...NODE, 'scripts/load.ts', '--report', folder, ...args], {
    cwd: ROOT,
    env: { ...process.env, HOME: folder, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true', ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString();
    during?.(err, () => child.kill('SIGINT'));
  });
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}

function report(): LoadResult {
  const file = readdirSync(folder).find((name) => name.endsWith('.json'));
  return JSON.parse(readFileSync(join(folder, file!), 'utf8')) as LoadResult;
}

const SMALL = ['--connections', '10', '--items', '200', '--lanes', '4'];

test('a sound package passes: verdict in the first three lines, exit code 0, two report files', async () => {
  const { code, out } = await load(SMALL);
  const lines = out.split('\n');
  expect(lines[0]).toMatch(/^PASS {2}200 items done, 4 lanes, 10 connections/);
  expect(lines[1]).toBe('Violations: 0');
  expect(lines[2]).toMatch(/✓ nothing lost .*✓ never two runners/);
  expect(code).toBe(0);
  const result = report();
  expect(result.verdict).toBe('pass');
  expect(result.history.items).toHaveLength(200);
  expect(new Set(result.history.calls.map((call) => call.door))).toEqual(
    new Set(['insert', 'collection', 'apexrest', 'anonymous']),
  );
  const page = readFileSync(
    join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.html'))!,
    ),
    'utf8',
  );
  expect(page).toContain('PASS');
  expect(page).not.toMatch(/<(script|link)[^>]+(src|href)=/);
});

test('the same seed asks for the same work', async () => {
  const plans: string[] = [];
  for (let i = 0; i < 2; i++) {
    await load([...SMALL, '--seed', '7', '--no-faults']);
    const { info, history } = report();
    const calls = history.calls.map(({ connection, door, keys, lane }) =>
      `${connection} ${door} ${lane} ${keys.join(',')}`.replaceAll(info.run, ''),
    );
    plans.push(calls.sort().join('\n'));
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  }
  expect(plans[0]).toBe(plans[1]);
});

test.each(sabotageNames())('sabotage %s fails with the right violation', async (name) => {
  const { code, out } = await load(['--sabotage', name]);
  const sabotage: Sabotage = SABOTAGES[name];
  expect(out.split('\n')[0]).toMatch(/^FAIL/);
  expect(code).toBe(1);
  const kinds = new Set(report().violations.map((violation) => violation.kind));
  expect([...kinds].filter((kind) => sabotage.expect.includes(kind))).not.toEqual([]);
});

test('--sabotage list prints the names, one a line', async () => {
  const { code, out } = await load(['--sabotage', 'list']);
  expect(out).toBe(sabotageNames().join('\n') + '\n');
  expect(code).toBe(0);
});

test('Ctrl-C ends with a valid partial report', async () => {
  let stopped = false;
  const { code, out, err } = await load(['--rate', '20', '--items', '5000'], (seen, stop) => {
    if (stopped || !seen.includes(' of 5000 items sent')) return;
    stopped = true;
    stop();
  });
  expect(err).toContain('Stopping; the report will cover what was done.');
  expect(out.split('\n')[0]).toMatch(/^INCOMPLETE {2}\d+ of 5000 items done/);
  expect(code).toBe(2);
  const { verdict, history, info } = report();
  expect(verdict).toBe('incomplete');
  expect(info.interrupted).toBe(true);
  expect(history.calls.length).toBeGreaterThan(0);
  expect(history.calls.length).toBeLessThan(5000);
});

test.each(['… boot the local org', '… deploy'])(
  'Ctrl-C at "%s" ends before anything is sent',
  async (phase) => {
    let stopped = false;
    const { code, out, err } = await load(SMALL, (seen, stop) => {
      if (stopped || !seen.includes(phase)) return;
      stopped = true;
      stop();
    });
    expect(err).toContain('Interrupted before anything was sent: there is nothing to judge.');
    expect(err).not.toContain('… enqueue');
    expect(out).toBe('');
    expect(code).toBe(2);
  },
);

test('Ctrl-C again leaves at once, and leaves no copy of the package', async () => {
  const tmp = join(folder, 'tmp');
  mkdirSync(tmp);
  let keys: NodeJS.Timeout | undefined;
  const { code, out, err } = await load(
    ['--sabotage', 'flag-sticks'],
    (seen, stop) => {
      if (seen.includes('… deploy')) keys ??= setInterval(stop, 100);
    },
    { TMPDIR: tmp },
  ).finally(() => clearInterval(keys));
  expect(err).toContain('Press Ctrl-C again to leave at once.');
  expect(out).toBe('');
  expect(code).toBe(130);
  expect(readdirSync(tmp).filter((name) => name.includes('sabotage'))).toEqual([]);
});

test('the copy of the package goes with the run', async () => {
  const tmp = join(folder, 'tmp');
  mkdirSync(tmp);
  await load([...SMALL, '--sabotage', 'flag-sticks', '--duration', '5'], undefined, {
    TMPDIR: tmp,
  });
  expect(readdirSync(tmp).filter((name) => name.includes('sabotage'))).toEqual([]);
});

test('a run whose time is up before everything was sent is incomplete', async () => {
  const { code, out } = await load(['--rate', '5', '--items', '300', '--duration', '2']);
  expect(out).toMatch(/^INCOMPLETE {2}\d+ of 300 items done/);
  expect(code).toBe(2);
  const { info, history } = report();
  expect(info.unsent).toBeGreaterThan(0);
  expect(history.calls.flatMap((call) => call.keys)).toHaveLength(300 - info.unsent);
});

test('a proxy that the environment names is not asked for an org of this machine', async () => {
  const nobody = 'http://127.0.0.1:9';
  const { code, out } = await load([...SMALL, '--no-faults'], undefined, {
    https_proxy: nobody,
    HTTP_PROXY: nobody,
  });
  expect(out).toMatch(/^PASS/);
  expect(code).toBe(0);
});

test('more lanes than the text of one query can name', async () => {
  const { code, out } = await load([
    '--items',
    '800',
    '--lanes',
    '800',
    '--connections',
    '5',
    '--no-faults',
  ]);
  expect(out).toMatch(/^PASS {2}800 items done, 800 lanes/);
  expect(code).toBe(0);
});

describe('an org that the sf CLI knows', () => {
  /** Runs `use` while a local org of this edition stands in the CLI's store under "known". */
  async function knowing(edition: string, use: () => Promise<void>): Promise<void> {
    const child = spawn(
      process.execPath,
      [...NODE, 'scripts/load/tests/known-org.ts', edition, 'known'],
      {
        cwd: ROOT,
        env: { ...process.env, HOME: folder, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true' },
      },
    );
    try {
      await new Promise<void>((ready, failed) => {
        child.stdout.once('data', () => ready());
        child.once('close', () => failed(new Error('The org did not start.')));
      });
      await use();
    } finally {
      child.kill();
    }
  }

  test('a Developer Edition org is attacked gently, and judged', () =>
    knowing('Developer', async () => {
      const { code, out, err } = await load(['--target-org', 'known', '--items', '20']);
      expect(err).toContain("Load-testing an org needs Salesforce's consent");
      expect(out).toMatch(/^PASS {2}20 items done, 2 lanes, 4 connections/);
      expect(code).toBe(0);
      expect(report().info.statistics).toBeNull();
    }));

  test('a production org is refused before anything is sent to it', () =>
    knowing('Enterprise', async () => {
      const { code, err } = await load(['--target-org', 'known']);
      expect(err).toMatch(
        /"known" is a production org \(Enterprise Edition\); the load test runs only on/,
      );
      expect(code).toBe(3);
    }));
});

describe('bad input is answered in one sentence', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      'an unknown org',
      ['--target-org', 'no-such-org'],
      /No org is known as "no-such-org": log in with/,
    ],
    [
      'an unknown sabotage',
      ['--sabotage', 'no-such-guard'],
      /There is no sabotage "no-such-guard"/,
    ],
    [
      'a sabotage of a real org',
      ['--sabotage', 'flag-sticks', '--target-org', 'x'],
      /cannot be used with/,
    ],
    ['no items', ['--items', '0'], /must be a whole number from 1 to 100000/],
    ['more connections than a machine has', ['--connections', '1001'], /from 1 to 1000/],
    ['more items than can be judged', ['--items', '9999999999999999999'], /from 1 to 100000/],
    [
      'a sabotage that every object has',
      ['--sabotage', 'toString'],
      /There is no sabotage "toString"/,
    ],
    ['no seed', ['--seed', ''], /must be a whole number from 0 on/],
    ['half a lane', ['--lanes', '1.5'], /must be a whole number from 1 to 1000/],
    ['an unknown flag', ['--conections', '5'], /unknown option '--conections'/],
  ];
  test.each(cases)('%s', async (_, args, message) => {
    const { code, err, out } = await load(args);
    expect(err).toMatch(message);
    expect(err + out).not.toMatch(/\n\s+at /);
    expect(code).not.toBe(0);
    expect(code).not.toBe(1);
  });

  test.each(['in-the-way', '/proc/no-folder'])(
    'a report folder that cannot be written is refused before the run: %s',
    async (name) => {
      const path = resolve(folder, name);
      if (path.startsWith(folder)) writeFileSync(path, '');
      const { code, out, err } = await load([...SMALL, '--report', path]);
      expect(err).toMatch(
        /^The report cannot be written to .*choose another place with --report\.$/m,
      );
      expect(err + out).not.toContain('boot');
      expect(code).toBe(3);
    },
  );

  test('a report folder that goes away: the verdict stands, nothing half-written remains', async () => {
    const path = join(folder, 'reports');
    const { code, out, err } = await load([...SMALL, '--report', path], (seen) => {
      if (!seen.includes('… drain') || !statSync(path).isDirectory()) return;
      rmdirSync(path);
      writeFileSync(path, '');
    });
    expect(out).toMatch(/^PASS/);
    expect(err).toMatch(/The report cannot be written to/);
    expect(code).toBe(3);
    expect(existsSync(`${path}.part`)).toBe(false);
  });
});
