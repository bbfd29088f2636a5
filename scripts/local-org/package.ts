/** Source folders → the package that a deploy takes, by the platform's own tool. */
import { existsSync } from 'node:fs';
import { packageFiles } from '../../local-org/api';
import type { PackageFiles } from '../../local-org/org/contract';
import { CommandFailure } from './failure';

/** Zips source folders as `sf project deploy` would. */
export async function packZip(folders: readonly string[]): Promise<Buffer> {
  for (const folder of folders)
    if (!existsSync(folder)) throw new CommandFailure(`There is no folder ${folder}.`);
  // The tool writes logs and telemetry unless it is told not to, and looks when it loads.
  process.env['SF_DISABLE_LOG_FILE'] ??= 'true';
  process.env['SF_DISABLE_TELEMETRY'] ??= 'true';
  const { ComponentSet, MetadataConverter } = await import('@salesforce/source-deploy-retrieve');
  const components = ComponentSet.fromSource([...folders]);
  if (components.size === 0) throw new CommandFailure(`${folders.join(', ')} holds no source.`);
  const { zipBuffer } = await new MetadataConverter().convert(components, 'metadata', {
    type: 'zip',
  });
  if (zipBuffer === undefined) throw new CommandFailure('The source could not be packed.');
  return zipBuffer;
}

export async function pack(folders: readonly string[]): Promise<PackageFiles> {
  return packageFiles(await packZip(folders));
}

/** One source folder as a package. */
export const sourcePackage = (folder: string): Promise<PackageFiles> => pack([folder]);
