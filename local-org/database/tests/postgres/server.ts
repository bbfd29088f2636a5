/** A PostgreSQL of its own for one test file: made in a temporary folder, gone afterwards. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const DEBIAN = '/usr/lib/postgresql';
/** `nobody`: PostgreSQL refuses to run as root. */
const NOBODY = { uid: 65534, gid: 65534 };

/**
 * Where the server's programs are.
 *
 * @returns the folder of Debian's newest PostgreSQL, or undefined if there is none
 */
export function findPostgres(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined;
  return readdirSync(DEBIAN)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(DEBIAN, version, 'bin'))
    .find((bin) => existsSync(path.join(bin, 'initdb')) && existsSync(path.join(bin, 'postgres')));
}

const SETTINGS = [
  'listen_addresses=',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'jit=off',
  'deadlock_timeout=10ms',
  // All that is left is a walk along the primary key, so rows are met in the order of their ids.
  'enable_seqscan=off',
  'enable_bitmapscan=off',
];

export class PostgresServer {
  private constructor(
    /** Folder of the unix socket: the only way in. */
    readonly socket: string,
    readonly user: string,
    private readonly child: ChildProcess,
  ) {
    process.once('exit', this.#abandon);
  }

  /** For a test that ends without `stop`. */
  readonly #abandon = (): void => {
    this.child.kill('SIGKILL');
    rmSync(this.socket, { recursive: true, force: true });
  };

  /** @param bin folder with `initdb` and `postgres` */
  static async start(bin: string): Promise<PostgresServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'postgres-'));
    const root = process.getuid?.() === 0;
    if (root) chownSync(folder, NOBODY.uid, NOBODY.gid);
    const options = { ...(root ? NOBODY : {}), cwd: folder };
    const data = path.join(folder, 'data');
    const user = 'tester';
    const made = spawnSync(
      path.join(bin, 'initdb'),
      ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { ...options, encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
    const settings = SETTINGS.flatMap((each) => ['-c', each]);
    const child = spawn(path.join(bin, 'postgres'), ['-D', data, '-k', folder, ...settings], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await ready(child);
    return new PostgresServer(folder, user, child);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGQUIT');
    await ended;
    process.removeListener('exit', this.#abandon);
    rmSync(this.socket, { recursive: true, force: true });
  }
}

/** Settles when the server says that it takes connections, or that it ended before. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      if (log === 'ready') return;
      log += chunk.toString('utf8');
      if (!log.includes('ready to accept connections')) return;
      log = 'ready';
      resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${log}`)));
  });
}
