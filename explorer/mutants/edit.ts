/** Replaces texts in a package. A text that is not there exactly once is refused, not passed over. */
import type { PackageFiles } from '../../local-org/org/contract';

/** Replaces a text that stands exactly once in a file. */
export interface SourceEdit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** The package has changed, so that an edit is not found where it was. */
export class Misfit extends Error {}

/** @throws Misfit if the text does not stand there exactly once */
export function replaceOnce(text: string, { file, find, replace }: SourceEdit): string {
  const at = text.indexOf(find);
  if (at < 0 || text.indexOf(find, at + 1) >= 0)
    throw new Misfit(`This text must stand in ${file} exactly once: ${find.trim()}`);
  return text.slice(0, at) + replace + text.slice(at + find.length);
}

/**
 * A copy of a package with the edits made, one after the other. Paths are those of the package.
 * @throws Misfit if one does not fit
 */
export function edited(files: PackageFiles, edits: readonly SourceEdit[]): PackageFiles {
  const copy = new Map(files);
  for (const edit of edits) {
    const bytes = copy.get(edit.file);
    if (!bytes) throw new Misfit(`The package has no ${edit.file}.`);
    copy.set(edit.file, Buffer.from(replaceOnce(bytes.toString('utf8'), edit)));
  }
  return copy;
}

/** An edit of an Apex class. */
export function inClass(name: string, find: string, replace = ''): SourceEdit {
  return { file: `classes/${name}.cls`, find, replace };
}
