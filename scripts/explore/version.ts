import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const FOLDERS = ['force-app', 'examples', 'scripts/load/probe', 'local-org', 'explorer'];
const FILES = ['scripts/load/sabotage.ts', 'package-lock.json'];

/**
 * Digest of everything that a run depends on besides its choices: the package, the probe, the local
 * org and the explorer, without their tests.
 */
export function version(): string {
  const hash = createHash('sha256');
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  );
  const relevant = files.filter((file) => !file.includes('/tests/') && !file.endsWith('.md'));
  for (const file of [...relevant, ...FILES].sort())
    hash.update(`${file}\n`).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex').slice(0, 8);
}
