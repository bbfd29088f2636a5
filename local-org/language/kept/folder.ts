/**
 * Files that spare later processes work: one per content, under `node_modules/.cache`, in a folder
 * named after the version of what made them. Nothing in it is believed: a file of another user, one
 * that others may write, a changed one and half a one are as good as none. Every failure, a folder
 * that cannot be written among them, only means that the work is done again.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';

const CACHE = join(__dirname, '..', '..', '..', 'node_modules', '.cache', 'apex-mutex');

/** Folders of other versions that may stay: switching between two branches shall not begin anew. */
const OLD_VERSIONS = 2;
const DIGEST_BYTES = 32;
/** Only the user who runs the org may write what it will run. */
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const FOR_OTHERS = 0o022;

export interface KeptFolderOptions {
  /** The first part of the folder's name. */
  readonly name: string;
  /** The second part; throws where there is no telling, and then nothing is kept. */
  readonly version: () => string;
  /** Files that may lie in the folder. */
  readonly most: number;
  /** Which of them stay when there are more: those that were written last, or used. */
  readonly last: 'written' | 'used';
  /** The folder that holds the folder. Default: the project's own. */
  readonly parent?: string;
}

export class KeptFolder {
  readonly #options: KeptFolderOptions;
  readonly #parent: string;
  /** Null where nothing can be kept. */
  readonly #path: string | null;
  /** Files written since the last look at how many there are. */
  #written = 0;

  /** To be made when the code that it speaks for is loaded: whoever edits that later makes another version. */
  constructor(options: KeptFolderOptions) {
    this.#options = options;
    this.#parent = options.parent ?? CACHE;
    this.#path = process.env['APEX_MUTEX_CACHE'] === 'off' ? null : this.#pathNow();
  }

  /** @returns what was written under `key`, as it was written, or undefined */
  read(key: string): Buffer | undefined {
    const folder = this.#path;
    if (folder === null) return undefined;
    const file = join(folder, key);
    const bytes = readOwn(file);
    const content = bytes?.subarray(DIGEST_BYTES);
    if (!bytes || !content || !digest(key, content).equals(bytes.subarray(0, DIGEST_BYTES)))
      return undefined;
    if (this.#options.last === 'used') touch(file, bytes);
    return content;
  }

  /** Whoever reads meanwhile, in this process or another, sees all of it or nothing. */
  write(key: string, content: string): void {
    const folder = this.#path;
    // What this process made is of the version that it loaded, not of the one that lies there now.
    if (folder === null || this.#pathNow() !== folder) return;
    const file = join(folder, key);
    const draft = `${file}.${process.pid}.${threadId}`;
    const bytes = Buffer.from(content);
    try {
      mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
      if (this.#written === 0) this.#dropOldVersions(folder);
      writeFileSync(draft, Buffer.concat([digest(key, bytes), bytes]), { mode: PRIVATE_FILE });
      renameSync(draft, file);
      if (this.#written++ % Math.ceil(this.#options.most / 8) === 0) this.#dropOldFiles(folder);
    } catch {
      // The next process does the work again.
    }
  }

  #pathNow(): string | null {
    try {
      return join(this.#parent, `${this.#options.name}-${this.#options.version()}`);
    } catch {
      return null;
    }
  }

  #dropOldFiles(folder: string): void {
    const names = readdirSync(folder);
    if (names.length <= this.#options.most) return;
    const keep = Math.floor(this.#options.most * 0.75);
    for (const file of latestFirst(folder, names).slice(keep)) rmSync(file, { force: true });
  }

  #dropOldVersions(folder: string): void {
    const others = readdirSync(this.#parent).filter(
      (name) => name.startsWith(`${this.#options.name}-`) && join(this.#parent, name) !== folder,
    );
    for (const old of latestFirst(this.#parent, others).slice(OLD_VERSIONS))
      rmSync(old, { recursive: true, force: true });
  }
}

/** Of the key too: a file under another's name is not what was asked for. */
function digest(key: string, content: Uint8Array): Buffer {
  return createHash('sha256').update(`${key}\0`).update(content).digest();
}

/** @returns the bytes of a file that nobody else can have written; undefined: there is none */
function readOwn(file: string): Buffer | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const { uid, mode } = fstatSync(handle);
    if (uid !== (process.getuid?.() ?? uid) || (mode & FOR_OTHERS) !== 0) return undefined;
    return readFileSync(handle);
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Makes a file the latest: its first byte is written again, since no clock is at hand. */
function touch(file: string, bytes: Uint8Array): void {
  try {
    const handle = openSync(file, 'r+');
    try {
      writeSync(handle, bytes, 0, 1, 0);
    } finally {
      closeSync(handle);
    }
  } catch {
    // It may be read only, or gone: then it is as old as it was.
  }
}

/** Full paths. What another process has removed meanwhile counts as very old. */
function latestFirst(folder: string, names: readonly string[]): string[] {
  const age = new Map(
    names.map((name) => {
      const path = join(folder, name);
      return [path, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0] as const;
    }),
  );
  return [...age.keys()].sort((a, b) => age.get(b)! - age.get(a)!);
}
