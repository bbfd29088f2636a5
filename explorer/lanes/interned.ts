/** Equal things that are one object, so that what was once found out about one is known of all. */

/** Things that are kept before all are forgotten. Forgetting costs time and nothing else. */
const CAPACITY = 100_000;

/** What is known of a thing. Two different things never have the same number. */
export interface Known<T> {
  readonly value: T;
  readonly number: number;
}

export class Interned<T> {
  readonly #known = new Map<string, Known<T>>();
  #numbers = 0;

  /** @param text the same for equal things only */
  of(text: string, make: () => T): Known<T> {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= CAPACITY) this.#known.clear();
    const fresh = { value: make(), number: ++this.#numbers };
    this.#known.set(text, fresh);
    return fresh;
  }
}
