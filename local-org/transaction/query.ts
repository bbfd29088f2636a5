/** SOQL in a transaction: limits, access, waiting for locks, conversion of rows. */
import { SoqlError, type LockingQuery, type QueryResult } from '../database/contract';
import type { BindValue, SoqlQuery } from '../database/soql/ast';
import type { AccessLevel } from '../runtime/host';
import type { ApexList, Value } from '../runtime/core/values-all';
import type { Operation, Step } from '../scheduler/suspension';
import { checkReadable, restrictToVisible } from './access/queries';
import { aggregateFields } from './aggregate-fields';
import { checkWritable } from './maintenance';
import { plainValue } from './plain-value';
import { toAggregate, toBind, toSObject } from './stored';
import type { Transaction } from './transaction';
import { Patience, TIMED_OUT } from './waiting';

export const RECORD_UNAVAILABLE =
  'Record Currently Unavailable: The record you are attempting to edit, or one of its related ' +
  'records, is currently being modified by another user. Please try again.';

export function* runQuery(
  tx: Transaction,
  query: SoqlQuery,
  binds: readonly Value[],
  access: AccessLevel | null,
): Step<ApexList> {
  const result = yield* execute(tx, query, binds, access);
  const { schema } = tx;
  if (result.aggregate) {
    const fields = aggregateFields(schema, query);
    const groups = result.rows.map((row) => toAggregate(schema, row, fields));
    return tx.vm.list('AggregateResult', groups);
  }
  const rows = result.rows.map((row) => toSObject(schema, row));
  return tx.vm.list(schema.object(query.from)?.name ?? 'SObject', rows);
}

export function* runCount(
  tx: Transaction,
  query: SoqlQuery,
  binds: readonly Value[],
  access: AccessLevel | null,
): Step<number> {
  return (yield* execute(tx, query, binds, access)).size;
}

/**
 * Runs a query as the database gives it. Requests of the API are not `counted`: they touch no limit of
 * Apex, and get SoqlError as it is.
 */
export function* execute(
  tx: Transaction,
  query: SoqlQuery,
  binds: readonly Value[],
  access: AccessLevel | null,
  { counted = true }: { readonly counted?: boolean } = {},
): Step<QueryResult> {
  if (counted) tx.limits.use('Queries');
  tx.log.addHere('SOQL_EXECUTE_BEGIN', 'Aggregations:0', query.source);
  const values = binds.map((b) => toBind(b, (v) => plainValue(tx.vm, v)));
  const op: Operation = {
    kind: query.forUpdate ? 'lock' : 'query',
    object: tx.schema.object(query.from)?.name ?? query.from,
    detail: values.length > 0 ? `${query.source} ${JSON.stringify(values)}` : query.source,
  };
  yield* tx.step(op);
  if (query.forUpdate) checkWritable(tx);
  let result: QueryResult;
  try {
    const level = accessOf(tx, query, access);
    if (level === 'user') checkReadable(tx, query);
    const visible = restrictToVisible(tx, query, level);
    result = query.forUpdate
      ? yield* lockAndRead(tx, op, visible, values)
      : tx.db.query(visible, values);
  } catch (error) {
    if (error instanceof SoqlError && counted)
      throw tx.vm.exception('System.QueryException', error.message);
    throw error;
  }
  tx.log.addHere('SOQL_EXECUTE_END', `Rows:${result.size}`);
  if (counted) tx.limits.use('QueryRows', result.rowsRead);
  return result;
}

function* lockAndRead(
  tx: Transaction,
  op: Operation,
  query: SoqlQuery,
  binds: readonly BindValue[],
): Step<QueryResult> {
  const locking: LockingQuery = tx.db.lockingQuery(query, binds, tx.services.settings.waitMode);
  const result = yield* new Patience(tx).wait(op, () => locking.attempt());
  if (result === TIMED_OUT) throw tx.vm.exception('System.QueryException', RECORD_UNAVAILABLE);
  return result;
}

/** What the query says itself, then what the call says, then what the API version says. */
function accessOf(tx: Transaction, query: SoqlQuery, access: AccessLevel | null): AccessLevel {
  if (query.access === 'system') return 'system';
  if (query.access) return 'user';
  return access ?? defaultAccess(tx);
}

/** From API 67 on, database operations are in user mode unless they say otherwise. */
export function defaultAccess(tx: Transaction): AccessLevel {
  const unit = /^(?:Class|Trigger)\.(\w+)/.exec(tx.vm.stackTrace())?.[1];
  const version = unit === undefined ? Number(tx.services.apiVersion) : tx.services.versionOf(unit);
  return version >= 67 ? 'user' : 'system';
}

export function parseDynamic(
  tx: Transaction,
  soql: string,
): { readonly query: SoqlQuery; readonly bindNames: readonly string[] } {
  try {
    const { query, bindNames } = tx.services.compiler.parseSoql(soql);
    return { query, bindNames: bindNames.map((name) => name.toLowerCase()) };
  } catch (error) {
    if (error instanceof SoqlError) throw tx.vm.exception('System.QueryException', error.message);
    throw error;
  }
}
