/** The statements of a workload in PostgreSQL's words. */
import type { Statement, Table, Where } from './workload';

/** Tables of the tests: a unique key that may be empty, as in the local org, and a number. */
export const CREATE = ['lane', 'item']
  .map((name) => `CREATE TABLE ${name} (id bigserial PRIMARY KEY, k text UNIQUE, v int NOT NULL);`)
  .join('\n');

export function tableName(table: Table): string {
  return table === 'Lane__c' ? 'lane' : 'item';
}

/** @param savepoints how many savepoints the transaction has: they are called s0, s1, ... */
export function sql(statement: Statement, savepoints: number): string {
  switch (statement.kind) {
    case 'read':
      return `SELECT k, v FROM ${tableName(statement.table)} WHERE ${condition(statement.where)}`;
    case 'lock':
      return `SELECT k, v FROM ${tableName(statement.table)} WHERE ${condition(statement.where)} ORDER BY id ${statement.limit ? `LIMIT ${statement.limit} ` : ''}FOR UPDATE`;
    case 'delete':
      return `DELETE FROM ${tableName(statement.table)} WHERE ${condition(statement.where)} RETURNING k, v`;
    case 'set':
    case 'add':
      return `UPDATE ${tableName(statement.table)} SET v = ${statement.kind === 'add' ? 'v + ' : ''}${statement.value} WHERE ${condition(statement.where)} RETURNING k, v`;
    case 'insert': {
      const { key, value } = statement.row;
      return guarded(
        `INSERT INTO ${tableName(statement.table)} (k, v) VALUES (${quote(key)}, ${value}) RETURNING k, v, id`,
      );
    }
    case 'rekey': {
      const where = condition({ by: 'keys', keys: [statement.from] });
      return guarded(
        `UPDATE ${tableName(statement.table)} SET k = ${quote(statement.key)} WHERE ${where} RETURNING k, v`,
      );
    }
    case 'savepoint':
      return `SAVEPOINT s${savepoints}`;
    case 'rollbackTo':
      return `ROLLBACK TO SAVEPOINT s${statement.place % savepoints}`;
    default:
      return statement.kind.toUpperCase();
  }
}

/** What a failed `guarded` statement needs before its transaction can go on. */
export const MEND = 'ROLLBACK TO SAVEPOINT guard; RELEASE SAVEPOINT guard';

/** A refused statement leaves its transaction usable, as in the local org. */
function guarded(statement: string): string {
  return `SAVEPOINT guard; ${statement}; RELEASE SAVEPOINT guard`;
}

/** The expressions keep the unique index out, whose order is not that of the ids. */
function condition(where: Where): string {
  if (where.by === 'all') return 'id > 0';
  if (where.by === 'keys') return `id > 0 AND (k || '') IN (${where.keys.map(quote).join(', ')})`;
  return `id > 0 AND v ${where.op} ${where.value}`;
}

function quote(text: string | null): string {
  return text === null ? 'NULL' : `'${text}'`;
}
