/** Query results that did not fit into one answer. */
import type { QueryPage } from '../../org/contract';
import { madeUpId } from './ids';

export interface Cursor {
  readonly page: QueryPage;
  readonly soql: string;
  readonly batchSize: number;
}

/** The platform keeps ten cursors per user; we keep more, as tests like to hold them. */
const KEPT = 50;

export class Cursors {
  readonly #cursors = new Map<string, Cursor>();
  #count = 0;

  /** @returns the Id under which the rest can be fetched */
  add(cursor: Cursor): string {
    this.#count += 1;
    const id = madeUpId('01g', this.#count);
    this.#cursors.set(id, cursor);
    const oldest = this.#cursors.keys().next().value;
    if (this.#cursors.size > KEPT && oldest !== undefined) this.#cursors.delete(oldest);
    return id;
  }

  get(id: string): Cursor | undefined {
    return this.#cursors.get(id);
  }

  clear(): void {
    this.#cursors.clear();
  }
}
