/** The LIKE operator: `%` is any text, `_` any one character, a backslash takes away their meaning. */

type Token = { readonly wild: '%' | '_' } | { readonly text: string };

/** True for text that matches, whatever its case. */
export function likeMatcher(pattern: string): (text: string) => boolean {
  const tokens = tokenize(pattern.toLowerCase());
  const only = tokens[0];
  if (tokens.length === 1 && only && 'text' in only) {
    return (text) => text.toLowerCase() === only.text;
  }
  const last = tokens[1];
  if (
    tokens.length === 2 &&
    only &&
    'text' in only &&
    last &&
    'wild' in last &&
    last.wild === '%'
  ) {
    return (text) => text.toLowerCase().startsWith(only.text);
  }
  const source = tokens
    .map((token) => ('text' in token ? escape(token.text) : token.wild === '%' ? '.*' : '.'))
    .join('');
  const regex = new RegExp(`^${source}$`, 'su');
  return (text) => regex.test(text.toLowerCase());
}

/** What matching text must begin with, in lower case, and whether that is all of it. */
export function likePrefix(pattern: string): { readonly prefix: string; readonly whole: boolean } {
  const tokens = tokenize(pattern.toLowerCase());
  const first = tokens[0];
  if (!first || !('text' in first)) return { prefix: '', whole: tokens.length === 0 };
  return { prefix: first.text, whole: tokens.length === 1 };
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') tokens.push({ text });
    text = '';
  };
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === '\\' && i + 1 < pattern.length) text += pattern[++i];
    else if (char === '%' || char === '_') {
      flush();
      tokens.push({ wild: char });
    } else text += char;
  }
  flush();
  return tokens;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
