/**
 * Interleaves transactions step by step. A step that meets a foreign lock waits, and is tried again
 * by itself whenever a transaction lets go, in the order in which the steps began to wait.
 */
import type { Blocked, Transaction, Values, WaitMode, QueryResult } from '../../contract';
import { MemoryDatabase } from '../../memory-database';
import type { BindValue, SoqlQuery } from '../../soql/ast';
import type { Stored } from '../../schema';
import { testSchema } from './schema';

/** One operation of a script, perhaps still waiting. */
export class Step<T> {
  #outcome: { readonly value: T } | undefined;
  #blockedOn: readonly number[] = [];

  constructor(
    private readonly tx: Transaction,
    private readonly attempt: () => T | Blocked,
  ) {
    this.retry();
  }

  /** Whoever ends its transaction gives up waiting. */
  retry(): void {
    if (this.tx.state !== 'open') return;
    const result = this.attempt();
    if (isBlocked(result)) this.#blockedOn = result.on;
    else this.#outcome = { value: result };
  }

  get waits(): boolean {
    return this.#outcome === undefined;
  }

  get waitsFor(): readonly number[] {
    return this.waits ? this.#blockedOn : [];
  }

  get result(): T {
    if (!this.#outcome) throw new Error(`The step still waits for ${this.#blockedOn.join(', ')}.`);
    return this.#outcome.value;
  }
}

function isBlocked(result: unknown): result is Blocked {
  return typeof result === 'object' && result !== null && 'blocked' in result;
}

export class Script {
  readonly db: MemoryDatabase;
  #waiting: Step<unknown>[] = [];

  constructor(db = new MemoryDatabase(testSchema(), { now: () => 0 })) {
    this.db = db;
    db.onRelease(() => this.#retry());
  }

  begin(): Actor {
    return new Actor(this, this.db.begin());
  }

  /** Inserts and commits rows before the script proper; gives their Ids. */
  given(object: string, ...rows: Values[]): string[] {
    const tx = this.begin();
    const ids = rows.map((row) => tx.inserted(object, row));
    tx.commit();
    return ids;
  }

  step<T>(tx: Transaction, attempt: () => T | Blocked): Step<T> {
    const step = new Step(tx, attempt);
    if (step.waits) this.#waiting.push(step);
    return step;
  }

  /** What is committed, read by a transaction of its own. */
  committed(query: SoqlQuery, binds: readonly BindValue[] = []): Values[] {
    const tx = this.begin();
    try {
      return tx.rows(query, binds);
    } finally {
      tx.rollback();
    }
  }

  #retry(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const step of waiting) {
      step.retry();
      if (step.waits) this.#waiting.push(step);
    }
  }
}

/** One transaction of a script. */
export class Actor {
  constructor(
    private readonly script: Script,
    readonly tx: Transaction,
  ) {}

  get id(): number {
    return this.tx.id;
  }

  insert(object: string, values: Values) {
    return this.script.step(this.tx, () => this.tx.insert(object, values));
  }

  /** Inserts at once; gives the Id. */
  inserted(object: string, values: Values): string {
    const outcome = this.tx.insert(object, values);
    if (!('id' in outcome)) throw new Error(`Not inserted: ${JSON.stringify(outcome)}`);
    return outcome.id;
  }

  update(object: string, id: string, changes: Values) {
    return this.script.step(this.tx, () => this.tx.update(object, id, changes));
  }

  delete(object: string, id: string) {
    return this.script.step(this.tx, () => this.tx.delete(object, id));
  }

  undelete(object: string, id: string) {
    return this.script.step(this.tx, () => this.tx.undelete(object, id));
  }

  lock(object: string, ...ids: string[]) {
    return this.script.step(this.tx, () => this.tx.lock(object, ids));
  }

  forUpdate(query: SoqlQuery, mode: WaitMode = 'restart', binds: readonly BindValue[] = []) {
    const locking = this.tx.lockingQuery({ ...query, forUpdate: true }, binds, mode);
    return this.script.step<QueryResult>(this.tx, () => locking.attempt());
  }

  rows(query: SoqlQuery, binds: readonly BindValue[] = []): Values[] {
    return this.tx.query(query, binds).rows.map((row) => row.values as Values);
  }

  value(object: string, id: string, field: string): Stored | undefined {
    return this.tx.read(object, id)?.[field];
  }

  commit(): void {
    this.tx.commit();
  }

  rollback(): void {
    this.tx.rollback();
  }
}
