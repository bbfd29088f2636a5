import type { Connection } from 'jsforce';

export type Row = Readonly<Record<string, unknown>>;

/**
 * Runs a query to its last page.
 * @returns the rows, and the count that `SELECT COUNT()` asks for
 */
export async function ask<T = Row>(
  connection: Connection,
  soql: string,
): Promise<{ readonly rows: T[]; readonly size: number }> {
  const query = connection.query<Row>(soql);
  // The query is also an emitter, and an 'error' that nobody listens to would end the process.
  query.on('error', () => undefined);
  let page = await query;
  const rows = [...page.records];
  while (!page.done && page.nextRecordsUrl) {
    page = await connection.queryMore<Row>(page.nextRecordsUrl);
    rows.push(...page.records);
  }
  return { rows: rows as T[], size: page.totalSize };
}
