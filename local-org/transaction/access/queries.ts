/** What a user may read: objects and fields in user mode, rows by sharing. */
import { SoqlError } from '../../database/contract';
import type { Condition, SoqlQuery } from '../../database/soql/ast';
import type { ResolvedPath } from '../../database/soql/paths';
import { validateQuery, type ResolvedQuery } from '../../database/soql/validate';
import type { AccessLevel } from '../../runtime/host';
import type { Transaction } from '../transaction';
import { withSharing } from './caller';

/** Throws SoqlError when the query names an object or a custom field that the user may not read. */
export function checkReadable(tx: Transaction, query: SoqlQuery): void {
  checkResolved(tx, validateQuery(query, tx.schema));
}

function checkResolved(tx: Transaction, query: ResolvedQuery): void {
  requireObject(tx, query.object.name);
  const paths: ResolvedPath[] = [...query.used];
  for (const item of query.select) {
    if (item.kind === 'subquery') checkResolved(tx, item.query);
    else if (item.path) paths.push(item.path);
  }
  for (const path of paths) requireField(tx, path);
  for (const join of query.joins) checkResolved(tx, join);
}

function requireObject(tx: Transaction, object: string): void {
  if (tx.services.permissions.object(tx, object).read) return;
  throw new SoqlError('INVALID_TYPE', `sObject type '${object}' is not supported.`);
}

function requireField(tx: Transaction, path: ResolvedPath): void {
  const { permissions } = tx.services;
  if (permissions.field(tx, path.object.name, path.field.name).read) return;
  throw new SoqlError(
    'INVALID_FIELD',
    `No such column '${path.field.name}' on entity '${path.object.name}'.`,
  );
}

/** Adds the sharing rule to a query when it binds this user: of private objects, own rows only. */
export function restrictToVisible(
  tx: Transaction,
  query: SoqlQuery,
  level: AccessLevel,
): SoqlQuery {
  const object = tx.schema.object(query.from);
  if (object?.sharingModel !== 'Private' || !object.fields.has('ownerid')) return query;
  if (tx.services.permissions.object(tx, object.name).viewAll) return query;
  if (level !== 'user' && !withSharing(tx)) return query;
  const own: Condition = {
    kind: 'compare',
    left: { kind: 'field', path: ['OwnerId'] },
    op: '=',
    right: { kind: 'literal', value: tx.user.id, type: 'string' },
  };
  return { ...query, where: query.where ? { kind: 'and', items: [query.where, own] } : own };
}
