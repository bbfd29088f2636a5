/** Results of a query as a table. */
import { OrgError } from '../../org/contract';
import { isObject } from '../body';
import { RecordWriter } from '../data/output';
import type { Records } from '../data/records';
import { selectList } from '../data/soql-text';

export interface Extract {
  readonly object: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

function valueAt(record: unknown, path: readonly string[]): unknown {
  const [step = '', ...rest] = path;
  if (!isObject(record)) return null;
  const key = Object.keys(record).find((name) => name.toLowerCase() === step.toLowerCase());
  const value = key === undefined ? null : record[key];
  if (rest.length > 0) return valueAt(value, rest);
  // Moments end in Z here, and in +0000 everywhere else.
  return typeof value === 'string' ? value.replace(/(T[\d:.]+)\+0000$/, '$1Z') : value;
}

/**
 * Runs a query for export.
 *
 * @throws OrgError for queries that have no plain rows, as on the platform
 */
export async function extract(
  records: Records,
  version: string,
  soql: string,
  allRows: boolean,
): Promise<Extract> {
  const { columns, from } = selectList(soql);
  const page = await records.query(soql, allRows);
  if (page.aggregate || columns.some(({ kind }) => kind !== 'field'))
    throw new OrgError(
      400,
      'API_ERROR',
      'Aggregate Relationships and sub-queries are not supported in Bulk Query',
    );
  const writer = RecordWriter.for(records.org, version);
  return {
    object: records.org.describe(from)?.name ?? from,
    columns: columns.map(({ text }) => text),
    rows: page.rows.map((row) => {
      const record = writer.record(row);
      return columns.map(({ path }) => valueAt(record, path));
    }),
  };
}
