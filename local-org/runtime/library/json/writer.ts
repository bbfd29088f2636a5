/** JSON text, laid out as the platform's generator does. */

export interface JsonWriter {
  startObject(): void;
  endObject(): void;
  startArray(): void;
  endArray(): void;
  name(text: string): void;
  string(text: string): void;
  /** Numbers and words, as they are. */
  raw(text: string): void;
  readonly text: string;
}

/** Escapes as Jackson does: quotes, backslash and control characters. */
export function quoted(text: string): string {
  const body = text.replace(/["\\\x00-\x1f]/g, (c) => {
    const short: Readonly<Record<string, string>> = {
      '"': '\\"',
      '\\': '\\\\',
      '\b': '\\b',
      '\f': '\\f',
      '\n': '\\n',
      '\r': '\\r',
      '\t': '\\t',
    };
    return short[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
  return `"${body}"`;
}

interface Level {
  readonly kind: 'object' | 'array';
  count: number;
}

/** Objects go over several lines when pretty, arrays stay on theirs: `[ 1, 2 ]`. */
export class TextWriter implements JsonWriter {
  #out = '';
  readonly #levels: Level[] = [];
  #named = false;
  constructor(readonly pretty: boolean) {}

  get text(): string {
    return this.#out;
  }
  /** `object`, `array`, or undefined at the top. */
  get inside(): 'object' | 'array' | undefined {
    return this.#levels.at(-1)?.kind;
  }

  startObject(): void {
    this.#before();
    this.#out += '{';
    this.#levels.push({ kind: 'object', count: 0 });
  }
  endObject(): void {
    const level = this.#levels.pop();
    if (this.pretty) this.#out += level?.count ? `\n${this.#indent()}` : ' ';
    this.#out += '}';
  }
  startArray(): void {
    this.#before();
    this.#out += '[';
    this.#levels.push({ kind: 'array', count: 0 });
  }
  endArray(): void {
    this.#levels.pop();
    this.#out += this.pretty ? ' ]' : ']';
  }
  name(text: string): void {
    const level = this.#levels.at(-1)!;
    if (level.count++ > 0) this.#out += ',';
    if (this.pretty) this.#out += `\n${this.#indent()}`;
    this.#out += quoted(text) + (this.pretty ? ' : ' : ':');
    this.#named = true;
  }
  string(text: string): void {
    this.raw(quoted(text));
  }
  raw(text: string): void {
    this.#before();
    this.#out += text;
  }

  #indent(): string {
    return '  '.repeat(this.#levels.filter((l) => l.kind === 'object').length);
  }
  #before(): void {
    const level = this.#levels.at(-1);
    if (this.#named || !level) {
      this.#named = false;
      return;
    }
    if (level.count++ > 0) this.#out += ',';
    if (this.pretty) this.#out += ' ';
  }
}
