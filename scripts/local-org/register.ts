/** Makes an org known to `sf`, where that is installed. */
import { spawn } from 'node:child_process';
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
    const child = spawn('sf', args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let problem = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (problem += text));
    child.on('error', () => resolve(undefined));
    child.on('close', (code) =>
      resolve(
        code === 0
          ? { ok: true, text: `sf knows it as ${alias}: sf org display --target-org ${alias}` }
          : { ok: false, text: `sf could not log in:\n${problem.trim()}` },
      ),
    );
  });
}
