import type { Blocked, LockingQuery, QueryResult, WaitMode } from './contract';
import { lockRows } from './locks';
import type { Row } from './row';
import type { BindValue, SoqlQuery } from './soql/ast';
import type { QueryEngine } from './soql/engine';
import type { Work } from './work';

/**
 * Begins a query with FOR UPDATE. It finds rows as a plain query does, then takes their locks in Id
 * order. Nothing else runs between finding and locking unless it has to wait, so without a wait
 * both modes are the same.
 *
 * @param open gives the work of the transaction, and throws once that has ended
 */
export function beginLockingQuery(
  host: { readonly engine: QueryEngine },
  open: () => Work,
  query: SoqlQuery,
  binds: readonly BindValue[],
  mode: WaitMode,
): LockingQuery {
  return mode === 'restart'
    ? new RestartingQuery(host.engine, open, query, binds)
    : new RecheckingQuery(host.engine, open, query, binds);
}

/** After each wait the whole statement runs again. Locks that it took before stay with it. */
class RestartingQuery implements LockingQuery {
  constructor(
    private readonly engine: QueryEngine,
    private readonly open: () => Work,
    private readonly query: SoqlQuery,
    private readonly binds: readonly BindValue[],
  ) {}

  attempt(): Blocked | QueryResult {
    const work = this.open();
    const rows = this.engine.find(this.query, this.binds, work);
    return lockRows(work, rows) ?? this.engine.project(this.query, this.binds, work, rows);
  }
}

/** Keeps to the rows found first; those that no longer match once they are locked are dropped. */
class RecheckingQuery implements LockingQuery {
  #found: readonly Row[] | undefined;

  constructor(
    private readonly engine: QueryEngine,
    private readonly open: () => Work,
    private readonly query: SoqlQuery,
    private readonly binds: readonly BindValue[],
  ) {}

  get keepsTo(): readonly string[] {
    return (this.#found ?? []).map(({ id }) => id);
  }

  attempt(): Blocked | QueryResult {
    const work = this.open();
    this.#found ??= this.engine.find(this.query, this.binds, work);
    const blocked = lockRows(work, this.#found);
    if (blocked) return blocked;
    const rows = this.engine.recheck(this.query, this.binds, work, this.#found);
    return this.engine.project(this.query, this.binds, work, rows);
  }
}
