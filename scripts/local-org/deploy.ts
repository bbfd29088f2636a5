/** `local-org deploy`: to a running org, or into a new one to see whether it compiles. */
import { createLocalOrg } from '../../local-org/org';
import type { Problem } from './deployment';
import { deployFailure, deployFolders, printWarnings } from './deployment';
import type { OrgFlags, RemoteFlags } from './options';
import { orgOptions } from './options';
import { packZip } from './package';
import type { DeployedComponent } from './remote';
import { remoteOf } from './remote';

async function toRemote(
  folders: readonly string[],
  flags: RemoteFlags,
): Promise<number | undefined> {
  const remote = remoteOf(flags);
  if (remote === undefined) return undefined;
  const result = await remote.deploy(await packZip(folders));
  const { componentFailures, componentSuccesses } = result.details;
  if (!result.success) throw deployFailure(componentFailures.map(problemOf));
  printWarnings(componentSuccesses.map(problemOf));
  return result.numberComponentsDeployed;
}

function problemOf({ fileName, problem, lineNumber, columnNumber }: DeployedComponent): Problem {
  return {
    fileName,
    ...(problem === undefined ? {} : { problem }),
    ...(lineNumber === undefined ? {} : { line: lineNumber }),
    ...(columnNumber === undefined ? {} : { column: columnNumber }),
  };
}

async function toNew(folders: readonly string[], flags: OrgFlags): Promise<number> {
  const org = await createLocalOrg(orgOptions(flags));
  try {
    return await deployFolders(org, folders);
  } finally {
    await org.close();
  }
}

export async function deploy(
  folders: readonly string[],
  flags: OrgFlags & RemoteFlags,
): Promise<void> {
  const count = (await toRemote(folders, flags)) ?? (await toNew(folders, flags));
  process.stdout.write(`Deployed ${count} components.\n`);
}
