import type { SourceFile } from '../repository';

/**
 * Complains about a metadata file of another API version than the project's: its code would be
 * compiled by other rules than its neighbours'.
 *
 * @param version the `sourceApiVersion` of the project
 */
export function otherApiVersion(file: SourceFile, version: string): string[] {
  if (!file.path.endsWith('-meta.xml')) return [];
  const found = /<apiVersion>\s*(.*?)\s*<\/apiVersion>/.exec(file.text)?.[1];
  return found === undefined || found === version
    ? []
    : [`${file.path} has API version ${found}; the project's is ${version}`];
}
