/** What a user may write: objects and fields in user mode, rows by sharing. */
import type { ObjectSchema } from '../../database/schema';
import type { AccessLevel, RowError } from '../../runtime/host';
import type { SObjectValue } from '../../runtime/core/values-all';
import type { Transaction } from '../transaction';
import { withSharing } from './caller';

type Right = 'create' | 'edit' | 'delete';

/** Why the user may not write this object at all, or null. */
export function objectError(
  tx: Transaction,
  object: ObjectSchema,
  right: Right,
  level: AccessLevel,
): RowError | null {
  if (level !== 'user' || tx.services.permissions.object(tx, object.name)[right]) return null;
  return error('INSUFFICIENT_ACCESS_OR_READONLY', `Access to entity '${object.name}' denied`);
}

/** Why the user may not write these fields, or null. */
export function fieldError(
  tx: Transaction,
  object: ObjectSchema,
  record: SObjectValue,
  level: AccessLevel,
): RowError | null {
  if (level !== 'user') return null;
  const { permissions } = tx.services;
  const denied = [...record.dirty].filter((name) => {
    const field = object.fields.get(name.toLowerCase());
    return field?.custom && !permissions.field(tx, object.name, field.name).edit;
  });
  if (denied.length === 0) return null;
  return error(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Operation failed due to fields being inaccessible on Sobject ${object.name}, check errors on Exception or Result!`,
    denied,
  );
}

/** Whether sharing binds writes of rows that others own. Computed once per statement. */
export function bindsSharing(tx: Transaction, object: ObjectSchema, level: AccessLevel): boolean {
  if (!['Private', 'Read'].includes(object.sharingModel ?? '')) return false;
  if (!object.fields.has('ownerid')) return false;
  if (tx.services.permissions.object(tx, object.name).modifyAll) return false;
  return level === 'user' || withSharing(tx);
}

export const NOT_SHARED: RowError = error(
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'insufficient access rights on object id',
);

function error(statusCode: string, message: string, fields: readonly string[] = []): RowError {
  return { statusCode, message, fields };
}
