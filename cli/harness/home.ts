/** A home of its own for the command line: nothing of the user's is read or written. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Home {
  readonly folder: string;
  /** Variables for every process of the CLI. */
  readonly env: Readonly<Record<string, string>>;
  /** Hosts outside of this machine that the CLI tried to reach. */
  strangers(): readonly string[];
  remove(): void;
}

/** What a process needs of the machine: no variable of the user's may steer the CLI. */
function machineVariables(): Record<string, string> {
  const { PATH = '', TMPDIR = tmpdir(), SystemRoot = '' } = process.env;
  return { PATH, TMPDIR, ...(SystemRoot === '' ? {} : { SystemRoot }) };
}

export function createHome(): Home {
  const folder = mkdtempSync(path.join(tmpdir(), 'apex-mutex-cli-'));
  const strangers = path.join(folder, 'strangers.txt');
  writeFileSync(strangers, '');
  const inside = (name: string): string => {
    const dir = path.join(folder, name);
    mkdirSync(dir, { recursive: true });
    return dir;
  };
  const env = {
    ...machineVariables(),
    HOME: folder,
    USERPROFILE: folder,
    XDG_DATA_HOME: inside('data'),
    XDG_CONFIG_HOME: inside('config'),
    XDG_CACHE_HOME: inside('cache'),
    XDG_STATE_HOME: inside('state'),
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_HIDE_RELEASE_NOTES: 'true',
    SF_DISABLE_LOG_FILE: 'true',
    // Otherwise it asks the desktop's key ring.
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_USE_PROGRESS_BAR: 'false',
    NO_COLOR: '1',
    CI: 'true',
    CLI_STRANGERS: strangers,
    NODE_OPTIONS: `--require ${path.join(__dirname, 'offline.cjs')}`,
  };
  return {
    folder,
    env,
    strangers: () => [...new Set(readFileSync(strangers, 'utf8').split('\n').filter(Boolean))],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
