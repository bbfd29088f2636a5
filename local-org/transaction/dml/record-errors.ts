import { SObjectValue } from '../../runtime/core/values-all';
import { fail, type RowWork } from './rows';

/** What `addError` leaves on a record. */
interface Complaint {
  readonly message: string;
  readonly fields?: readonly string[];
}

/** Moves what `addError` left on a row's records to the row. */
export function collectErrors(row: RowWork): void {
  for (const record of [row.now, row.old]) {
    for (const { message, fields } of record ? taken(record) : [])
      fail(row, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fields ?? []);
  }
}

function taken(record: SObjectValue): readonly Complaint[] {
  const holder = record as SObjectValue & { errors?: Complaint[] };
  return holder.errors?.splice(0) ?? [];
}
