import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from './finding';

/** Examples of how to use the package; the others are recipes that stand alone. */
const WITH_PACKAGE: ReadonlySet<string> = new Set(['adopter', 'flow', 'handlers', 'mutex']);

/**
 * Apex that stands in the repository but is no part of the package, so `sfdx-project.json` does not
 * name it: the load test's probe and the handler of the package's tests, which need the package, and
 * the examples, which stand alone
 * because they define objects of the same names.
 *
 * @param root absolute path of the repository
 * @returns folders of each project, below the root
 */
export function sideProjects(root: string): string[][] {
  const examples = path.join(root, 'examples');
  const names = existsSync(examples) ? readdirSync(examples, { withFileTypes: true }) : [];
  return [
    ['force-app', 'scripts/load/probe', 'tests/package/apex'],
    ...names
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => [...(WITH_PACKAGE.has(name) ? ['force-app'] : []), `examples/${name}`]),
  ];
}

/**
 * Checks folders as one project of their own, in a copy that is gone afterwards.
 *
 * @param root absolute path of the repository
 * @param folders below the root
 * @param check what to run on the project
 * @returns its findings, naming files of the repository
 */
export function checkAsProject(
  root: string,
  folders: readonly string[],
  check: (project: string) => Finding[],
): Finding[] {
  const copy = mkdtempSync(path.join(tmpdir(), 'apex-mutex-check-'));
  try {
    for (const folder of folders)
      cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true });
    writeFileSync(
      path.join(copy, 'sfdx-project.json'),
      JSON.stringify({
        packageDirectories: folders.map((folder, i) => ({ path: folder, default: i === 0 })),
        sourceApiVersion: '65.0',
      }),
    );
    return check(copy).map((finding) => ({
      ...finding,
      file: path.join(root, path.relative(copy, finding.file)),
    }));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
