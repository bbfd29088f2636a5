import type { Doc } from './model';

/** Takes an ApexDoc comment apart: text, then `@param`, `@return` and `@throws`, each over any number of lines. */
export function parseDoc(comment: string): Doc {
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const first = lines.findIndex((line) => /^@\w/.test(line.trim()));
  const text = lines.slice(0, first < 0 ? undefined : first).join('\n');
  const params: { name: string; text: string }[] = [];
  const throws: { name: string; text: string }[] = [];
  let returns: string | null = null;
  for (const tag of first < 0 ? [] : tags(lines.slice(first))) {
    const [, kind, rest] = /^@(\w+)\s*([\s\S]*)$/.exec(tag)!;
    const [, name = '', about = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest!)!;
    if (kind === 'param') params.push({ name, text: about });
    else if (kind === 'throws') throws.push({ name, text: about });
    else if (kind === 'return') returns = rest!;
  }
  return { text: text.replace(/^\s*\n|\s+$/g, '').trim(), params, returns, throws };
}

/** Each tag with the lines that belong to it, as one line. */
function tags(lines: readonly string[]): string[] {
  const found: string[] = [];
  for (const line of lines.map((each) => each.trim())) {
    if (/^@\w/.test(line)) found.push(line);
    else if (line !== '') found[found.length - 1] += ` ${line}`;
  }
  return found.map((tag) => tag.replace(/\s+/g, ' '));
}
