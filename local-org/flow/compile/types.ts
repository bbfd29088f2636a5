/** Static types of what a flow refers to, and which may stand for which. */
import type { InvocableParameter } from '../../language/invocable';
import type { FieldSchema, FieldType } from '../../database/schema';
import type { DataType } from '../model';

export interface ValueType {
  readonly data: DataType;
  /** Of records. */
  readonly object: string | null;
  readonly list: boolean;
}

export const scalar = (data: DataType): ValueType => ({ data, object: null, list: false });
export const TEXT = scalar('String');
export const BOOLEAN = scalar('Boolean');
export const NUMBER = scalar('Number');
export const recordOf = (object: string, list = false): ValueType => ({
  data: 'SObject',
  object,
  list,
});
export const itemOf = (type: ValueType): ValueType => ({ ...type, list: false });

export function typeName({ data, object, list }: ValueType): string {
  const name = data === 'SObject' ? (object ?? 'Record') : data;
  return list ? `collection of ${name}` : name;
}

const OF_FIELD: Partial<Record<FieldType, DataType>> = {
  boolean: 'Boolean',
  int: 'Number',
  double: 'Number',
  percent: 'Number',
  currency: 'Currency',
  date: 'Date',
  datetime: 'DateTime',
  picklist: 'Picklist',
  multipicklist: 'Multipicklist',
};

/** Undefined: flows of the local org have no such values. */
export function typeOfField({ type }: Pick<FieldSchema, 'type'>): ValueType | undefined {
  if (type === 'time' || type === 'base64') return undefined;
  return scalar(OF_FIELD[type] ?? 'String');
}

const OF_APEX: Readonly<Record<string, DataType>> = {
  string: 'String',
  id: 'String',
  integer: 'Number',
  long: 'Number',
  double: 'Number',
  decimal: 'Number',
  boolean: 'Boolean',
  date: 'Date',
  datetime: 'DateTime',
};

/** Undefined: a type that flows of the local org cannot hold. */
export function typeOfParameter({ type, isList }: InvocableParameter): ValueType | undefined {
  if (type.kind === 'sobject')
    return type.name.toLowerCase() === 'sobject' ? undefined : recordOf(type.name, isList);
  const data = type.kind === 'primitive' ? OF_APEX[type.name.toLowerCase()] : undefined;
  return data && { data, object: null, list: isList };
}

const TEXTS: ReadonlySet<DataType> = new Set(['String', 'Picklist', 'Multipicklist']);
const NUMBERS: ReadonlySet<DataType> = new Set(['Number', 'Currency']);
const DAYS: ReadonlySet<DataType> = new Set(['Date', 'DateTime']);

/** Whether a value of type `from` may be put where `to` is wanted. Texts take every single value. */
export function fits(from: ValueType, to: ValueType): boolean {
  if (from.list !== to.list) return false;
  if (from.data === 'SObject' || to.data === 'SObject')
    return from.data === to.data && from.object?.toLowerCase() === to.object?.toLowerCase();
  if (from.data === to.data) return true;
  if (to.data === 'String' && !to.list) return true;
  return [TEXTS, NUMBERS, DAYS].some((group) => group.has(from.data) && group.has(to.data));
}

export const isText = ({ data, list }: ValueType): boolean => !list && TEXTS.has(data);
export const isNumber = ({ data, list }: ValueType): boolean => !list && NUMBERS.has(data);
