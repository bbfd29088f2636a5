/** Listens to the database while a move goes on, and says at its end what the move touched. */
import { keyFunction } from '../../local-org/database/field-kinds';
import type { Look, Observer, Row, Version } from '../../local-org/database';
import type { Operation } from '../../local-org/scheduler/suspension';
import { Names } from './names';
import { tiesIn } from './ties';
import type { Footprint, Image, Key, Seen, Term, Values } from './model';

/** Names of what an observer of the world would notice about a row: see `Tracer.watched`. */
export type Watched = (object: string, values: Values) => string | null;

interface Open {
  everything: boolean;
  readonly task: string;
  readonly cells: Record<string, boolean>;
  readonly seen: Map<string, Seen>;
  readonly images: Image[];
  readonly created: string[];
  readonly ties: (readonly [string, string])[];
  /** New rows of others that were locked, by object, in the order of locking. */
  readonly locked: Row[];
}

const KEYS = new WeakMap<object, readonly (readonly [string, (value: never) => Key | null])[]>();

export class Tracer implements Observer {
  readonly #names = new Names();
  #open: Open | null = null;

  /**
   * @param watched which group of rows a visible row belongs to, for invariants that are checked
   *   after each commit and look at one group at a time; null: no invariant looks at it. Commits of
   *   one group are dependent, because an invariant can tell their order.
   */
  constructor(readonly watched: Watched = () => null) {}

  /** A task is about to move. @param task its stable id */
  begin(task: string, op: Operation, everything: boolean): void {
    const lists = { images: [], created: [], ties: [], locked: [] };
    this.#open = { everything, task, cells: {}, seen: new Map(), ...lists };
    if (op.kind === 'callout' || op.kind === 'admin' || op.kind === 'cache')
      this.#open.everything = true;
    // Whether a job that starts is still wanted is decided before it touches its row.
    const job = /^queueable \S+ (\w+)$/.exec(op.kind === 'start' ? (op.detail ?? '') : '');
    if (job) this.touch(`AsyncApexJob/${this.#names.of(job[1]!)}`, true);
  }

  /** Names of rows that were given so far, as text. */
  namesText(): string {
    return this.#names.text();
  }

  end(): Footprint {
    const open = this.#open;
    if (!open) throw new Error('No move is in progress.');
    this.#open = null;
    open.ties.push(
      ...tiesIn(
        open.locked,
        (row) => this.#names.creation(row),
        () => '',
      ),
    );
    const { everything, cells, images, created, ties } = open;
    return { everything, cells, seen: [...open.seen.values()], images, created, ties };
  }

  /** The move in progress looked at something shared, or changed it. */
  touch(cell: string, changed: boolean): void {
    if (this.#open) this.#open.cells[cell] = changed || this.#open.cells[cell] === true;
  }

  looked(tx: number, { object, hints, fields, rows, orderedBy }: Look): void {
    const open = this.#open;
    if (!open) return;
    const seen: Seen = { object, fields, terms: hints.map((hint) => this.#term(hint)) };
    open.seen.set(JSON.stringify(seen), seen);
    if (rows.length < 2) return;
    const sortKey = (row: Row): string => {
      const values = (row.owner?.id === tx ? (row.pending ?? row.committed) : row.committed)
        ?.values;
      return JSON.stringify(orderedBy.map((field) => values?.[field] ?? null));
    };
    open.ties.push(...tiesIn(rows, (row) => this.#names.creation(row), sortKey));
  }

  locked(tx: number, row: Row): void {
    const { owner } = row;
    // What is its own already, nobody else can touch.
    if (!this.#open || owner?.id === tx || isNew(row)) return;
    this.touch(this.#cell(row), owner === undefined);
    if (this.#names.creation(row)) this.#open.locked.push(row);
  }

  referred(tx: number, row: Row): void {
    if (row.owner?.id !== tx) this.touch(this.#cell(row), false);
  }

  claimed(_tx: number, field: string, value: Key, object: string): void {
    this.touch(`${object}.${field}=${this.#names.key(value)}`, true);
  }

  wrote(_tx: number, row: Row, before: Version | undefined, after: Version | undefined): void {
    const open = this.#open;
    if (!open) return;
    if (isNew(row) && !this.#names.creation(row)) {
      const name = this.#names.add(row, open.task);
      open.created.push(`${row.table.schema.name} ${name}`);
    }
    this.#claims(row, before, after);
  }

  publishes(_tx: number, row: Row, before: Version | undefined, after: Version): void {
    const open = this.#open;
    if (!open) return;
    this.#claims(row, before, after);
    const object = row.table.schema.name;
    const image = { object, before: this.#image(row, before), after: this.#image(row, after) };
    open.images.push(image);
    for (const values of [image.before, image.after]) {
      const group = values && this.watched(object, values);
      if (group !== null) this.touch(`watched ${group}`, true);
    }
  }

  freed(_tx: number, row: Row): void {
    this.touch(this.#cell(row), true);
  }

  shared(what: string): void {
    this.touch(what, true);
  }

  unknown(): void {
    if (this.#open) this.#open.everything = true;
  }

  #cell(row: Row): string {
    return `${row.table.schema.name}/${this.#names.of(row.id)}`;
  }

  /** Unique values that this version of the row gives up or takes. */
  #claims(row: Row, before: Version | undefined, after: Version | undefined): void {
    for (const index of row.table.uniqueIndexes) {
      const [was, is] = [before, after].map((v) =>
        v === undefined || v.deletedWith !== undefined ? null : index.key(v),
      );
      if (was === is) continue;
      for (const key of [was, is])
        if (key !== null && key !== undefined)
          this.claimed(0, index.field.name, key, row.table.schema.name);
    }
  }

  #term(hint: Look['hints'][number]): Term {
    if ('range' in hint) return hint;
    return { field: hint.field, keys: hint.keys.map((key) => this.#names.key(key)) };
  }

  #image(row: Row, version: Version | undefined): Values | null {
    if (version === undefined || version.deletedWith !== undefined) return null;
    const values: Record<string, Key> = {};
    for (const [field, keyOf] of keysOf(row)) {
      const key = this.#names.key(keyOf(version.values[field] as never));
      if (key !== null) values[field] = key;
    }
    return values;
  }
}

function isNew(row: Row): boolean {
  return row.committed === undefined;
}

function keysOf({ table }: Row): readonly (readonly [string, (value: never) => Key | null])[] {
  let known = KEYS.get(table);
  if (!known) {
    known = [...table.schema.fields.values()].map((field) => [field.name, keyFunction(field)]);
    KEYS.set(table, known);
  }
  return known;
}
