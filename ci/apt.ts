import { spawnSync } from 'node:child_process';

/** Runs a command with its output shown. */
function run(program: string, ...args: string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(program, args, { stdio: 'inherit', env: environment });
}

/**
 * Installs a package of Debian where that is possible. Whether it worked, the caller must see.
 *
 * @param name the package
 */
export function aptInstall(name: string): void {
  // The lists may be old or absent on a new machine; if they cannot be fetched, try all the same.
  run('apt-get', 'update', '-q');
  run('apt-get', 'install', '-y', '-q', '--no-install-recommends', name);
}
