import { ComponentSet, MetadataConverter } from '@salesforce/source-deploy-retrieve';
import { rootOfPackage, unzip } from '../../local-org/metadata';
import type { PackageFiles } from '../../local-org/org/contract';

/** Reads a source folder into a package, by the same converter that a deploy uses. */
export async function sourcePackage(folder: string): Promise<PackageFiles> {
  const components = ComponentSet.fromSource(folder);
  const { zipBuffer } = await new MetadataConverter().convert(components, 'metadata', {
    type: 'zip',
  });
  if (!zipBuffer) throw new Error(`Nothing to deploy was found in ${folder}.`);
  return rootOfPackage(unzip(zipBuffer));
}
