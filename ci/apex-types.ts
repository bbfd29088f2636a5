import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Finding } from './finding';

const CHECKER = 'io.github.apexdevtools.apexls.CheckForIssues';

/** The part of the checker's report that is read here. */
interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly messages: readonly {
      readonly start: { readonly line: number; readonly offset: number };
      readonly category: string;
      readonly message: string;
    }[];
  }[];
}

/** The jars of the checker and of the platform's types; they come with the PMD engine. */
function classPath(): string {
  const engine = path.dirname(require.resolve('@salesforce/code-analyzer-pmd-engine'));
  return path.join(engine, 'java-lib', '*');
}

/**
 * Type-checks the Apex of a project with apex-ls: all package directories of its
 * `sfdx-project.json`, with their objects and fields.
 *
 * @param project absolute path of the folder with `sfdx-project.json`
 * @returns the errors found; none means that the code is sound
 * @throws Error if the checker could not do its work
 */
export function checkApexTypes(project: string): Finding[] {
  const { stdout, stderr, status, error } = spawnSync(
    'java',
    ['-Xmx2g', '-cp', classPath(), CHECKER, '-w', project, '-n', '-f', 'json', '-d', 'errors'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  // 4 is the checker's way of saying that there are findings.
  if (error !== undefined || (status !== 0 && status !== 4)) {
    const reason = error?.message ?? `status ${status ?? 'none'}: ${stderr || stdout}`;
    throw new Error(`apex-ls could not check ${project}: ${reason}`);
  }
  const report = JSON.parse(stdout) as Report;
  return report.files.flatMap(({ path: file, messages }) =>
    messages.map(({ start, category, message }) => ({
      file,
      line: start.line,
      rule: `apex-ls ${category}`,
      message,
    })),
  );
}
