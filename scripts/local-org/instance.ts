/** Where a running org leaves what others need to find it: a private folder for each name. */
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { CommandFailure } from './failure';

/** What is written down while an org is served. */
export interface Running {
  readonly pid: number;
  readonly url: string;
  readonly orgId: string;
  readonly username: string;
  readonly clientId: string;
  /** Access token of the administrator. */
  readonly token: string;
  /** Alias under which `sf` knows it; absent where it was not registered. */
  readonly alias?: string;
}

export interface InstanceFlags {
  readonly name: string;
  readonly state?: string;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,40}$/;

/** Only the user who runs the org may read its tokens and keys. */
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

export class Instance {
  readonly folder: string;

  constructor({ name, state }: InstanceFlags) {
    if (!NAME.test(name)) throw new CommandFailure(`--name must be a simple word: ${name}`);
    this.folder = path.resolve(state ?? path.join('.local-org', name));
  }

  #file(name: string): string {
    return path.join(this.folder, name);
  }

  get keyFile(): string {
    return this.#file('jwt.pem');
  }

  /** What is kept of an org from start to start. */
  get stateFile(): string {
    return this.#file('org.json');
  }

  #makeFolder(): void {
    mkdirSync(this.folder, { recursive: true, mode: PRIVATE_FOLDER });
    chmodSync(this.folder, PRIVATE_FOLDER);
  }

  /** Writes a file that no other user may read, all at once. */
  #write(name: string, text: string): void {
    this.#makeFolder();
    const draft = this.#file(`${name}.new`);
    const file = openSync(draft, 'w', PRIVATE_FILE);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, this.#file(name));
  }

  /**
   * Takes the folder for this process until `clear`.
   * @throws CommandFailure when another process has it
   */
  lock(): void {
    this.#makeFolder();
    const file = this.#file('lock');
    for (;;) {
      try {
        writeFileSync(file, String(process.pid), { mode: PRIVATE_FILE, flag: 'wx' });
        return;
      } catch (error) {
        if ((error as { code?: string }).code !== 'EEXIST') throw error;
      }
      const holder = Number(readFileSync(file, 'utf8'));
      if (processLives(holder))
        throw new CommandFailure(
          `Process ${holder} has an org in ${this.folder} already: stop it, or start another with --name and --port 0. If that process is something else, delete ${file}.`,
        );
      rmSync(file, { force: true });
    }
  }

  saveState(text: string): void {
    this.#write('org.json', text);
  }

  save(running: Running): void {
    this.#write('server.json', `${JSON.stringify(running, null, 2)}\n`);
  }

  saveKey(pem: string): void {
    this.#write('jwt.pem', pem);
  }

  /** Undefined when nothing was started here, or it was stopped. */
  read(): Running | undefined {
    try {
      return JSON.parse(readFileSync(this.#file('server.json'), 'utf8')) as Running;
    } catch {
      return undefined;
    }
  }

  /** Tokens and keys end with the org. */
  clear(): void {
    for (const name of ['server.json', 'jwt.pem', 'lock'])
      rmSync(this.#file(name), { force: true });
  }
}

/** A process of this number lives; it may be anybody's. */
export function processLives(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

/** The answer of a running org; undefined when nobody answers, or somebody else does. */
export async function ask(
  { url, token }: Running,
  method: 'GET' | 'POST',
  where: string,
  body?: object,
): Promise<{ readonly ok: boolean; readonly json: unknown } | undefined> {
  try {
    const response = await fetch(`${url}/local-org/${where}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 401) return undefined;
    return { ok: response.ok, json: await response.json() };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** True when the org that was written down really answers: a killed one leaves its file behind. */
export async function isAlive(running: Running): Promise<boolean> {
  return (await ask(running, 'GET', 'status')) !== undefined;
}
