/** JSON text to a tree, with positions and the messages of the platform's parser (Jackson 1). */

export interface Position {
  readonly line: number;
  readonly column: number;
}

export type JsonNode = { readonly at: Position } & (
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  /** `text` as written; `whole` when it has neither fraction nor exponent. */
  | { readonly kind: 'number'; readonly text: string; readonly whole: boolean }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[]; readonly end: Position }
  | {
      readonly kind: 'object';
      readonly fields: readonly (readonly [name: string, value: JsonNode, at: Position])[];
      readonly end: Position;
    }
);

export class JsonError extends Error {
  constructor(message: string, at?: Position) {
    super(at ? `${message} at [line:${at.line}, column:${at.column}]` : message);
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

export class JsonReader {
  #i = 0;
  #line = 1;
  #lineStart = 0;
  constructor(readonly text: string) {}

  /** The whole document. What follows the first value is ignored, as by the platform. */
  document(): JsonNode {
    this.#space();
    if (this.#i >= this.text.length)
      throw new JsonError('No content to map to Object due to end of input');
    return this.#value();
  }

  /** Position of the character before `#i`, which is the one just read. */
  #here(): Position {
    return { line: this.#line, column: this.#i - this.#lineStart + 1 };
  }

  #space(): void {
    for (; this.#i < this.text.length; this.#i++) {
      const c = this.text[this.#i]!;
      if (c === '\n') {
        this.#line++;
        this.#lineStart = this.#i + 1;
      } else if (c !== ' ' && c !== '\t' && c !== '\r') return;
    }
  }

  #unexpected(expected: string): never {
    const c = this.text[this.#i];
    if (c === undefined) throw new JsonError(`Unexpected end-of-input: ${expected}`, this.#here());
    const at = this.#here();
    throw new JsonError(`Unexpected character ('${c}' (code ${c.charCodeAt(0)})): ${expected}`, {
      line: at.line,
      column: at.column + 1,
    });
  }

  #value(): JsonNode {
    const c = this.text[this.#i];
    const at = this.#here();
    if (c === '{') return this.#object(at);
    if (c === '[') return this.#array(at);
    if (c === '"') return { kind: 'string', value: this.#string(), at };
    if (c !== undefined && /[-0-9]/.test(c)) return this.#number(at);
    const word = /^[A-Za-z_$][\w$]*/.exec(this.text.slice(this.#i))?.[0];
    if (word === undefined)
      return this.#unexpected(
        "expected a valid value (number, String, array, object, 'true', 'false' or 'null')",
      );
    this.#i += word.length;
    if (word === 'null') return { kind: 'null', at };
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true', at };
    throw new JsonError(
      `Unrecognized token '${word}': was expecting 'null', 'true', 'false' or NaN`,
      this.#here(),
    );
  }

  #number(at: Position): JsonNode {
    const found = /^-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(this.text.slice(this.#i));
    if (!found)
      return this.#unexpected('expected digit (0-9) to follow minus sign, for valid numeric value');
    this.#i += found[0].length;
    if (/^[0-9]$/.test(this.text[this.#i] ?? ''))
      throw new JsonError('Invalid numeric value: Leading zeroes not allowed', this.#here());
    const whole = found[1] === undefined && found[2] === undefined;
    return { kind: 'number', text: found[0], whole, at };
  }

  #string(): string {
    let out = '';
    for (this.#i++; ; this.#i++) {
      const c = this.text[this.#i];
      if (c === undefined)
        throw new JsonError(
          'Unexpected end-of-input: was expecting closing quote for a string value',
          this.#here(),
        );
      if (c === '"') break;
      if (c === '\\') out += this.#escape();
      else if (c < ' ')
        throw new JsonError(
          `Illegal unquoted character ((CTRL-CHAR, code ${c.charCodeAt(0)})): has to be escaped using backslash to be included in string value`,
          this.#here(),
        );
      else out += c;
    }
    this.#i++;
    return out;
  }

  #escape(): string {
    const c = this.text[++this.#i] ?? '';
    if (c === 'u') {
      const hex = this.text.slice(this.#i + 1, this.#i + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(hex))
        throw new JsonError('expected a hex-digit for character escape sequence', this.#here());
      this.#i += 4;
      return String.fromCharCode(parseInt(hex, 16));
    }
    const known = ESCAPES[c];
    if (known === undefined)
      throw new JsonError(
        `Unrecognized character escape '${c}' (code ${c.charCodeAt(0)})`,
        this.#here(),
      );
    return known;
  }

  #array(at: Position): JsonNode {
    const items: JsonNode[] = [];
    this.#i++;
    this.#space();
    while (this.text[this.#i] !== ']') {
      items.push(this.#value());
      this.#space();
      const c = this.text[this.#i];
      if (c === ',') {
        this.#i++;
        this.#space();
        if (this.text[this.#i] === ']')
          this.#unexpected(
            "expected a valid value (number, String, array, object, 'true', 'false' or 'null')",
          );
      } else if (c !== ']') this.#unexpected('was expecting comma to separate ARRAY entries');
    }
    const end = this.#here();
    this.#i++;
    return { kind: 'array', items, at, end };
  }

  #object(at: Position): JsonNode {
    const fields: [string, JsonNode, Position][] = [];
    this.#i++;
    this.#space();
    while (this.text[this.#i] !== '}') {
      if (this.text[this.#i] !== '"')
        this.#unexpected('was expecting double-quote to start field name');
      const nameAt = this.#here();
      const name = this.#string();
      this.#space();
      if (this.text[this.#i] !== ':')
        this.#unexpected('was expecting a colon to separate field name and value');
      this.#i++;
      this.#space();
      fields.push([name, this.#value(), nameAt]);
      this.#space();
      const c = this.text[this.#i];
      if (c === ',') {
        this.#i++;
        this.#space();
        if (this.text[this.#i] === '}')
          this.#unexpected('was expecting double-quote to start field name');
      } else if (c !== '}') this.#unexpected('was expecting comma to separate OBJECT entries');
    }
    const end = this.#here();
    this.#i++;
    return { kind: 'object', fields, at, end };
  }
}
