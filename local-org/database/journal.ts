import type { Checkpoint } from './contract';
import type { Row, Version } from './row';
import type { Counters, Table } from './table';

/** State that is not rows: what the next transaction and the next insert will draw. */
export interface Sequences {
  readonly commitSequence: number;
  readonly nextTx: number;
  readonly counters: ReadonlyMap<Table, Counters>;
}

interface Change {
  readonly row: Row;
  readonly before: Version | undefined;
}

interface Mark extends Checkpoint {
  /** Number of changes ever recorded when the mark was set. */
  readonly at: number;
  readonly state: Sequences;
}

/**
 * Remembers what commits replaced, so that a checkpoint costs nothing per row and going back costs
 * only what has changed since. A row is remembered once for each checkpoint, however often it changes:
 * an org that runs for days must not grow with every update. Nothing is recorded while no checkpoint
 * is alive.
 */
export class Journal {
  #marks: Mark[] = [];
  #changes: Change[] = [];
  /** Rows that were recorded since the youngest mark. */
  #sinceLast = new Set<Row>();
  /** Changes that were forgotten: positions count from the beginning of time. */
  #forgotten = 0;
  #nextSequence = 1;

  get recording(): boolean {
    return this.#marks.length > 0;
  }

  /** How many changes are kept. */
  get recorded(): number {
    return this.#changes.length;
  }

  /** The youngest checkpoint and the rows that were changed since; undefined without checkpoints. */
  get sinceLast(): { readonly state: Sequences; readonly rows: readonly Row[] } | undefined {
    const mark = this.#marks.at(-1);
    if (!mark) return undefined;
    return { state: mark.state, rows: [...this.#sinceLast] };
  }

  record(row: Row): void {
    if (this.#sinceLast.has(row)) return;
    this.#sinceLast.add(row);
    this.#changes.push({ row, before: row.committed });
  }

  mark(state: Sequences): Checkpoint {
    const at = this.#forgotten + this.#changes.length;
    const mark: Mark = { sequence: this.#nextSequence++, at, state };
    this.#marks.push(mark);
    this.#sinceLast.clear();
    return mark;
  }

  /** Undoes all changes since the checkpoint, which stays alive; younger ones die. */
  rewind(checkpoint: Checkpoint): Sequences {
    const place = this.#place(checkpoint);
    if (place < 0) {
      throw new Error(`Checkpoint ${checkpoint.sequence} is no longer alive.`);
    }
    const mark = this.#marks[place]!;
    while (this.#forgotten + this.#changes.length > mark.at) {
      const { row, before } = this.#changes.pop()!;
      row.table.setCommitted(row, before);
    }
    this.#marks.length = place + 1;
    this.#sinceLast.clear();
    return mark.state;
  }

  /** Forgets a checkpoint, and with the oldest one the changes that only it needed. */
  release(checkpoint: Checkpoint): void {
    const place = this.#place(checkpoint);
    if (place < 0) return;
    this.#marks.splice(place, 1);
    const oldest = this.#marks[0]?.at ?? this.#forgotten + this.#changes.length;
    this.#changes.splice(0, oldest - this.#forgotten);
    this.#forgotten = oldest;
    const youngest = this.#marks.at(-1)?.at ?? oldest;
    const since = this.#changes.slice(youngest - oldest);
    this.#sinceLast = new Set(since.map(({ row }) => row));
  }

  /** Forgets everything: the rows have moved to another shape. */
  clear(): void {
    this.#marks = [];
    this.#changes = [];
    this.#sinceLast.clear();
  }

  #place(checkpoint: Checkpoint): number {
    return this.#marks.findIndex((mark) => mark === checkpoint);
  }
}
