/** Finds the components of a package by folder and file name. */
import type { PackageComponent } from './contract';
import type { MetadataType } from './types';
import { typeOfFolder } from './types';

export interface PackageFile {
  readonly type: MetadataType;
  readonly component: PackageComponent;
  readonly bytes: Buffer;
  /** The `-meta.xml` beside it. */
  readonly meta?: Buffer;
}

const MANIFESTS = /^(?:package|destructiveChanges(?:Pre|Post)?)\.xml$/;

function bundleOf(type: MetadataType, path: string): PackageComponent | undefined {
  const [, name, ...rest] = path.split('/');
  if (name === undefined || rest.length === 0) return undefined;
  return { type: type.name, fullName: name, fileName: `${type.folder}/${name}` };
}

/**
 * Sorts the files of a package into components; a bundle (LWC, Aura) counts once.
 *
 * @returns the components in file order, and the files that belong to no known type
 */
export function sortFiles(files: ReadonlyMap<string, Buffer>): {
  readonly sorted: readonly PackageFile[];
  readonly strangers: readonly string[];
} {
  const sorted: PackageFile[] = [];
  const strangers: string[] = [];
  const bundles = new Set<string>();
  for (const [path, bytes] of files) {
    if (MANIFESTS.test(path)) continue;
    const [folder = '', ...rest] = path.split('/');
    const type = typeOfFolder(folder);
    if (type === undefined || rest.length === 0) {
      strangers.push(path);
    } else if (type.bundle) {
      const component = bundleOf(type, path);
      if (component !== undefined && !bundles.has(component.fileName)) {
        bundles.add(component.fileName);
        sorted.push({ type, component, bytes });
      }
    } else if (path.endsWith('-meta.xml') && files.has(path.slice(0, -'-meta.xml'.length))) {
      continue;
    } else if (!rest.join('/').endsWith(`.${type.suffix}`)) {
      strangers.push(path);
    } else {
      const fullName = rest.join('/').slice(0, -(type.suffix.length + 1));
      const meta = files.get(`${path}-meta.xml`);
      sorted.push({
        type,
        component: { type: type.name, fullName: decodeName(fullName), fileName: path },
        bytes,
        ...(meta === undefined ? {} : { meta }),
      });
    }
  }
  return { sorted, strangers };
}

/** Layouts and profiles carry percent signs in their file names. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
