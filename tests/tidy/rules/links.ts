import path from 'node:path';
import type { SourceFile } from '../repository';

/** Text without what only looks like links: code, and comments. */
function prose(markdown: string): string {
  return markdown
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/`[^`\n]*`/g, '');
}

/** The targets of inline links, images and reference definitions. */
function targets(markdown: string): string[] {
  const text = prose(markdown);
  const inline = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^)]*["'])?\s*\)/g)];
  const definitions = [...text.matchAll(/^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm)];
  return [...inline, ...definitions].map((match) => match[1] ?? '');
}

/**
 * Complains about links in a Markdown file that lead nowhere in the repository. Links to other
 * hosts and to headings of the same file are not followed.
 *
 * @param files all files under version control
 */
export function brokenLinks(file: SourceFile, files: readonly SourceFile[]): string[] {
  if (!file.path.endsWith('.md')) return [];
  return targets(file.text)
    .filter((target) => !/^([a-z][a-z0-9+.-]*:|#|\/\/)/i.test(target))
    .filter((target) => {
      const [place = ''] = target.split('#');
      const joined = place.startsWith('/')
        ? place
        : path.posix.join(path.dirname(file.path), place);
      const name = path.posix.normalize(decodeURI(joined)).replace(/^\/|\/$/g, '');
      return (
        name !== '.' && !files.some((one) => one.path === name || one.path.startsWith(`${name}/`))
      );
    })
    .map((target) => `${file.path}: no file for the link ${target}`);
}
