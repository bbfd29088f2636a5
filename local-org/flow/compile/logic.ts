/** How conditions are joined: `and`, `or`, or numbers with AND, OR, NOT and parentheses. */

export type Logic =
  | { readonly kind: 'item'; readonly index: number }
  | { readonly kind: 'not'; readonly of: Logic }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Logic[] };

/**
 * @param text as the file has it
 * @param count of conditions; custom logic must name only these
 * @returns null when it cannot be read
 */
export function parseLogic(text: string, count: number): Logic | null {
  const plain = text.trim().toLowerCase();
  const all = Array.from({ length: count }, (_, index): Logic => ({ kind: 'item', index }));
  if (plain === 'and' || plain === 'or') return { kind: plain, of: all };
  const tokens = plain.match(/\d+|and|or|not|[()]|[^\s]/g) ?? [];
  const parser = new LogicParser(tokens, count);
  return parser.whole();
}

class LogicParser {
  #at = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly count: number,
  ) {}

  whole(): Logic | null {
    const logic = this.#joined('or');
    return this.#at === this.tokens.length ? logic : null;
  }

  /** AND binds closer than OR. */
  #joined(word: 'or' | 'and'): Logic | null {
    const next = (): Logic | null => (word === 'or' ? this.#joined('and') : this.#one());
    const of: Logic[] = [];
    do {
      const item = next();
      if (!item) return null;
      of.push(item);
    } while (this.#take(word));
    return of.length === 1 ? of[0]! : { kind: word, of };
  }

  #one(): Logic | null {
    if (this.#take('not')) {
      const of = this.#one();
      return of && { kind: 'not', of };
    }
    if (this.#take('(')) {
      const inner = this.#joined('or');
      return this.#take(')') ? inner : null;
    }
    const number = Number(this.tokens[this.#at++]);
    if (!Number.isInteger(number) || number < 1 || number > this.count) return null;
    return { kind: 'item', index: number - 1 };
  }

  #take(token: string): boolean {
    if (this.tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

/** Evaluates no more than it must, as the platform's formulas do. */
export function holds(logic: Logic, item: (index: number) => boolean): boolean {
  switch (logic.kind) {
    case 'item':
      return item(logic.index);
    case 'not':
      return !holds(logic.of, item);
    case 'and':
      return logic.of.every((each) => holds(each, item));
    case 'or':
      return logic.of.some((each) => holds(each, item));
  }
}
