import type { SourceFile } from '../repository';

type Versions = Record<string, string>;

interface Manifest {
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly optionalDependencies?: Versions;
}

interface Lock {
  readonly packages: Record<
    string,
    { readonly resolved?: string; readonly optionalDependencies?: Versions }
  >;
}

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const REGISTRY = 'https://registry.npmjs.org/';

/** Complains about a dependency that may be another one tomorrow. */
export function inexactVersions(file: SourceFile): string[] {
  if (!/(^|\/)package\.json$/.test(file.path)) return [];
  const manifest = JSON.parse(file.text) as Manifest;
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => `${file.path}: ${name} is ${version}, not an exact version`);
}

/** True if a package can be found from another one, the way Node looks for it. */
function isReachable(lock: Lock, from: string, name: string): boolean {
  const nested = [...from.matchAll(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+/g)];
  const folders = nested.map((match) => `${from.slice(0, match.index + match[0].length)}/`);
  return ['', ...folders].some((folder) => `${folder}node_modules/${name}` in lock.packages);
}

/**
 * Complains about a lockfile that only some machines can install from: one that names another
 * registry than the public one, or lacks a package that another platform needs (`npm ci` refuses
 * such a file everywhere).
 */
export function unusableLock(file: SourceFile): string[] {
  if (!/(^|\/)package-lock\.json$/.test(file.path)) return [];
  const lock = JSON.parse(file.text) as Lock;
  return Object.entries(lock.packages).flatMap(([place, { resolved, optionalDependencies }]) => [
    ...(resolved === undefined || resolved.startsWith(REGISTRY)
      ? []
      : [`${file.path}: ${place} comes from ${resolved}`]),
    ...Object.keys(optionalDependencies ?? {})
      .filter((name) => !isReachable(lock, place, name))
      .map((name) => `${file.path}: ${place} may need ${name}, which the file lacks`),
  ]);
}
