/** How long the real command line takes to deploy this project to a local org. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createServer, type Server } from '../../local-org/api';
import { createLocalOrg } from '../../local-org/org';
import { table } from './table';

const ROOT = resolve(__dirname, '../..');
const SF = join(ROOT, 'cli/node_modules/@salesforce/cli/bin/run.js');
const ALIAS = 'bench';

interface Measured {
  readonly label: string;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** In this order. The command draws its table of files with a layout engine, unless it is told not to. */
const COMMANDS: readonly Measured[] = [
  { label: 'first deploy' },
  { label: 'the same again' },
  { label: 'again, SF_TABLE_LIMIT=100', env: { SF_TABLE_LIMIT: '100' } },
  { label: 'again, --concise', flags: ['--concise'] },
  { label: 'again, --json', flags: ['--json'] },
];

interface Took {
  readonly seconds: number;
  readonly cpu: number;
}

/** A home and a project of their own: nothing of the user's is read or written. */
class Shell {
  readonly folder = mkdtempSync(join(tmpdir(), 'apex-mutex-bench-'));
  readonly #cpuFile = join(this.folder, 'cpu.txt');
  readonly #env: NodeJS.ProcessEnv;

  constructor() {
    for (const name of ['force-app', 'sfdx-project.json'])
      cpSync(join(ROOT, name), join(this.folder, name), { recursive: true });
    const { PATH, NODE_COMPILE_CACHE } = process.env;
    this.#env = {
      PATH,
      ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
      HOME: this.folder,
      USERPROFILE: this.folder,
      SF_DISABLE_TELEMETRY: 'true',
      SF_AUTOUPDATE_DISABLE: 'true',
      SF_SKIP_NEW_VERSION_CHECK: 'true',
      SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
      NODE_OPTIONS: `--require ${join(__dirname, 'cpu-at-exit.cjs')}`,
      BENCH_CPU_FILE: this.#cpuFile,
    };
  }

  /** @throws Error with what the command said when it fails */
  sf(args: readonly string[], env: Measured['env'] = {}): Promise<Took> {
    const began = performance.now();
    return new Promise((done, fail) => {
      const child = spawn(process.execPath, [SF, ...args], {
        cwd: this.folder,
        env: { ...this.#env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (said += text));
      child.on('error', fail);
      child.on('close', (code) => {
        if (code !== 0) fail(new Error(`sf ${args.join(' ')} ended with ${code}:\n${said}`));
        const seconds = (performance.now() - began) / 1000;
        done({ seconds, cpu: Number(readFileSync(this.#cpuFile, 'utf8')) / 1000 });
      });
    });
  }

  async login(server: Server): Promise<void> {
    const { clientId, username } = server.credentials;
    const key = join(this.folder, 'jwt.pem');
    writeFileSync(key, server.credentials.jwtPrivateKey() ?? '', { mode: 0o600 });
    await this.sf([
      ...['org', 'login', 'jwt', '--client-id', clientId, '--jwt-key-file', key],
      ...['--username', username, '--instance-url', server.url, '--alias', ALIAS],
    ]);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** @param runs of each command; the first one needs a new org each time */
export async function sfTime(runs: number): Promise<void> {
  if (!existsSync(SF)) {
    process.stdout.write(
      '\nsf is left out: npm ci --prefix cli installs the version that is measured.\n',
    );
    return;
  }
  const shell = new Shell();
  const took = COMMANDS.map((): Took[] => []);
  try {
    for (let run = 0; run < runs; run++) await deployInTurn(shell, took);
  } finally {
    shell.remove();
  }
  table(
    `sf project deploy start --source-dir force-app, Node ${process.versions.node}, seconds (median of ${runs})`,
    ['', 'wall', 'processor time of sf'],
    COMMANDS.map(({ label }, i) => [
      label,
      median(took[i]!.map(({ seconds }) => seconds)),
      median(took[i]!.map(({ cpu }) => cpu)),
    ]),
  );
}

async function deployInTurn(shell: Shell, took: readonly Took[][]): Promise<void> {
  const org = await createLocalOrg({ clock: 'real' });
  const server = await createServer(org);
  try {
    await shell.login(server);
    for (const [i, { flags = [], env }] of COMMANDS.entries()) {
      const deploy = ['project', 'deploy', 'start', '--source-dir', 'force-app', '-o', ALIAS];
      took[i]!.push(await shell.sf([...deploy, ...flags], env));
    }
  } finally {
    await server.close();
    await org.close();
  }
}
