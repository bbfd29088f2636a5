/** Deploys to an org in this process, and tells of what went wrong. */
import type { ComponentResult, LocalOrg } from '../../local-org/org/contract';
import { CommandFailure } from './failure';
import { pack } from './package';

export type Problem = Pick<ComponentResult, 'fileName' | 'problem' | 'line' | 'column'>;

/** `classes/Mutex.cls:3:5: Variable does not exist: x`. */
export function problemLine({ fileName, line, column, problem }: Problem): string {
  const place = line === undefined ? '' : `:${line}:${column ?? 1}`;
  return `${fileName}${place}: ${problem ?? 'failed'}`;
}

/** @throws CommandFailure with a line for each component that failed */
export async function deployFolders(org: LocalOrg, folders: readonly string[]): Promise<number> {
  if (folders.length === 0) return 0;
  const outcome = await org.deploy({ files: await pack(folders) });
  if (!outcome.success) throw deployFailure(outcome.components.filter(({ success }) => !success));
  printWarnings(outcome.components);
  return outcome.components.length;
}

/** Says on the error stream what was deployed with a problem. */
export function printWarnings(deployed: readonly Problem[]): void {
  for (const component of deployed)
    if (component.problem !== undefined)
      process.stderr.write(`Warning: ${problemLine(component)}\n`);
}

export function deployFailure(failed: readonly Problem[]): CommandFailure {
  const many = failed.length === 1 ? 'one component' : `${failed.length} components`;
  return new CommandFailure(
    [`The deploy failed in ${many}:`, ...failed.map(problemLine)].join('\n'),
  );
}
