/** `java.text.MessageFormat` as `String.format` uses it. */

export class MessageFormatError extends Error {}

/**
 * Fills `{0}`, `{1}` … of a pattern. A single quote starts and ends literal text, two of them are one
 * quote; an argument that is not there leaves its placeholder.
 */
export function messageFormat(pattern: string, args: readonly string[]): string {
  let out = '';
  let quoted = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === "'") {
      if (pattern[i + 1] === "'") {
        out += "'";
        i++;
      } else quoted = !quoted;
    } else if (quoted || c !== '{') out += c;
    else {
      const end = closingBrace(pattern, i);
      out += fill(pattern.slice(i + 1, end), args);
      i = end;
    }
  }
  return out;
}

function closingBrace(pattern: string, open: number): number {
  let depth = 0;
  for (let i = open; i < pattern.length; i++) {
    if (pattern[i] === '{') depth++;
    else if (pattern[i] === '}' && --depth === 0) return i;
  }
  throw new MessageFormatError('Unmatched braces in the pattern.');
}

function fill(body: string, args: readonly string[]): string {
  const [index = '', format] = body.split(',', 2);
  const name = index.trim();
  if (!/^\d+$/.test(name)) throw new MessageFormatError(`can't parse argument number: ${index}`);
  const value = args[Number(name)];
  if (value === undefined) return `{${Number(name)}}`;
  // Arguments arrive as text, which Java refuses to format as a number or date.
  if (format !== undefined) throw new MessageFormatError(`unknown format type: ${format}`);
  return value;
}
