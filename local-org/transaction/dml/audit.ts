/** The fields that the platform fills in: who wrote a row, and when. */
import type { ObjectSchema, Stored } from '../../database/schema';
import { fromStored } from '../field-values';
import type { Transaction } from '../transaction';
import { defaultValue } from './formulas';
import type { RowWork } from './rows';

type Fields = Record<string, Stored>;

/** Whole seconds, by the clock of the app server. */
function second(tx: Transaction): number {
  return Math.floor(tx.now() / 1000) * 1000;
}

export function stampInsert(tx: Transaction, object: ObjectSchema, values: Fields): void {
  const now = second(tx);
  set(object, values, 'CreatedDate', now);
  set(object, values, 'CreatedById', tx.user.id);
  stampUpdate(tx, object, values);
}

export function stampUpdate(tx: Transaction, object: ObjectSchema, values: Fields): void {
  const now = second(tx);
  set(object, values, 'LastModifiedDate', now);
  set(object, values, 'LastModifiedById', tx.user.id);
  set(object, values, 'SystemModstamp', now);
}

function set(object: ObjectSchema, values: Fields, name: string, value: Stored): void {
  if (object.fields.has(name.toLowerCase())) values[name] = value;
}

/** People have their names in two parts; `Name` is both. */
export function composeName(object: ObjectSchema, row: RowWork, values: Fields): void {
  if (!object.fields.has('lastname') || object.fields.get('name')?.createable !== false) return;
  const part = (name: string): string => {
    const value = row.now.fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  values['Name'] = `${part('FirstName')} ${part('LastName')}`.trim();
}

/** Defaults and owner, as before triggers see them. */
export function applyDefaults(tx: Transaction, object: ObjectSchema, row: RowWork): void {
  const { fields } = row.now;
  for (const field of object.fields.values()) {
    if (fields.has(field.name)) continue;
    if (field.defaultValue !== undefined && field.defaultValue !== null)
      fields.set(field.name, fromStored(field, field.defaultValue));
    else if (field.defaultFormula !== undefined)
      fields.set(field.name, fromStored(field, defaultValue(tx, object, field)));
    else if (field.type === 'boolean') fields.set(field.name, false);
  }
  // A setting of nobody in particular is the org's.
  if (object.kind === 'customSetting' && object.fields.get('setupownerid')?.unique)
    if (!fields.get('SetupOwnerId')) fields.set('SetupOwnerId', tx.orgId);
  if (object.fields.has('ownerid') && !fields.get('OwnerId')) fields.set('OwnerId', tx.user.id);
}
