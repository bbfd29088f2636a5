/** Errors that Apex adds to records in triggers; DML reads them afterwards. */
import type { SObjectValue } from '../../core/values-all';

export interface AddedError {
  readonly message: string;
  /** Canonical field names; empty for an error of the whole record. */
  readonly fields: readonly string[];
}

/** The errors lie on the record itself, under this property. */
type WithErrors = SObjectValue & { errors?: AddedError[] };

export function addError(record: SObjectValue, message: string, fields: readonly string[]): void {
  ((record as WithErrors).errors ??= []).push({ message, fields });
}

export function errorsOf(record: SObjectValue): readonly AddedError[] {
  return (record as WithErrors).errors ?? [];
}

/** Answers the errors of a record and forgets them. */
export function takeErrors(record: SObjectValue): readonly AddedError[] {
  return (record as WithErrors).errors?.splice(0) ?? [];
}
