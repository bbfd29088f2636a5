/** Queries as this command needs them. */
import type { Connection } from '@salesforce/core';

/** A text between quotes, as SOQL wants it. */
export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, (sign) => `\\${sign}`)}'`;
}

/** All pages of a query. */
export async function rowsOf<T>(connection: Connection, soql: string): Promise<readonly T[]> {
  const { records } = await connection.query<T & object>(soql, {
    autoFetch: true,
    maxFetch: 50_000,
  });
  return records;
}

/** What `SELECT COUNT() FROM …` answers. */
export async function countOf(connection: Connection, from: string): Promise<number> {
  return (await connection.query(`SELECT COUNT() FROM ${from}`)).totalSize;
}

/** True for an error of this code of the platform, such as `INVALID_FIELD`. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  const { errorCode, name } = error as { errorCode?: string; name?: string };
  return codes.includes(errorCode ?? '') || codes.includes(name ?? '');
}
