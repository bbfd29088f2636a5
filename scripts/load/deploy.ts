import type { Connection as CoreConnection } from '@salesforce/core';
import { ComponentSet, ComponentStatus } from '@salesforce/source-deploy-retrieve';
import { LoadError } from './target';

/** The first poll comes at once, and the local org has finished by then. */
const POLL_MS = 200;
const DEPLOY_LIMIT_S = 600;

/**
 * Deploys a source folder with source-deploy-retrieve, as `sf project deploy start` does.
 * @param folder source folder, e.g. `force-app`
 * @param connection a connection of @salesforce/core
 * @throws LoadError naming file, line and problem of everything that was refused
 */
export async function deployFolder(folder: string, connection: CoreConnection): Promise<void> {
  const components = ComponentSet.fromSource(folder);
  const deploy = await components.deploy({ usernameOrConnection: connection });
  const result = await deploy.pollStatus(POLL_MS, DEPLOY_LIMIT_S);
  if (result.response.success) return;
  const failures = result
    .getFileResponses()
    .filter((response) => response.state === ComponentStatus.Failed)
    .map((response) => {
      const at =
        'lineNumber' in response && response.lineNumber
          ? `:${response.lineNumber}:${response.columnNumber ?? 1}`
          : '';
      // The library repeats line and column at the end of the text.
      const problem =
        'error' in response
          ? response.error.replace(/ \(\d+:\d+\)$/, '')
          : 'refused without a reason';
      return `  ${response.filePath ?? response.fullName}${at}: ${problem}`;
    });
  throw new LoadError(
    [
      `The org refused the deployment of ${folder}:`,
      ...(failures.length > 0
        ? failures
        : [`  ${result.response.errorMessage ?? 'no details given'}`]),
    ].join('\n'),
  );
}
