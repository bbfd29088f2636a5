/** Apex classes and triggers with their meta files. */
import type { ApexDefinition } from './contract';
import type { SourceFile } from './report';

/** What stands in a meta file; undefined when it is missing or broken, with the reason reported. */
export function readApex(
  file: SourceFile,
  meta: SourceFile | undefined,
): ApexDefinition | undefined {
  const { fullName, fileName } = file.component;
  if (meta === undefined) {
    file.error(`Required metadata file ${fileName}-meta.xml is missing from the package`);
    return undefined;
  }
  const root = meta.parse();
  if (root === undefined) return undefined;
  const apiVersion = root.text('apiVersion');
  if (apiVersion === undefined || !/^\d{2,3}(?:\.\d)?$/.test(apiVersion)) {
    meta.error(`The apiVersion of ${fileName} must be a number such as 65.0`, root);
    return undefined;
  }
  return {
    name: fullName,
    fileName,
    text: file.text,
    apiVersion: apiVersion.includes('.') ? apiVersion : `${apiVersion}.0`,
    status: root.text('status') ?? 'Active',
  };
}
