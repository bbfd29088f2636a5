import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A file under version control, as the rules see it. */
export interface SourceFile {
  /** Path from the root of the repository, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** The content; a rule about text does not look at binary files (see `isText`). */
  readonly text: string;
}

/**
 * A file that exists only in a test of a rule.
 *
 * @param file path from the root of the repository
 * @param text its content
 */
export function virtualFile(file: string, text: string): SourceFile {
  return { path: file, text, bytes: Buffer.byteLength(text) };
}

/** True unless the file holds binary data. */
export function isText(file: SourceFile): boolean {
  return !file.text.includes('\0');
}

/**
 * All files under version control, as they are in the work tree. Files that are not added yet are
 * their author's own affair.
 *
 * @param root absolute path of the repository
 * @throws Error if the folder is not a git work tree
 */
export function trackedFiles(root: string): SourceFile[] {
  const listing = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  return listing
    .split('\0')
    .filter((file) => file !== '' && existsSync(path.join(root, file)))
    .map((file) => {
      const content = readFileSync(path.join(root, file));
      return { path: file, bytes: content.length, text: content.toString('utf8') };
    });
}
