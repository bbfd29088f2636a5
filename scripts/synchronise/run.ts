/** The command: reads sources, writes or compares what they expand to. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { hearInterrupt } from '../command/interrupt';
import { expand, HEADER } from './expand';
import { formatter, type Format } from './format';
import { Refused, type Refusal } from './refusal';
import { CallRefused, findSources, leftovers, META, type SourceFile } from './sources';

export interface Options {
  /** Folder for the expanded sources. */
  readonly out?: string;
  /** Compare, and write nothing. */
  readonly check?: boolean;
  /** Print the one source. */
  readonly stdout?: boolean;
  /** Lay the output out with Prettier, instead of keeping each line on its line. */
  readonly format?: boolean;
}

/** Where the command writes to. */
export interface Output {
  write(text: string): void;
}

/**
 * @param paths source folders and files
 * @returns exit code: 0 done or up to date, 1 not up to date
 * @throws Refused     if a source cannot be expanded; nothing has been written then
 * @throws CallRefused if the call makes no sense
 */
export async function run(
  paths: readonly string[],
  options: Options,
  output: Output,
): Promise<number> {
  const { out, check = false, stdout = false } = options;
  if (stdout === (out !== undefined))
    throw new CallRefused('Say either --out <folder> or --stdout.');
  if (stdout && check) throw new CallRefused('--check compares with a folder; give it --out.');
  const sources = findSources(paths);
  const format = await formatter(options.format ?? false);
  if (out === undefined) {
    if (sources.length !== 1) throw new CallRefused('--stdout is for one source.');
    output.write((await expandAll(sources, format)).get(sources[0]!.target)!);
    return 0;
  }
  apart(paths, out);
  const files = await expandAll(sources, format, true);
  const changes = changesOf(files, paths, out);
  if (check) return tell(changes, out, output);
  await hearInterrupt();
  for (const { target, text } of changes) {
    const path = join(out, target);
    if (text === null) rmSync(path);
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
  output.write(`${sources.length} sources, ${changes.length} files changed in ${out}\n`);
  return 0;
}

/** Sources and output in one place would be one package with each class twice. */
function apart(paths: readonly string[], out: string): void {
  for (const path of paths) {
    const [down, up] = [
      relative(resolve(path), resolve(out)),
      relative(resolve(out), resolve(path)),
    ];
    if (!down.startsWith('..') || !up.startsWith('..'))
      throw new CallRefused(
        `${path} and ${out} lie in each other; keep sources apart from output.`,
      );
  }
}

/** All or none: what is wrong is told for all files at once. */
async function expandAll(
  sources: readonly SourceFile[],
  format: Format,
  withMeta = false,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const refusals: Refusal[] = [];
  for (const { path, target, origin, kind } of sources) {
    try {
      const text = readFileSync(path, 'utf8');
      files.set(target, await format(expand(text, kind, path, origin), path));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusals.push(...error.refusals);
    }
    if (withMeta) files.set(target + META, metaOf(path));
  }
  if (refusals.length > 0) throw new Refused(refusals);
  return files;
}

function metaOf(path: string): string {
  if (!existsSync(path + META))
    throw new CallRefused(
      `${path} cannot be deployed without ${path + META}; add it, it is copied.`,
    );
  return readFileSync(path + META, 'utf8');
}

interface Change {
  readonly target: string;
  /** Null: the file goes, because its source has gone. */
  readonly text: string | null;
  readonly what: 'missing' | 'out of date' | 'without a source';
}

function changesOf(
  files: ReadonlyMap<string, string>,
  paths: readonly string[],
  out: string,
): Change[] {
  const changes: Change[] = [];
  for (const [target, text] of files) {
    const path = join(out, target);
    const there = existsSync(path);
    const old = there ? readFileSync(path, 'utf8') : '';
    if (there && old === text) continue;
    if (there && !target.endsWith(META) && !old.startsWith(HEADER))
      throw new CallRefused(`${path} was written by hand, and would be lost. Move it away first.`);
    changes.push({ target, text, what: there ? 'out of date' : 'missing' });
  }
  for (const target of leftovers(out, new Set(files.keys()), paths))
    changes.push({ target, text: null, what: 'without a source' });
  return changes;
}

function tell(changes: readonly Change[], out: string, output: Output): number {
  for (const { target, what } of changes) output.write(`${join(out, target)}: ${what}\n`);
  if (changes.length === 0) output.write('Up to date.\n');
  return changes.length === 0 ? 0 : 1;
}
