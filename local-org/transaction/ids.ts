import { isValidId } from '../database/ids';
import type { ObjectSchema, Schema } from '../database/schema';

/** The object whose rows have Ids like this, or undefined. */
export function objectOfId(schema: Schema, id: string): ObjectSchema | undefined {
  return isValidId(id) ? schema.objectByPrefix(id.slice(0, 3)) : undefined;
}
