/** Syntax errors in the platform's words. */
import { ApexErrorListener } from '@apexdevtools/apex-parser';
import type { Position } from '../classes';

export interface SyntaxProblem {
  readonly pos: Position;
  readonly message: string;
}

/** Collects errors until one after which the parser is merely guessing. */
export class SyntaxErrors extends ApexErrorListener {
  readonly problems: SyntaxProblem[] = [];
  #lost = false;

  override apexSyntaxError(line: number, column: number, message: string): void {
    if (this.#lost) return;
    const { text, recovered } = platformMessage(message);
    this.#lost = !recovered;
    this.problems.push({ pos: { line, column: column + 1 }, message: text });
  }

  override syntaxError(
    _recognizer: unknown,
    symbol: unknown,
    line: number,
    column: number,
    message: string,
  ): void {
    const offender = (symbol as { readonly text?: string } | null)?.text;
    this.apexSyntaxError(
      line,
      column,
      message.startsWith('no viable') && offender !== undefined
        ? `no viable alternative at input '${offender}'`
        : message,
    );
  }
}

function platformMessage(message: string): { readonly text: string; readonly recovered: boolean } {
  const missing = /^missing (.+) at (.+)$/s.exec(message);
  if (missing) return { text: `Missing ${missing[1]} at ${missing[2]}`, recovered: true };
  const mismatched = /^mismatched input (.+?) expecting ([^{]+)$/s.exec(message);
  if (mismatched)
    return { text: `Expecting ${mismatched[2]} but was: ${mismatched[1]}`, recovered: false };
  const token = /^(?:mismatched|extraneous) input ('.*?') expecting|at input ('.*')$/s.exec(
    message,
  );
  if (token) return { text: `Unexpected token ${token[1] ?? token[2]}.`, recovered: false };
  const symbol = /^token recognition error at: '(.*)'$/s.exec(message)?.[1];
  if (symbol !== undefined) return { text: unrecognised(symbol), recovered: false };
  return { text: message, recovered: false };
}

function unrecognised(symbol: string): string {
  const escape = /(\\.)$/.exec(symbol)?.[1];
  if (symbol.startsWith("'") && escape)
    return `Invalid string literal '${symbol.slice(1)}'. Illegal character sequence '${escape}' in string literal.`;
  if (symbol.startsWith("'"))
    return 'Illegal string literal: Line breaks are not allowed in string literals';
  return `Unrecognized symbol '${symbol}', which is not a valid Apex identifier.`;
}
