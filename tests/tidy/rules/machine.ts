import { isText } from '../repository';
import type { SourceFile } from '../repository';

/** Folders that exist on somebody's machine only; in pieces, so that this file is clean itself. */
const FOLDERS = ['work', 'root', 'home/[a-z]\\w*', 'Users/[A-Za-z]\\w*', 'tmp/bash[\\w.]*'];

const ABSOLUTE_PATH = new RegExp(`(?<![\\w.~-])/(?:${FOLDERS.join('|')})/`);

/** Hosts that serve packages inside one company or on one machine. */
const PRIVATE_REGISTRY =
  /https?:\/\/[^\s"'<>/]*(?:artifactory|jfrog|nexus|verdaccio|registry\.(?!npmjs\.org))[^\s"'<>/]*/i;

/** The first match in a file, with its line. */
function complaint(file: SourceFile, pattern: RegExp, what: string): string[] {
  const lines = file.text.split('\n');
  const index = lines.findIndex((line) => pattern.test(line));
  const found = pattern.exec(lines[index] ?? '');
  return found === null ? [] : [`${file.path}:${index + 1}: ${what} (${found[0]})`];
}

/** Complains about text that means something on one machine only. */
export function machineText(file: SourceFile): string[] {
  if (!isText(file)) return [];
  return [
    ...complaint(file, ABSOLUTE_PATH, 'an absolute path of one machine'),
    ...complaint(file, PRIVATE_REGISTRY, 'a private package registry'),
  ];
}
