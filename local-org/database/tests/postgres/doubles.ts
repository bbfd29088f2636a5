/** Databases that are wrong on purpose, each in one way: the comparison must notice every one. */
import type { Blocked, LockingQuery, QueryResult, Transaction, Values } from '../../contract';
import { eq, select } from '../support/soql';
import type { LocalOptions, Wrap } from './local-side';
import { TABLES } from './workload';

/** FOR UPDATE gives what it sees, locked or not. */
const impatient: Wrap = (tx) =>
  over(tx, {
    lockingQuery(query, binds, mode) {
      const inner = tx.lockingQuery(query, binds, mode);
      return answering(inner, () => tx.query({ ...query, forUpdate: false }, binds));
    },
  });

/** FOR UPDATE waits, but then gives what it saw before it waited. */
const stale: Wrap = (tx) =>
  over(tx, {
    lockingQuery(query, binds, mode) {
      const before = tx.query({ ...query, forUpdate: false }, binds);
      const inner = tx.lockingQuery(query, binds, mode);
      return {
        attempt: () => {
          const result = inner.attempt();
          return 'blocked' in result ? result : before;
        },
      };
    },
  });

/** Unique keys are compared with what is committed and with own rows only. */
const trusting: Wrap = (tx) => {
  const rival = (object: string, values: Values, self?: string) => {
    const key = values['Key__c'] ?? null;
    if (key === null) return undefined;
    const found = tx.query(select(['Id'], object, { where: eq('Key__c', key) }), []).rows;
    const other = found.find((row) => row.id !== self);
    return other && { duplicate: { field: 'Key__c', id: other.id! } };
  };
  return over(tx, {
    insert: (object, values) => rival(object, values) ?? tx.insert(object, values),
    update: (object, id, values) => rival(object, values, id) ?? tx.update(object, id, values),
  });
};

/** Locks stay when a savepoint is rolled back to. */
const clinging: Wrap = (tx) =>
  over(tx, {
    rollbackTo(savepoint) {
      const held = TABLES.map((table) =>
        tx
          .query(select(['Id'], table), [])
          .rows.map((row) => row.id!)
          .filter((id) => tx.holdsLock(table, id)),
      );
      tx.rollbackTo(savepoint);
      TABLES.forEach((table, i) => tx.lock(table, held[i]!));
    },
  });

/** Every wrong database by what is wrong with it. */
export const DOUBLES: Readonly<Record<string, LocalOptions>> = {
  'FOR UPDATE does not wait': { mode: 'recheck', wrap: impatient },
  'FOR UPDATE does not look again after a wait': { mode: 'recheck', wrap: stale },
  'unique keys ignore uncommitted rows': { mode: 'recheck', wrap: trusting, unique: false },
  'locks survive a rollback to a savepoint': { mode: 'recheck', wrap: clinging },
};

function answering(inner: LockingQuery, instead: () => QueryResult): LockingQuery {
  return {
    attempt(): Blocked | QueryResult {
      const result = inner.attempt();
      return 'blocked' in result ? instead() : result;
    },
  };
}

/** `tx` with some of its methods replaced. */
function over(tx: Transaction, replaced: Partial<Transaction>): Transaction {
  return new Proxy(tx, {
    get(target, name) {
      const own: unknown = Reflect.get(replaced, name) ?? Reflect.get(target, name, target);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}
