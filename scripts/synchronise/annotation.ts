/** Finds `@synchronised` in the tokens of a source and reads its arguments. */
import { ApexLexer } from '@apexdevtools/apex-parser';
import type { Complaints } from './refusal';
import { fold, isCode, isString, placeOf, type Token } from './tree';

/** Milliseconds that `Mutex.lock` gets if the annotation says nothing. */
export const DEFAULT_TIMEOUT = '5000';

export interface Annotation {
  /** Index of its first and last token. */
  readonly first: number;
  readonly last: number;
  readonly at: Token;
  /** Literal of the name; absent if it has none. */
  readonly name?: Token;
  /** Milliseconds as a literal. */
  readonly timeout: string;
}

const NAME = 'synchronised';
const HINT = `Write @synchronised(name='...') or @synchronised(name='...' timeout=5000).`;

/**
 * @param tokens all tokens of a source, comments and white space included
 * @returns the annotations that can be read; the others are complained about
 */
export function findAnnotations(tokens: readonly Token[], complaints: Complaints): Annotation[] {
  const found: Annotation[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.type !== ApexLexer.ATSIGN) continue;
    const word = nextCode(tokens, index + 1);
    const name = fold(tokens[word]!.text);
    if (name === 'synchronized')
      complaints.add(placeOf(token), 'The annotation is spelt @synchronised, with an s.');
    if (name === NAME) found.push(read(tokens, index, word, complaints));
  }
  return found;
}

/** `public synchronised void` or the like: the modifier of another language. */
export function complainOfModifiers(tokens: readonly Token[], complaints: Complaints): void {
  const code = tokens.filter(isCode);
  for (const [index, token] of code.entries()) {
    const isWord = /^synchroni[sz]ed$/i.test(token.text);
    if (!isWord || code[index - 1]?.type === ApexLexer.ATSIGN) continue;
    if (MODIFIERS.has(fold(code[index - 1]?.text ?? '')))
      complaints.add(
        placeOf(token),
        `"${token.text}" is no modifier. Write the annotation @synchronised(name='...') before the method.`,
      );
  }
}

const MODIFIERS = new Set(['public', 'private', 'protected', 'global', 'static', 'virtual']);

/** Index of the first code token from an index on. */
export function nextCode(tokens: readonly Token[], from: number): number {
  let index = from;
  while (!isCode(tokens[index]!)) index++;
  return index;
}

function read(
  tokens: readonly Token[],
  first: number,
  word: number,
  complaints: Complaints,
): Annotation {
  const at = tokens[first]!;
  const after = nextCode(tokens, word + 1);
  if (tokens[after]!.type !== ApexLexer.LPAREN)
    return { first, last: word, at, timeout: DEFAULT_TIMEOUT };
  const close = closing(tokens, after);
  if (close === null) {
    complaints.add(placeOf(at), `The parenthesis of @synchronised is never closed. ${HINT}`);
    return { first, last: after, at, timeout: DEFAULT_TIMEOUT };
  }
  const inside = tokens.slice(after + 1, close).filter(isCode);
  const values = readArguments(inside, complaints);
  const { name, timeout } = values;
  return {
    first,
    last: close,
    at,
    ...(name && { name }),
    timeout: timeout?.text ?? DEFAULT_TIMEOUT,
  };
}

function closing(tokens: readonly Token[], open: number): number | null {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index]!.type === ApexLexer.LPAREN) depth++;
    if (tokens[index]!.type === ApexLexer.RPAREN && --depth === 0) return index;
  }
  return null;
}

interface Values {
  name?: Token;
  timeout?: Token;
}

function isTimeout({ type }: Token): boolean {
  return type === ApexLexer.IntegerLiteral || type === ApexLexer.LongLiteral;
}

/** `key = literal`, with or without commas in between. */
function readArguments(inside: readonly Token[], complaints: Complaints): Values {
  const values: Values = {};
  let index = 0;
  while (index < inside.length) {
    const key = inside[index]!;
    const word = fold(key.text);
    if (word !== 'name' && word !== 'timeout') {
      complaints.add(placeOf(key), `@synchronised has no argument "${key.text}". ${HINT}`);
      return values;
    }
    const value = inside[index + 2];
    const fits = value && (word === 'name' ? isString(value) : isTimeout(value));
    if (inside[index + 1]?.type !== ApexLexer.ASSIGN || !fits) {
      complaints.add(placeOf(value ?? key), `${EXPECTED[word]} ${HINT}`);
      return values;
    }
    if (values[word]) complaints.add(placeOf(key), `The ${word} is given twice.`);
    values[word] = value;
    index += 3;
    const comma = inside[index]?.type === ApexLexer.COMMA;
    if (comma && index + 1 === inside.length)
      complaints.add(placeOf(inside[index]!), `An argument is missing after the comma. ${HINT}`);
    if (comma) index++;
  }
  return values;
}

const EXPECTED = {
  name: `The name must be a string on one line, in single quotes, with \${...} for what varies.`,
  timeout: 'The timeout must be a whole number of milliseconds, 0 or more.',
} as const;
