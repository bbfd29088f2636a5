/** Makes an org known to `sf`, where that is installed. */
import { spawn } from 'node:child_process';
import { proxiesIn, withoutProxies } from '../connect/proxies';
import type { Instance, Running } from './instance';

/**
 * Logs `sf` in by JWT, which it can repeat by itself whenever a session has ended.
 *
 * @returns what came of it, for people; undefined where there is no `sf`
 */
export function register(
  instance: Instance,
  running: Running,
  alias: string,
): Promise<{ readonly ok: boolean; readonly text: string } | undefined> {
  const args = [
    ...['org', 'login', 'jwt', '--client-id', running.clientId, '--jwt-key-file', instance.keyFile],
    ...['--username', running.username, '--instance-url', running.url, '--alias', alias],
  ];
  return new Promise((resolve) => {
    const env = withoutProxies(process.env);
    const child = spawn('sf', args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let problem = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (problem += text));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) =>
      resolve(
        code === 0
          ? { ok: true, text: `${known(alias)}${proxyNote()}` }
          : { ok: false, text: `sf could not log in:\n${problem.trim()}` },
      ),
    );
  });
}

const known = (alias: string): string =>
  `sf knows it as ${alias}: sf org display --target-org ${alias}`;

/** What stands between `sf` and this machine in a shell like this one. */
function proxyNote(): string {
  const names = proxiesIn(process.env);
  if (names.length === 0) return '';
  return `\nsf sends requests to this machine to your proxy, too, which cannot pass them on. Call it without: env ${names.map((name) => `-u ${name}`).join(' ')} sf …`;
}
