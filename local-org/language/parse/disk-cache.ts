/**
 * Trees of earlier processes. Warming up the parser costs seconds, a tree read back costs next to
 * nothing, and the same sources are parsed over and over by tests and restarts.
 *
 * One file per content under `node_modules/.cache`, in a folder named after the parser's own sources:
 * a changed parser starts afresh. Every failure only means that the text is parsed again.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PACKAGES = join(__dirname, '..', '..', '..', 'node_modules');

/** What the trees depend on: the grammar's version and the files beside this one. */
function parserVersion(): string {
  const hash = createHash('sha256');
  const grammar = createRequire(__filename).resolve('@apexdevtools/apex-parser');
  hash
    .update(grammar)
    .update(readFileSync(join(PACKAGES, '@apexdevtools/apex-parser/package.json')));
  for (const name of readdirSync(__dirname).sort())
    if (/\.[cm]?[jt]s$/.test(name)) hash.update(name).update(readFileSync(join(__dirname, name)));
  return hash.digest('hex').slice(0, 16);
}

let folder: string | null | undefined;

/** Null where there is no place for a cache: bundled, or installed elsewhere. */
function cacheFolder(): string | null {
  if (folder !== undefined) return folder;
  try {
    folder = join(PACKAGES, '.cache', 'apex-mutex', `parse-${parserVersion()}`);
    mkdirSync(folder, { recursive: true });
  } catch {
    folder = null;
  }
  return folder;
}

export function readCached<T>(key: string): T | undefined {
  const at = cacheFolder();
  if (at === null) return undefined;
  const file = join(at, `${key}.json`);
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
  } catch {
    return undefined;
  }
}

export function writeCached(key: string, value: unknown): void {
  const at = cacheFolder();
  if (at === null) return;
  const file = join(at, `${key}.json`);
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, JSON.stringify(value));
    renameSync(draft, file);
  } catch {
    // The next process parses it again.
  }
}
