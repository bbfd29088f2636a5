/** Reads a source: tokens first, then the tree of what is plain Apex in it. */
import { ApexErrorListener, ApexLexer, ApexParserFactory } from '@apexdevtools/apex-parser';
import { complainOfModifiers, findAnnotations, type Annotation } from './annotation';
import type { Complaints } from './refusal';
import { isCode, type Node, type Token } from './tree';

export interface Source {
  readonly kind: 'class' | 'trigger';
  /** Text by code points, which is how the parser counts; without a byte order mark. */
  readonly points: readonly string[];
  readonly tokens: readonly Token[];
  readonly annotations: readonly Annotation[];
  readonly tree: Node;
}

/** What a token stream has, and the parser's types do not say. */
interface Filled {
  readonly tokens: Token[];
  /** Goes to the first token at or after an index that the parser is to see. */
  seek(index: number): void;
}

const BYTE_ORDER_MARK = '\uFEFF';

class Errors extends ApexErrorListener {
  constructor(readonly complaints: Complaints) {
    super();
  }

  override apexSyntaxError(line: number, column: number, message: string): void {
    if (this.complaints.refusals.length > 0) return; // after the first one it only guesses
    const quoted = message.startsWith('token recognition') && message.includes('"');
    this.complaints.add(
      { line, column: column + 1 },
      quoted ? "Apex strings are written in single quotes, as in 'queue'." : `Syntax: ${message}`,
    );
  }

  override syntaxError(
    _recognizer: unknown,
    _symbol: unknown,
    line: number,
    column: number,
    message: string,
  ): void {
    this.apexSyntaxError(line, column, message);
  }
}

/**
 * The annotations are taken from the tokens, before the parser sees them: what is left is plain
 * Apex, and neither a string nor a comment can be mistaken for one.
 *
 * @throws Refused if it cannot be read
 */
export function readSource(text: string, kind: Source['kind'], complaints: Complaints): Source {
  const plain = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const errors = new Errors(complaints);
  const lexer = ApexParserFactory.createLexer(plain);
  lexer.removeErrorListeners();
  lexer.addErrorListener(errors);
  const stream = ApexParserFactory.createTokenStream(lexer);
  stream.fill();
  const { tokens } = stream as unknown as Filled;
  complaints.settle();
  const annotations = findAnnotations(tokens, complaints);
  complainOfModifiers(tokens, complaints);
  complaints.settle();
  for (const { first, last } of annotations)
    for (const token of tokens.slice(first, last + 1))
      if (isCode(token)) token.channel = ApexLexer.COMMENT_CHANNEL;
  (stream as unknown as Filled).seek(0);
  const parser = ApexParserFactory.createParser(stream);
  parser.removeErrorListeners();
  parser.addErrorListener(errors);
  const tree = kind === 'trigger' ? parser.triggerUnit() : parser.compilationUnit();
  complaints.settle();
  return { kind, points: Array.from(plain), tokens, annotations, tree };
}
