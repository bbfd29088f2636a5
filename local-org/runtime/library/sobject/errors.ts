/** Errors that Apex adds to records in triggers; DML reads them afterwards. */
import type { SObjectValue } from '../../core/values-all';

export interface AddedError {
  readonly message: string;
  /** Canonical field name, or null for an error of the whole record. */
  readonly field: string | null;
}

const errors = new WeakMap<SObjectValue, AddedError[]>();

export function addError(record: SObjectValue, message: string, field: string | null): void {
  const list = errors.get(record);
  if (list) list.push({ message, field });
  else errors.set(record, [{ message, field }]);
}

export function errorsOf(record: SObjectValue): readonly AddedError[] {
  return errors.get(record) ?? [];
}

export function clearErrors(record: SObjectValue): void {
  errors.delete(record);
}
