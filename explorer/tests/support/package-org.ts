/** The package as it is, on an org where runs of scenarios begin. */
import type { EmbeddedOrg } from '../../../local-org/org/embedded';
import { sourcePackage } from '../../../scripts/local-org/package';
import { prepareFolders } from '../../../scripts/load/folders';
import { explorerOrg } from '../../org-subject';

/** The caller closes it. */
export async function packageOrg(): Promise<EmbeddedOrg> {
  const folders = prepareFolders();
  try {
    return await explorerOrg(await Promise.all(folders.paths.map(sourcePackage)));
  } finally {
    folders.remove();
  }
}
