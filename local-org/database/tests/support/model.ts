/**
 * The database as a child would write it: every open transaction and every savepoint is a full copy
 * of maps, and every question is answered by looking at all rows. Slow, and too simple to be wrong.
 */

export interface ModelRow {
  readonly key: string | null;
  readonly value: number;
  readonly deleted: boolean;
}

/** What an operation of the model or of the database came to. */
export type Outcome = 'ok' | 'missing' | 'duplicate' | `blocked ${string}` | `id ${string}`;

interface State {
  pending: Map<string, ModelRow>;
  locks: Set<string>;
  /** Own writes that were written over since. */
  past: readonly ModelRow[];
}

export class ModelTx {
  state: State = { pending: new Map(), locks: new Set(), past: [] };
  savepoints: State[] = [];
  constructor(readonly id: number) {}
}

const copy = (state: State): State => ({
  pending: new Map(state.pending),
  locks: new Set(state.locks),
  past: state.past,
});

export class Model {
  committed = new Map<string, ModelRow>();
  open: ModelTx[] = [];

  begin(id: number): ModelTx {
    const tx = new ModelTx(id);
    this.open.push(tx);
    return tx;
  }

  seen(tx: ModelTx, id: string): ModelRow | undefined {
    return tx.state.pending.get(id) ?? this.committed.get(id);
  }

  /** Rows that a query gives, in the order of their Ids. */
  rows(tx: ModelTx): [string, ModelRow][] {
    const ids = [...new Set([...this.committed.keys(), ...tx.state.pending.keys()])].sort();
    return ids.flatMap((id): [string, ModelRow][] => {
      const row = this.seen(tx, id);
      return row && !row.deleted ? [[id, row]] : [];
    });
  }

  /** Ids are drawn by the database; the model is told. */
  insert(tx: ModelTx, key: string | null, value: number, id: () => string | undefined): Outcome {
    const conflict = this.conflict(tx, key, undefined);
    if (conflict) return conflict;
    const drawn = id();
    if (drawn === undefined) return 'missing';
    tx.state.pending.set(drawn, { key, value, deleted: false });
    tx.state.locks.add(drawn);
    return `id ${drawn}`;
  }

  update(tx: ModelTx, id: string, change: Partial<ModelRow>): Outcome {
    const row = this.seen(tx, id);
    if (!row || row.deleted) return 'missing';
    const blocked = this.lock(tx, [id]);
    if (blocked !== 'ok') return blocked;
    const conflict = change.key === undefined ? undefined : this.conflict(tx, change.key, id);
    if (conflict) return conflict;
    this.write(tx, id, { ...row, ...change });
    return 'ok';
  }

  undelete(tx: ModelTx, id: string): Outcome {
    const row = this.seen(tx, id);
    if (!row?.deleted) return 'missing';
    const holder = this.holder(id);
    if (holder && holder !== tx) return `blocked ${holder.id}`;
    tx.state.locks.add(id);
    const conflict = this.conflict(tx, row.key, id);
    if (conflict) return conflict;
    this.write(tx, id, { ...row, deleted: false });
    return 'ok';
  }

  lock(tx: ModelTx, ids: readonly string[]): Outcome {
    for (const id of [...ids].sort()) {
      const row = this.seen(tx, id);
      if (!row || row.deleted) continue;
      const holder = this.holder(id);
      if (holder && holder !== tx) return `blocked ${holder.id}`;
      tx.state.locks.add(id);
    }
    return 'ok';
  }

  savepoint(tx: ModelTx): void {
    tx.savepoints.push(copy(tx.state));
  }

  rollbackTo(tx: ModelTx, place: number): void {
    tx.savepoints.length = place + 1;
    tx.state = copy(tx.savepoints[place]!);
  }

  commit(tx: ModelTx): void {
    this.committed = new Map([...this.committed, ...tx.state.pending]);
    this.end(tx);
  }

  end(tx: ModelTx): void {
    this.open = this.open.filter((other) => other !== tx);
  }

  /**
   * A unique value conflicts with another row if that row holds it in every way in which the other
   * transactions may end, and must wait if it holds it in some of them; or held it for a while in
   * a transaction that is still open, and could again after a rollback to a savepoint.
   */
  private conflict(tx: ModelTx, key: string | null, self: string | undefined): Outcome | undefined {
    if (key === null) return undefined;
    const waits = new Set<number>();
    const ids = new Set(this.open.flatMap((other) => [...other.state.pending.keys()]));
    for (const id of new Set([...this.committed.keys(), ...ids])) {
      if (id === self) continue;
      const writer = this.open.find((other) => other.state.pending.has(id));
      const now = this.committed.get(id);
      const then = writer?.state.pending.get(id);
      const futures = !writer ? [now] : writer === tx ? [then] : [now, then];
      const holding = futures.filter((row) => row && !row.deleted && row.key === key).length;
      if (holding === futures.length) return 'duplicate';
      if (holding > 0) waits.add(writer!.id);
    }
    for (const other of this.open) {
      const held = other.state.past.some((row) => !row.deleted && row.key === key);
      if (other !== tx && held) waits.add(other.id);
    }
    return waits.size > 0 ? `blocked ${[...waits].sort().join(',')}` : undefined;
  }

  private write(tx: ModelTx, id: string, row: ModelRow): void {
    const before = tx.state.pending.get(id);
    if (before) tx.state.past = [...tx.state.past, before];
    tx.state.pending.set(id, row);
  }

  private holder(id: string): ModelTx | undefined {
    return this.open.find((other) => other.state.locks.has(id));
  }
}
