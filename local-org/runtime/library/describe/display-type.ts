/** Schema.DisplayType and Schema.SoapType: the types of fields. */
import type { FieldType } from '../../../database/schema';
import type { EnumValue } from '../../core/values-all';
import { platformEnum } from '../support/enums';

export const displayType = platformEnum('Schema.DisplayType', [
  'ADDRESS',
  'ANYTYPE',
  'BASE64',
  'BOOLEAN',
  'COMBOBOX',
  'COMPLEXVALUE',
  'CURRENCY',
  'DATACATEGORYGROUPREFERENCE',
  'DATE',
  'DATETIME',
  'DOUBLE',
  'EMAIL',
  'ENCRYPTEDSTRING',
  'ID',
  'INTEGER',
  'JSON',
  'LOCATION',
  'LONG',
  'MULTIPICKLIST',
  'PERCENT',
  'PHONE',
  'PICKLIST',
  'REFERENCE',
  'SOBJECT',
  'STRING',
  'TEXTAREA',
  'TIME',
  'URL',
]);

/** Those of the many constants that fields have. */
export const soapType = platformEnum('Schema.SoapType', [
  'ANYTYPE',
  'BASE64BINARY',
  'BOOLEAN',
  'DATE',
  'DATETIME',
  'DOUBLE',
  'ID',
  'INTEGER',
  'STRING',
  'TIME',
]);

const OF_FIELD: Readonly<Record<FieldType, readonly [display: string, soap: string]>> = {
  id: ['ID', 'ID'],
  string: ['STRING', 'STRING'],
  textarea: ['TEXTAREA', 'STRING'],
  picklist: ['PICKLIST', 'STRING'],
  multipicklist: ['MULTIPICKLIST', 'STRING'],
  boolean: ['BOOLEAN', 'BOOLEAN'],
  int: ['INTEGER', 'INTEGER'],
  double: ['DOUBLE', 'DOUBLE'],
  currency: ['CURRENCY', 'DOUBLE'],
  percent: ['PERCENT', 'DOUBLE'],
  date: ['DATE', 'DATE'],
  datetime: ['DATETIME', 'DATETIME'],
  time: ['TIME', 'TIME'],
  reference: ['REFERENCE', 'ID'],
  email: ['EMAIL', 'STRING'],
  phone: ['PHONE', 'STRING'],
  url: ['URL', 'STRING'],
  // Auto-numbers describe themselves as text.
  autonumber: ['STRING', 'STRING'],
  base64: ['BASE64', 'BASE64BINARY'],
};

export function displayTypeOf(type: FieldType): EnumValue {
  return displayType.of(OF_FIELD[type][0]);
}

export function soapTypeOf(type: FieldType): EnumValue {
  return soapType.of(OF_FIELD[type][1]);
}
