import { takeErrors } from '../../runtime/library/sobject/errors';
import { fail, type RowWork } from './rows';

/** Moves what `addError` left on a row's records to the row. */
export function collectErrors(row: RowWork): void {
  for (const record of [row.now, row.old]) {
    for (const { message, fields } of record ? takeErrors(record) : [])
      fail(row, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fields);
  }
}
