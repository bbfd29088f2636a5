/** Committed rows of one object, read without disturbing anybody. */
import type { Database, ResultRow } from '../../local-org/database/contract';

export function rowsOf(
  database: Database,
  object: string,
  ...fields: readonly string[]
): readonly ResultRow[] {
  const tx = database.begin();
  try {
    const select = fields.map((field) => ({ kind: 'field' as const, path: [field] }));
    return tx.query({ select, from: object, source: `look at ${object}` }, []).rows;
  } finally {
    tx.rollback();
  }
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const numberOf = (value: unknown): number => Number(value ?? 0);
