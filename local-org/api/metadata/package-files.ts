/** The way from a zip to the files that a deploy takes. */
import { PackageError, rootOfPackage, unzip } from '../../metadata';
import type { PackageFiles } from '../../org/contract';

export { PackageError };

/** @throws PackageError when the zip cannot be used */
export function packageFiles(zipped: Buffer): PackageFiles {
  return rootOfPackage(unzip(zipped));
}
