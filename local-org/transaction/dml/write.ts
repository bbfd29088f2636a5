/** Writes of single rows: waits for locks and rivals, and turns refusals into row errors. */
import { ConstraintError } from '../../database/constraint-error';
import type { Blocked } from '../../database/contract';
import type { Operation, Step } from '../../scheduler/suspension';
import type { Transaction } from '../transaction';
import { TIMED_OUT, type Patience } from '../waiting';
import { fail, type RowWork } from './rows';

const TAKEN =
  'Duplicate Username.The username already exists in this or another Salesforce organization. ' +
  'Usernames must be unique across all Salesforce organizations. To resolve, use a different ' +
  "username (it doesn't need to match the user's email address).";

type Outcome =
  | { readonly ok: true }
  | { readonly id: string }
  | { readonly missing: true }
  | { readonly duplicate: { readonly field: string; readonly id: string } };

/** Performs one write. Null when it failed: the row then says why. */
export function* writeRow(
  tx: Transaction,
  patience: Patience,
  op: Operation,
  row: RowWork,
  attempt: () => Blocked | Outcome,
): Step<Outcome | null> {
  let outcome: Outcome | typeof TIMED_OUT;
  try {
    outcome = yield* patience.wait(op, attempt);
  } catch (error) {
    if (!(error instanceof ConstraintError)) throw error;
    fail(row, error.statusCode, error.message, error.field ? [error.field] : []);
    return null;
  }
  if (outcome === TIMED_OUT) return unlockable(row);
  if ('duplicate' in outcome) {
    const { field, id } = outcome.duplicate;
    if (op.object === 'User' && field === 'Username') {
      fail(row, 'DUPLICATE_USERNAME', TAKEN, [field]);
      return null;
    }
    const text = `duplicate value found: ${field} duplicates value on record with id: ${id}`;
    fail(row, 'DUPLICATE_VALUE', text);
    return null;
  }
  if ('missing' in outcome) {
    if (op.kind !== 'undelete') return gone(tx, op.object, row);
    fail(row, 'UNDELETE_FAILED', 'Entity is not in the recycle bin');
    return null;
  }
  return outcome;
}

export function unlockable(row: RowWork): null {
  const which = row.id === null ? '' : ` or 1 records: ${row.id}`;
  fail(row, 'UNABLE_TO_LOCK_ROW', `unable to obtain exclusive access to this record${which}`);
  return null;
}

/** Refuses a row that is not there: one that was deleted differs from one that never was. */
export function gone(tx: Transaction, object: string, row: RowWork): null {
  if (tx.db.read(object, row.id!, true)) fail(row, 'ENTITY_IS_DELETED', 'entity is deleted');
  else fail(row, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  return null;
}
