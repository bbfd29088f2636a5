/** Digests of sources: whatever one of them says otherwise, what was made by them is made anew. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PACKAGES = join(__dirname, '..', '..', '..', 'node_modules');
const LENGTH = 16;

/**
 * @param folders absolute paths; folders of tests in them do not count
 * @returns a digest of all files, their names, the grammar of Apex and the engine
 */
export function versionOf(folders: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  const visit = (folder: string): void => {
    const entries = readdirSync(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) hash.update(`${entry.name}\0`).update(readFileSync(path));
      else if (entry.name !== 'tests') visit(path);
    }
  };
  folders.forEach(visit);
  return hash.update(grammar()).digest('hex').slice(0, LENGTH);
}

/** Where the grammar lies and what its package says of itself. */
function grammar(): string {
  const name = '@apexdevtools/apex-parser';
  const path = createRequire(__filename).resolve(name);
  return `${path}\0${readFileSync(join(PACKAGES, name, 'package.json'), 'utf8')}`;
}
