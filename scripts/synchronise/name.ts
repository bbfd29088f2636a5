/** The name of a mutex as a template: literal parts, and expressions in `${...}`. */

/** What a name is made of. */
export interface NameParts {
  /** Text that is always the same. */
  readonly text: string;
  /** Apex in `${...}`; empty for text. */
  readonly expression: string;
}

/** As MutexName checks it in Apex. */
const MAX_LENGTH = 242;

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
};

/** @param literal a string literal with its quotes */
export function textOfLiteral(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_all, code: string | undefined, char: string) =>
      code === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(parseInt(code, 16)),
    );
}

/** @returns a string literal with quotes, for text without control characters */
export function literalOf(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

/**
 * @param text decoded text of the name
 * @returns its parts, or what is wrong with it as a sentence
 */
export function partsOfName(text: string): readonly NameParts[] | string {
  const parts: NameParts[] = [];
  let rest = text;
  while (rest !== '') {
    const open = rest.indexOf('${');
    const literal = open < 0 ? rest : rest.slice(0, open);
    if (literal !== '') parts.push({ text: literal, expression: '' });
    if (open < 0) break;
    const close = rest.indexOf('}', open);
    if (close < 0) return `A "\${" in the name is never closed by "}".`;
    const expression = rest.slice(open + 2, close).trim();
    if (expression === '') return `There is nothing in "\${}" of the name.`;
    parts.push({ text: '', expression });
    rest = rest.slice(close + 1);
  }
  return problemOf(parts) ?? parts;
}

/** The rules of MutexName, as far as they can be told before the values are known. */
function problemOf(parts: readonly NameParts[]): string | null {
  const fixed = parts.map(({ text }) => text).join('');
  if (parts.every(({ expression }) => expression === '') && fixed.trim() === '')
    return 'The name must not be blank.';
  if (/[\x00-\x1F\x7F]/.test(fixed)) return 'The name must not contain control characters.';
  if (/^\s/.test(parts[0]!.text) || /\s$/.test(parts.at(-1)!.text))
    return 'The name must not begin or end with white space.';
  if (fixed.length > MAX_LENGTH)
    return `The name has ${fixed.length} characters; at most ${MAX_LENGTH} are allowed.`;
  return null;
}
