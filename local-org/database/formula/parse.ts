/** From text to tree. Operators are calls of functions that are named by their sign. */
import type { Stored } from '../schema';
import { tokens, type Token } from './tokens';
import { FormulaError, type FormulaType } from './types';

export type Node =
  | { readonly kind: 'literal'; readonly value: Stored; readonly type: FormulaType }
  | { readonly kind: 'field'; readonly path: readonly string[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] };

/** Loosest first; all are read from the left. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['=', '==', '<>', '!='],
  ['<', '<=', '>', '>='],
  ['&'],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

const SAME: Readonly<Record<string, string>> = { '==': '=', '!=': '<>', '||': 'OR', '&&': 'AND' };

const CONSTANTS: Readonly<Record<string, Node>> = {
  true: { kind: 'literal', value: true, type: 'boolean' },
  false: { kind: 'literal', value: false, type: 'boolean' },
  null: { kind: 'literal', value: null, type: 'null' },
};

/** @throws FormulaError in the platform's words, as far as they are known */
export function parseFormula(source: string): Node {
  const parser = new Parser(tokens(source));
  return parser.whole();
}

class Parser {
  #at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Node {
    if (this.#peek().kind === 'end') throw new FormulaError('Syntax error. Empty formula');
    const node = this.#level(0);
    if (this.#peek().kind !== 'end')
      throw new FormulaError(`Syntax error. Extra '${this.#peek().text}'`);
    return node;
  }

  #peek(): Token {
    return this.tokens[this.#at]!;
  }

  #level(level: number): Node {
    const signs = LEVELS[level];
    if (!signs) return this.#unary();
    let left = this.#level(level + 1);
    while (this.#peek().kind === 'sign' && signs.includes(this.#peek().text)) {
      const sign = this.tokens[this.#at++]!.text;
      const right = this.#level(level + 1);
      left = { kind: 'call', name: SAME[sign] ?? sign, args: [left, right] };
    }
    return left;
  }

  #unary(): Node {
    const { kind, text } = this.#peek();
    if (kind !== 'sign' || !['-', '+', '!'].includes(text)) return this.#primary();
    this.#at++;
    const of = this.#unary();
    if (text === '+') return of;
    return { kind: 'call', name: text === '!' ? 'NOT' : 'negative', args: [of] };
  }

  #primary(): Node {
    const token = this.tokens[this.#at++]!;
    if (token.kind === 'number')
      return { kind: 'literal', value: Number(token.text), type: 'number' };
    if (token.kind === 'text') return { kind: 'literal', value: token.text, type: 'text' };
    if (token.kind === 'name') return this.#named(token.text);
    if (token.kind === 'sign' && token.text === '(') {
      const inner = this.#level(0);
      this.#close();
      return inner;
    }
    throw new FormulaError(
      token.kind === 'end'
        ? 'Syntax error. Missing expression'
        : `Syntax error. Found '${token.text}'`,
    );
  }

  #named(name: string): Node {
    if (this.#peek().text === '(' && this.#peek().kind === 'sign') {
      this.#at++;
      return { kind: 'call', name: name.toUpperCase(), args: this.#args() };
    }
    return CONSTANTS[name.toLowerCase()] ?? { kind: 'field', path: name.split('.') };
  }

  #args(): readonly Node[] {
    const args: Node[] = [];
    if (this.#peek().kind === 'sign' && this.#peek().text === ')') {
      this.#at++;
      return args;
    }
    for (;;) {
      args.push(this.#level(0));
      if (this.#peek().kind !== 'sign' || this.#peek().text !== ',') break;
      this.#at++;
    }
    this.#close();
    return args;
  }

  #close(): void {
    if (this.#peek().kind !== 'sign' || this.#peek().text !== ')')
      throw new FormulaError("Syntax error. Missing ')'");
    this.#at++;
  }
}
