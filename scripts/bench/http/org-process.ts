/** Child process of the HTTP benchmark: a local org that also tells what it costs. Run with `--expose-gc`. */
import { createServer } from '../../../local-org/api';
import { createLocalOrg } from '../../../local-org/org';

/** What the process has used and holds. */
export interface Cost {
  /** User and system time since the process began, milliseconds. */
  readonly cpuMs: number;
  /** Bytes on the heap after a full collection, or null when none was asked for. */
  readonly heap: number | null;
}

export interface Serving {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly token: string;
}

function cost(collect: boolean): Cost {
  const { user, system } = process.cpuUsage();
  const cpuMs = (user + system) / 1000;
  if (!collect) return { cpuMs, heap: null };
  if (!globalThis.gc) throw new Error('The heap can only be measured with --expose-gc.');
  globalThis.gc();
  return { cpuMs, heap: process.memoryUsage().heapUsed };
}

async function main(): Promise<void> {
  const org = await createLocalOrg({ seed: 1, clock: 'real', interleaving: 'random' });
  const server = await createServer(org, { port: 0 });
  process.on('disconnect', () => process.exit(0));
  process.on('message', (collect: boolean) => process.send?.(cost(collect)));
  const { username, password, token } = server.credentials;
  const serving: Serving = { url: server.url, username, password, token };
  // Who has gone meanwhile needs no greeting.
  process.send?.(serving, undefined, {}, () => undefined);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : ''}\n`);
  process.exit(1);
});
