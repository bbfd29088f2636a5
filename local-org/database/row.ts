import type { TxId, Values } from './contract';
import type { Observer } from './observer';
import type { Table } from './table';

/** One version of a row. Versions never change; a write makes a new one. */
export interface Version {
  readonly values: Values;
  /**
   * Set on rows in the recycle bin: the Id of the row whose deletion moved this one there, so that
   * undeleting a master brings back exactly the details that left with it.
   */
  readonly deletedWith?: string;
}

/** Whoever holds row locks. */
export interface LockOwner {
  readonly id: TxId;
  readonly observer?: Observer | undefined;
  /** It may have read the same before, in another run. */
  readonly repeatable?: boolean;
}

/**
 * A row: what is committed, and what the holder of its lock has written since. Only the owner can
 * have a pending version, so there is never more than one.
 */
export class Row {
  committed: Version | undefined = undefined;
  pending: Version | undefined = undefined;
  owner: LockOwner | undefined = undefined;

  constructor(
    readonly table: Table,
    readonly id: string,
    /** Position in the order of insertion; also of Ids, unless a transaction numbers its own. */
    readonly order: number,
  ) {}
}

/** The version that `reader` sees: its own write, otherwise what is committed. */
export function visible(row: Row, reader: LockOwner): Version | undefined {
  return row.pending !== undefined && row.owner === reader ? row.pending : row.committed;
}

/** As `visible`, without rows in the recycle bin. */
export function live(row: Row, reader: LockOwner): Version | undefined {
  const version = visible(row, reader);
  return version === undefined || version.deletedWith !== undefined ? undefined : version;
}
