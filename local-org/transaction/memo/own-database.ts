import type { Database, Transaction as DbTransaction } from '../../database/contract';

/** A database as one transaction needs it: it has a schema, and begins that transaction. */
export function ownDatabase(real: Database, begin: () => DbTransaction): Database {
  const refused = (): never => {
    throw new Error('A transaction works on its own database transaction only.');
  };
  return {
    schema: real.schema,
    begin,
    observer: undefined,
    get commitSequence() {
      return real.commitSequence;
    },
    committed: refused,
    openTransactions: refused,
    onRelease: refused,
    checkpoint: refused,
    restore: refused,
    release: refused,
    replaceSchema: refused,
  };
}
