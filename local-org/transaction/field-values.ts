/** Field values: as the database stores them, and as Apex sees them. */
import type { FieldSchema, Stored } from '../database/schema';
import type { Value } from '../runtime/core/values-all';
import { fromStored as convert } from '../runtime/library/sobject/convert';

export { toStored } from '../runtime/library/sobject/convert';

/** Absent means null, as in the rows of the database. */
export function fromStored(field: FieldSchema, value: Stored | undefined): Value {
  return convert(field, value ?? null);
}
