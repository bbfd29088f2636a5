import type { Database, Transaction as DbTransaction, Values } from '../database/contract';
import type { RunningUser } from '../runtime/host';

function toUser(id: string, row: Values): RunningUser {
  const word = (name: string, fallback: string): string => {
    const value = row[name];
    return typeof value === 'string' ? value : fallback;
  };
  return {
    id,
    username: word('Username', id),
    name: [word('FirstName', ''), word('LastName', '')].filter((part) => part !== '').join(' '),
    email: word('Email', ''),
    profileId: word('ProfileId', ''),
    locale: word('LocaleSidKey', 'en_US'),
    timeZone: word('TimeZoneSidKey', 'GMT'),
    type: word('UserType', 'Standard'),
  };
}

/** Reads with a transaction of its own unless one is given. */
export function reading<T>(
  database: Database,
  db: DbTransaction | undefined,
  read: (db: DbTransaction) => T,
): T {
  if (db) return read(db);
  const own = database.begin();
  try {
    return read(own);
  } finally {
    own.rollback();
  }
}

export function userById(
  database: Database,
  id: string,
  db?: DbTransaction,
): RunningUser | undefined {
  const row = reading(database, db, (tx) => tx.read('User', id));
  return row && toUser(id, row);
}

export function allUsers(database: Database): RunningUser[] {
  return reading(database, undefined, (tx) =>
    tx
      .query(
        {
          select: [{ kind: 'field', path: ['Id'] }],
          from: 'User',
          orderBy: [{ path: ['Id'] }],
          source: 'SELECT Id FROM User ORDER BY Id',
        },
        [],
      )
      .rows.map(({ id }) => toUser(id!, tx.read('User', id!)!)),
  );
}
