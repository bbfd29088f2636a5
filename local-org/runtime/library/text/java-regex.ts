/**
 * Java regular expressions as JavaScript ones. The pattern is parsed and written anew, with the `v`
 * flag, so that classes, escapes and line ends mean what Java means. Possessive quantifiers and
 * atomic groups become look-aheads with a back-reference. What cannot be said in JavaScript is
 * refused by name.
 */
import { readClass, readEscape, Reader, RegexError, type Flags } from './java-regex-atoms';

export { RegexError };

export interface JavaRegex {
  /** As the author wrote it. */
  readonly source: string;
  /** Number of capturing groups the author wrote. */
  readonly groups: number;
  /** JavaScript's group for each of the author's. */
  readonly groupIndex: readonly number[];
  readonly names: ReadonlyMap<string, number>;
  /** JavaScript source without anchors. */
  readonly js: string;
  readonly flags: string;
}

const LINE_END = '(?:\\r\\n|[\\n\\r\\u0085\\u2028\\u2029])';

class Translator {
  readonly #r: Reader;
  #jsGroups = 0;
  readonly groupIndex: number[] = [0];
  readonly names = new Map<string, number>();
  flags: Flags = { i: false, m: false, s: false, x: false, d: false };

  constructor(readonly source: string) {
    this.#r = new Reader(source);
  }

  run(): string {
    this.#leadingFlags();
    const js = this.#alternatives();
    if (!this.#r.done) throw new RegexError(`Unmatched closing ')'`, this.source, this.#r.at);
    return js;
  }

  #leadingFlags(): void {
    const found = /^\(\?([a-zA-Z]+)\)/.exec(this.source);
    if (!found) return;
    for (const f of found[1]!) {
      if (f === 'u' || f === 'U') continue;
      if (!'imsxd'.includes(f)) throw new RegexError('Unknown inline modifier', this.source, 2);
      this.flags = { ...this.flags, [f]: true };
    }
    this.#r.at = found[0].length;
  }

  #alternatives(): string {
    let out = this.#sequence();
    while (this.#r.take('|')) out += `|${this.#sequence()}`;
    return out;
  }

