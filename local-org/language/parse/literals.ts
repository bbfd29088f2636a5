/** Text of string literals, in Apex and in SOQL. */

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
};

/** `'it\'s'` → `it's`. Also `'''` strings, whose text begins on the line after the quotes. */
export function unquote(literal: string): string {
  const body = literal.startsWith("'''")
    ? literal.slice(3, -3).replace(/^[ \t]*\r?\n/, '')
    : literal.slice(1, -1);
  return unescape(body);
}

function unescape(body: string): string {
  if (!body.includes('\\')) return body;
  return body.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, escape: string) =>
    escape.length === 5
      ? String.fromCharCode(parseInt(escape.slice(1), 16))
      : (ESCAPES[escape.toLowerCase()] ?? escape),
  );
}

/**
 * SOQL knows two escapes that Apex lacks, `\_` and `\%`, for LIKE patterns. They pass the common lexer
 * in disguise and come out as a backslash and the character, which is what LIKE understands.
 */
const DISGUISE: Readonly<Record<string, string>> = { _: '\uE000', '%': '\uE001' };

export const disguiseWildcards = (soql: string): string =>
  soql.replace(/\\(\\|_|%)/g, (whole, c: string) => DISGUISE[c] ?? whole);

export const revealWildcards = (text: string): string =>
  text.replace(/\uE000/g, '\\_').replace(/\uE001/g, '\\%');
