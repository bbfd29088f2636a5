/** Which files a call is about, and where what is made from them goes. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { HEADER } from './expand';

/** One Apex source. */
export interface SourceFile {
  readonly path: string;
  /** Path below the output folder. */
  readonly target: string;
  /** For the header: the same on every machine. */
  readonly origin: string;
  readonly kind: 'class' | 'trigger';
}

/** A mistake in the call, or a file that is not there: one sentence for the user. */
export class CallRefused extends Error {}

const KINDS: Readonly<Record<string, SourceFile['kind']>> = {
  '.cls': 'class',
  '.trigger': 'trigger',
};

export const META = '-meta.xml';

/** @throws CallRefused for what is not Apex, or if two sources have one target */
export function findSources(paths: readonly string[]): SourceFile[] {
  const found = paths.flatMap((path) => {
    if (!existsSync(path)) throw new CallRefused(`There is no file or folder ${path}.`);
    return statSync(path).isDirectory() ? inFolder(path) : [oneFile(path)];
  });
  const targets = new Map<string, string>();
  for (const { path, target } of found) {
    const other = targets.get(target);
    if (other !== undefined)
      throw new CallRefused(`${other} and ${path} would both become ${target}.`);
    targets.set(target, path);
  }
  return found;
}

function inFolder(folder: string): SourceFile[] {
  const files = filesBelow(folder).filter((path) => KINDS[extname(path)]);
  if (files.length === 0) throw new CallRefused(`There is no Apex in ${folder}.`);
  return files.map((path) => sourceFile(path, slashes(relative(folder, path)), folder));
}

function oneFile(path: string): SourceFile {
  if (!KINDS[extname(path)])
    throw new CallRefused(`${path} is neither a class (.cls) nor a trigger (.trigger).`);
  return sourceFile(path, basename(path), dirname(path));
}

function sourceFile(path: string, target: string, folder: string): SourceFile {
  const origin = `${basename(resolve(folder))}/${target}`;
  return { path, target, origin, kind: KINDS[extname(path)]! };
}

const slashes = (path: string): string => path.split(sep).join('/');

/** Files of a folder and its folders, in one order on every machine. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

/**
 * Generated files in an output folder whose source has gone, with their metadata.
 *
 * @param targets what the sources become
 * @param paths   as given: only what came from one of these folders is looked at. Files given one by
 *                one say nothing about their neighbours
 */
export function leftovers(
  out: string,
  targets: ReadonlySet<string>,
  paths: readonly string[],
): string[] {
  if (!existsSync(out)) return [];
  const folders = paths.filter((path) => statSync(path).isDirectory());
  const headers = folders.map((path) => `${HEADER}${basename(resolve(path))}/`);
  return filesBelow(out).flatMap((path) => {
    const target = slashes(relative(out, path));
    if (!KINDS[extname(path)] || targets.has(target)) return [];
    const text = readFileSync(path, 'utf8');
    if (!headers.some((header) => text.startsWith(header))) return [];
    return existsSync(path + META) ? [target, target + META] : [target];
  });
}
