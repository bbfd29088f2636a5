import path from 'node:path';
import type { SourceFile } from '../repository';

/** `[text](file 'words')`: the words are the name of the test, method or bench that shows it. */
const PROOF = /\]\(([^)\s]+) (["'])(.+?)\2\)/g;

/** The document whose every row of a table is a claim about us. */
const CLAIMS = 'docs/comparison.md';

/**
 * Complains about proofs in a Markdown file that do not say what the link promises: the file that is
 * linked to must contain the words of the link's title.
 *
 * @param files all files under version control
 */
export function emptyProofs(file: SourceFile, files: readonly SourceFile[]): string[] {
  if (!file.path.endsWith('.md')) return [];
  return [...file.text.matchAll(PROOF)].flatMap(([, target = '', , words = '']) => {
    const name = path.posix.join(path.dirname(file.path), target);
    const proof = files.find((one) => one.path === name);
    return proof?.text.includes(words) ? [] : [`${file.path}: ${name} does not say "${words}"`];
  });
}

/** Complains about rows of the comparison that name no proof. */
export function claimsWithoutProof(file: SourceFile): string[] {
  if (file.path !== CLAIMS) return [];
  const rows = file.text.split('\n').filter((line) => line.startsWith('|'));
  // The head of a table, and the line that closes it, claim nothing.
  const heads = new Set(rows.flatMap((row, i) => (/^\|[\s:|-]+\|$/.test(row) ? [i - 1, i] : [])));
  return rows
    .filter((row, i) => !heads.has(i) && ![...row.matchAll(PROOF)].length)
    .map((row) => `${file.path}: no proof in ${row.split('|')[1]?.trim() ?? row}`);
}
