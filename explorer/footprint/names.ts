import type { Row } from '../../local-org/database';
import type { Key } from './model';

/** A row that a run brought into being. */
export interface Creation {
  readonly task: string;
  /** `2.1+3`: the third row that task 2.1 made. */
  readonly name: string;
}

/** Names for rows that mean the same in every interleaving. */
export class Names {
  readonly #creations = new Map<string, Creation>();
  readonly #byKey = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  add(row: Row, task: string): string {
    const count = (this.#counts.get(task) ?? 0) + 1;
    this.#counts.set(task, count);
    const name = `${task}+${count}`;
    this.#creations.set(row.id, { task, name });
    this.#byKey.set(row.id, name);
    // As a value of text fields that ignore case.
    this.#byKey.set(row.id.toLowerCase(), name);
    return name;
  }

  /** All names, as text that is equal for equal names only. */
  text(): string {
    const names = [...this.#creations].map(([id, { name }]) => [id, name]);
    const counts = [...this.#counts];
    return JSON.stringify([names, counts].map((list) => list.sort(([a], [b]) => (a < b ? -1 : 1))));
  }

  creation(row: Row): Creation | undefined {
    return this.#creations.get(row.id);
  }

  of(id: string): string {
    return this.#byKey.get(id) ?? id;
  }

  key<K extends Key | null>(key: K): K | string {
    return typeof key === 'string' ? this.of(key) : key;
  }
}
