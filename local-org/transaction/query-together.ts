/** Several queries of one kind at one moment: what bulkified flows ask. */
import { SoqlError } from '../database/contract';
import type { SoqlQuery } from '../database/soql/ast';
import type { AccessLevel } from '../runtime/host';
import type { ApexList, Value } from '../runtime/core/values-all';
import type { Operation, Step } from '../scheduler/suspension';
import { checkReadable, restrictToVisible } from './access/queries';
import { plainValue } from './plain-value';
import { runQuery } from './query';
import { toBind, toSObject } from './stored';
import type { Transaction } from './transaction';

interface Asked {
  readonly query: SoqlQuery;
  readonly binds: readonly Value[];
}

/**
 * One operation, and one query of the limits: see `Host.queryTogether`. None of them may lock.
 *
 * @throws System.QueryException
 */
export function* runTogether(
  tx: Transaction,
  queries: readonly Asked[],
  access: AccessLevel,
): Step<ApexList[]> {
  const [first, ...more] = queries;
  if (!first) return [];
  if (more.length === 0) return [yield* runQuery(tx, first.query, first.binds, access)];
  tx.limits.use('Queries');
  const asked = queries.map(({ query, binds }) => ({
    query,
    values: binds.map((bind) => toBind(bind, (value) => plainValue(tx.vm, value))),
  }));
  const { from, source } = first.query;
  tx.log.addHere('SOQL_EXECUTE_BEGIN', 'Aggregations:0', source);
  const op: Operation = {
    kind: 'query',
    object: tx.schema.object(from)?.name ?? from,
    detail: `${source} ${JSON.stringify(asked.map(({ values }) => values))}`,
  };
  yield* tx.step(op);
  let read = 0;
  const lists = asked.map(({ query, values }) => {
    const result = visible(tx, query, access, (seen) => tx.db.query(seen, values));
    read += result.rowsRead;
    const rows = result.rows.map((row) => toSObject(tx.schema, row));
    return tx.vm.list(op.object, rows);
  });
  tx.log.addHere('SOQL_EXECUTE_END', `Rows:${read}`);
  tx.limits.use('QueryRows', read);
  return lists;
}

function visible<T>(
  tx: Transaction,
  query: SoqlQuery,
  access: AccessLevel,
  ask: (query: SoqlQuery) => T,
): T {
  try {
    if (access === 'user') checkReadable(tx, query);
    return ask(restrictToVisible(tx, query, access));
  } catch (error) {
    if (error instanceof SoqlError) throw tx.vm.exception('System.QueryException', error.message);
    throw error;
  }
}
