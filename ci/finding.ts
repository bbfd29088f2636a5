import path from 'node:path';

/** Something that a checker found in a file. */
export interface Finding {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

/**
 * One line about a finding.
 *
 * @param finding what was found
 * @param root absolute path that file names are shown relative to
 */
export function describe({ file, line, rule, message }: Finding, root: string): string {
  const text = message.replace(/\s+/g, ' ').trim();
  return `${path.relative(root, file)}:${line}  ${text}  (${rule})`;
}
