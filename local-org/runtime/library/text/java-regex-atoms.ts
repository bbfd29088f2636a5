/** Characters, escapes and classes of Java regular expressions. */

/** Worded as Java's PatternSyntaxException. */
export class RegexError extends Error {
  constructor(description: string, pattern: string, index: number) {
    super(`${description} near index ${index}\n${pattern}`);
  }
}

export interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
  readonly d: boolean;
}

export class Reader {
  at = 0;
  constructor(readonly source: string) {}

  get done(): boolean {
    return this.at >= this.source.length;
  }
  rest(): string {
    return this.source.slice(this.at);
  }
  sees(text: string): boolean {
    return this.source.startsWith(text, this.at);
  }
  take(text: string): boolean {
    if (!this.sees(text)) return false;
    this.at += text.length;
    return true;
  }
  /** The next character, whole even beyond U+FFFF. */
  next(): string {
    const c = String.fromCodePoint(this.source.codePointAt(this.at)!);
    this.at += c.length;
    return c;
  }
  until(end: string): string {
    const at = this.source.indexOf(end, this.at);
    if (at < 0) throw new RegexError(`Missing '${end}'`, this.source, this.at);
    const text = this.source.slice(this.at, at);
    this.at = at + end.length;
    return text;
  }
  /** White space or a comment under `(?x)`. */
  skipComment(): boolean {
    const found = /^(?:\s+|#[^\n]*)/.exec(this.rest());
    if (found) this.at += found[0].length;
    return found !== null;
  }
}

const SPACE = '\\t\\n\\u000b\\f\\r ';
const CLASSES: Readonly<Record<string, string>> = {
  d: '[0-9]',
  D: '[^0-9]',
  w: '[a-zA-Z0-9_]',
  W: '[^a-zA-Z0-9_]',
  s: `[${SPACE}]`,
  S: `[^${SPACE}]`,
  h: '[ \\t\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]',
  H: '[^ \\t\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]',
  v: '[\\n\\u000b\\f\\r\\u0085\\u2028\\u2029]',
  V: '[^\\n\\u000b\\f\\r\\u0085\\u2028\\u2029]',
};

const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\u0000-\\u007f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007e',
  Graph: '!-\\u007e',
  Print: '\\u0020-\\u007e',
  Blank: ' \\t',
  Cntrl: '\\u0000-\\u001f\\u007f',
  XDigit: '0-9a-fA-F',
  Space: SPACE,
};

function code(point: number): string {
  return `\\u{${point.toString(16)}}`;
}

function property(r: Reader, negated: boolean): string {
  const name = r.take('{') ? r.until('}') : r.next();
  const posix = POSIX[name];
  if (posix !== undefined) return `[${negated ? '^' : ''}${posix}]`;
  const plain = name.replace(/^Is/, '').replace(/^java(Lower|Upper)Case$/, '$1case');
  const candidates = [plain, `Script=${plain}`, name.replace('=', '=')];
  for (const candidate of candidates) {
    const js = `\\${negated ? 'P' : 'p'}{${candidate}}`;
    try {
      new RegExp(js, 'v');
      return `[${js}]`;
    } catch {
      // Try the next spelling.
    }
  }
  throw new RegexError(`Unknown character property name {${name}}`, r.source, r.at);
}

/** A single character after a backslash, as a code point, or null when it is a class. */
function charEscape(r: Reader): number | null {
  const start = r.at;
  const c = r.next();
  const single: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };
  if (c in single) return single[c]!;
  const numeric = (pattern: RegExp, base: number): number => {
    const found = pattern.exec(r.rest());
    if (!found) throw new RegexError('Illegal hexadecimal escape sequence', r.source, r.at);
    r.at += found[0].length;
    return parseInt(found[1]!, base);
  };
  if (c === 'x')
    return r.sees('{') ? numeric(/^\{([0-9a-fA-F]+)\}/, 16) : numeric(/^([0-9a-fA-F]{2})/, 16);
  if (c === 'u') return numeric(/^([0-9a-fA-F]{4})/, 16);
  if (c === '0') return numeric(/^([0-3]?[0-7]{1,2})/, 8);
  if (c === 'c') return r.next().charCodeAt(0) ^ 64;
  if (!/[a-zA-Z]/.test(c)) return c.codePointAt(0)!;
  r.at = start;
  return null;
}

/** What follows a backslash outside a class, anchors and references aside. */
export function readEscape(r: Reader): string {
  if (r.done) throw new RegexError('Unexpected internal error', r.source, r.at);
  const point = charEscape(r);
  if (point !== null) return code(point);
  return namedClass(r);
}

function namedClass(r: Reader): string {
  const c = r.next();
  if (c === 'p' || c === 'P') return property(r, c === 'P');
  const known = CLASSES[c];
  if (known !== undefined) return known;
  throw new RegexError('Illegal/unsupported escape sequence', r.source, r.at - 1);
}

/** A class, after its opening bracket: unions, nested classes, `&&` and negation. */
export function readClass(r: Reader): string {
  const negated = r.take('^');
  const operands: string[] = [];
  let union = '';
  for (let first = true; ; first = false) {
    if (r.done) throw new RegexError('Unclosed character class', r.source, r.source.length - 1);
    if (r.take('&&')) {
      operands.push(union);
      union = '';
    } else if (!first && r.take(']')) break;
    else if (r.take('[')) union += readClass(r);
    else union += item(r);
  }
  operands.push(union);
  const sets = operands.filter((o) => o !== '').map((o) => `[${o}]`);
  const body = sets.length === 1 ? sets[0]! : sets.join('&&');
  return `[${negated ? '^' : ''}${body}]`;
}

/** One character, range or escape inside a class. */
function item(r: Reader): string {
  if (r.take('\\Q')) return Array.from(r.until('\\E'), (c) => code(c.codePointAt(0)!)).join('');
  const low = single(r);
  if (typeof low === 'string') return low;
  const ahead = r.rest();
  if (!/^-[^\]]/u.test(ahead) || ahead.startsWith('-[') || ahead.startsWith('-&&'))
    return code(low);
  r.at++;
  const high = single(r);
  if (typeof high === 'string') return `${code(low)}${code(45)}${high}`;
  if (high < low) throw new RegexError('Illegal character range', r.source, r.at - 1);
  return `${code(low)}-${code(high)}`;
}

function single(r: Reader): number | string {
  if (!r.take('\\')) return r.next().codePointAt(0)!;
  return charEscape(r) ?? namedClass(r);
}
