/**
 * Records of custom metadata types and custom settings as `getAll` and `getInstance` give them. The platform keeps them in
 * a cache of the application: reading them is no query, touches no limit and waits for nobody, so it
 * is no suspension point either.
 */
import type { SelectItem } from '../database/soql/ast';
import type { ObjectSchema } from '../database/schema';
import { SObjectValue } from '../runtime/core/values-all';
import { toSObject } from './stored';
import type { Transaction } from './transaction';

/** Both calls give the beginnings of long texts only. */
const LONG_TEXT = 255;

/**
 * @param object  name of a custom metadata type
 * @returns its deployed records with all their fields, in the order of their names
 */
export function customMetadata(tx: Transaction, object: string): SObjectValue[] {
  const schema = tx.schema.object(object)!;
  return allOf(tx, schema, 'DeveloperName').map((record) => shortened(schema, record));
}

/**
 * @param object  name of a custom setting
 * @returns its rows as the transaction sees them, in the order of their names
 */
export function customSettings(tx: Transaction, object: string): SObjectValue[] {
  return allOf(tx, tx.schema.object(object)!, 'Name');
}

function allOf(tx: Transaction, schema: ObjectSchema, order: string): SObjectValue[] {
  const select = [...schema.fields.values()].map((f): SelectItem => ({
    kind: 'field',
    path: [f.name],
  }));
  const source = `${schema.name}.getAll()`;
  const orderBy = [{ path: [order] }];
  const { rows } = tx.db.query({ select, from: schema.name, orderBy, source }, []);
  return rows.map((row) => toSObject(tx.schema, row));
}

function shortened(schema: ObjectSchema, record: SObjectValue): SObjectValue {
  const copy = new SObjectValue(schema, record.type);
  for (const [name, value] of record.fields) {
    const long = schema.fields.get(name.toLowerCase())?.type === 'textarea';
    copy.fields.set(name, long && typeof value === 'string' ? value.slice(0, LONG_TEXT) : value);
  }
  return copy;
}
