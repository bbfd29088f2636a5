/** Cuts the text of a formula into tokens. */
import { FormulaError } from './types';

export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign' | 'end';
  /** Of a text: what it says, without quotes. */
  readonly text: string;
}

const SKIPPED = /(?:\s+|\/\*[\s\S]*?\*\/)*/y;
const PARTS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['text', /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'/y],
  ['name', /\$?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*/y],
  ['sign', /&&|\|\||<>|<=|>=|==|!=|[-+*/^&=<>!(),]/y],
];

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** @throws FormulaError for characters that begin no token */
export function tokens(source: string): readonly Token[] {
  const found: Token[] = [];
  for (let at = skip(source, 0); at < source.length; at = skip(source, at)) {
    const token = tokenAt(source, at);
    if (!token) throw new FormulaError(`Syntax error. Found '${source.charAt(at)}'`);
    found.push({ ...token, text: token.kind === 'text' ? unquoted(token.text) : token.text });
    at += token.text.length;
  }
  return [...found, { kind: 'end', text: '' }];
}

function skip(source: string, at: number): number {
  SKIPPED.lastIndex = at;
  return at + (SKIPPED.exec(source)?.[0].length ?? 0);
}

function tokenAt(source: string, at: number): Token | undefined {
  for (const [kind, pattern] of PARTS) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) return { kind, text };
  }
  return undefined;
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\([\s\S])/g, (_all, c: string) => ESCAPES[c] ?? c);
}
