import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hearInterrupt } from '../command/interrupt';
import type { ApiClass } from './model';
import { indexOf, pageOf, undocumented } from './page';
import { readClass } from './read';

export interface Outcome {
  /** What is not documented, and with `check` each page that is not as it would be written. */
  readonly problems: readonly string[];
  readonly written: number;
}

/**
 * Writes the pages, or compares them.
 *
 * @param root   of the repository
 * @param check  whether to leave the pages alone
 * @throws Error naming the file, if one is not valid Apex
 */
export async function apiDocs(root: string, check: boolean): Promise<Outcome> {
  const classes = publicClasses(root);
  const wanted = new Map(classes.map((cls) => [`${cls.name}.md`, pageOf(cls)]));
  wanted.set('README.md', indexOf(classes));
  const folder = join(root, 'docs/api');
  const problems = classes.flatMap(undocumented);
  const stale = existsSync(folder) ? readdirSync(folder).filter((name) => !wanted.has(name)) : [];
  const differing = [...wanted].filter(([name, text]) => textOf(join(folder, name)) !== text);
  if (check) {
    problems.push(...stale.map((name) => `docs/api/${name} is about no public class`));
    problems.push(
      ...differing.map(([name]) => `docs/api/${name} is not up to date; run npm run docs:api`),
    );
    return { problems, written: 0 };
  }
  await hearInterrupt();
  mkdirSync(folder, { recursive: true });
  for (const name of stale) rmSync(join(folder, name));
  for (const [name, text] of differing) writeFileSync(join(folder, name), text);
  return { problems, written: differing.length };
}

/** Public classes by name, without tests; the kit for the tests of others is one of them. */
function publicClasses(root: string): ApiClass[] {
  const paths = readdirSync(join(root, 'force-app/main'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.cls') && !path.split('/').includes('tests'))
    .map((path) => `force-app/main/${path}`);
  const classes = paths.map((path) => {
    try {
      return readClass(path, readFileSync(join(root, path), 'utf8'));
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
    }
  });
  return classes
    .filter((cls) => cls !== null)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

const textOf = (path: string): string | null =>
  existsSync(path) ? readFileSync(path, 'utf8') : null;