  #sequence(): string {
    let out = '';
    while (!this.#r.done && !this.#r.sees('|') && !this.#r.sees(')')) {
      if (this.flags.x && this.#r.skipComment()) continue;
      if (this.#r.take('\\Q')) {
        const end = this.source.indexOf('\\E', this.#r.at);
        const literal = this.source.slice(this.#r.at, end < 0 ? undefined : end);
        this.#r.at = end < 0 ? this.source.length : end + 2;
        const chars = Array.from(literal, quote);
        const last = chars.pop();
        out += chars.join('') + (last === undefined ? '' : this.#quantified(last));
      } else out += this.#quantified(this.#atom());
    }
    return out;
  }

  #quantified(atom: string): string {
    if (this.flags.x) while (this.#r.skipComment());
    const found = /^(?:[*+?]|\{\d+(?:,\d*)?\})/.exec(this.#r.rest());
    if (!found) {
      if (this.#r.sees('{')) throw new RegexError('Illegal repetition', this.source, this.#r.at);
      return atom;
    }
    this.#r.at += found[0].length;
    // JavaScript does not repeat look-arounds, Java does.
    if (/^\(\?[=!<]/.test(atom)) return this.#repeat(`(?:${atom})`, found[0]);
    return this.#repeat(atom, found[0]);
  }

  #repeat(atom: string, times: string): string {
    if (this.#r.take('?')) return this.#quantified(`(?:${atom}${times}?)`);
    if (this.#r.take('+')) return this.#quantified(this.#atomic(`${atom}${times}`));
    const whole = `(?:${atom}${times})`;
    return /^[*+?{]/.test(this.#r.rest()) ? this.#quantified(whole) : whole;
  }

  /** No way back into `body` once it has matched. */
  #atomic(body: string): string {
    const group = ++this.#jsGroups;
    // Groups inside `body` were numbered before this one, which opens first in JavaScript.
    if (/\((?!\?)/.test(body.replace(/\\./g, '')))
      throw new RegexError(
        'Capturing inside an atomic group is not supported here',
        this.source,
        this.#r.at,
      );
    return `(?:(?=(${body}))\\${group})`;
  }

  #atom(): string {
    const r = this.#r;
    const start = r.at;
    const c = r.next();
    switch (c) {
      case '(':
        return this.#group();
      case '[':
        return readClass(r);
      case '\\':
        return this.#escape();
      case '.':
        if (this.flags.s) return '[^]';
        return this.flags.d ? '[^\\n]' : '[^\\n\\r\\u0085\\u2028\\u2029]';
      case '^':
        return this.flags.m ? `(?:(?<![^])|(?<=${LINE_END})(?=[^]))` : '(?<![^])';
      case '$':
        return this.flags.m ? `(?=${LINE_END}|(?![^]))` : `(?=${LINE_END}?(?![^]))`;
      case '*':
      case '+':
      case '?':
        throw new RegexError(`Dangling meta character '${c}'`, this.source, start);
      case '{':
        throw new RegexError('Illegal repetition', this.source, start);
      default:
        return quote(c);
    }
  }

  #escape(): string {
    const r = this.#r;
    const digits = /^[1-9]\d*/.exec(r.rest());
    if (digits) {
      let text = digits[0];
      while (text.length > 1 && Number(text) >= this.groupIndex.length) text = text.slice(0, -1);
      r.at += text.length;
      const group = this.groupIndex[Number(text)];
      // A group that does not exist never matches in Java.
      return group === undefined ? '[]' : `(?:\\${group})`;
    }
    if (r.take('k<')) {
      const name = r.until('>');
      const group = this.names.get(name);
      if (group === undefined)
        throw new RegexError(`named capturing group <${name}> does not exist`, this.source, r.at);
      return `(?:\\${this.groupIndex[group]})`;
    }
    if (r.take('A')) return '(?<![^])';
    if (r.take('z')) return '(?![^])';
    if (r.take('Z')) return `(?=${LINE_END}?(?![^]))`;
    if (r.take('R')) return `(?:\\r\\n|[\\n\\u000b\\f\\r\\u0085\\u2028\\u2029])`;
    if (r.take('b')) return '\\b';
    if (r.take('B')) return '\\B';
    for (const lacking of ['G', 'X', 'N'])
      if (r.take(lacking))
        throw new RegexError(`\\${lacking} is not supported here`, this.source, r.at);
    return readEscape(r);
  }

  #group(): string {
    const r = this.#r;
    if (!r.take('?')) return this.#capture(null);
    for (const open of ['=', '!', '<=', '<!', ':'])
      if (r.take(open)) return `(?${open}${this.#rest()})`;
    if (r.take('>')) return this.#atomic(this.#rest());
    if (r.take('<')) return this.#capture(r.until('>'));
    const inline = /^([a-zA-Z]*)(-[a-zA-Z]+)?(:|\))/.exec(r.rest());
    throw new RegexError(
      inline ? 'Inline flags after the start are not supported here' : 'Unknown group type',
      this.source,
      r.at,
    );
  }

  #capture(name: string | null): string {
    const js = ++this.#jsGroups;
    const group = this.groupIndex.push(js) - 1;
    if (name !== null) this.names.set(name, group);
    return `(${this.#rest()})`;
  }

  #rest(): string {
    const body = this.#alternatives();
    if (!this.#r.take(')')) throw new RegexError('Unclosed group', this.source, this.source.length);
    return body;
  }
}

function quote(char: string): string {
  return /[\p{L}\p{N}_ ]/u.test(char) ? char : `\\u{${char.codePointAt(0)!.toString(16)}}`;
}

const cache = new Map<string, JavaRegex>();

/** Translates a Java pattern. Throws {@link RegexError}. */
export function javaRegex(source: string): JavaRegex {
  const known = cache.get(source);
  if (known) return known;
  const t = new Translator(source);
  const js = t.run();
  const made: JavaRegex = {
    source,
    groups: t.groupIndex.length - 1,
    groupIndex: t.groupIndex,
    names: t.names,
    js,
    flags: t.flags.i ? 'vi' : 'v',
  };
  if (cache.size > 500) cache.clear();
  cache.set(source, made);
  return made;
}
