/** Types of SObject fields. */
import type { FieldSchema, FieldType } from '../../database/schema';
import type { ApexType } from '../types';
import { BOOLEAN, DATE, DATETIME, DECIMAL, ID, INTEGER, prim, STRING, TIME } from './types';

const BY_FIELD_TYPE: Readonly<Record<FieldType, ApexType>> = {
  id: ID,
  reference: ID,
  string: STRING,
  textarea: STRING,
  picklist: STRING,
  multipicklist: STRING,
  email: STRING,
  phone: STRING,
  url: STRING,
  autonumber: STRING,
  boolean: BOOLEAN,
  int: INTEGER,
  double: DECIMAL,
  currency: DECIMAL,
  percent: DECIMAL,
  date: DATE,
  datetime: DATETIME,
  time: TIME,
  base64: prim('Blob'),
};

export const typeOfField = (field: FieldSchema): ApexType => BY_FIELD_TYPE[field.type];
