/** Reading and writing the fields of records by name. */
import type { FieldSchema } from '../../../database/schema';
import { SObjectFieldToken } from '../../core/tokens';
import type { SObjectValue } from '../../core/values-all';
import { ApexList, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail, given } from '../support/checks';
import { toFieldValue } from './convert';

export type FieldRef = string | SObjectFieldToken;

export function nameOf(vm: Vm, ref: FieldRef): string {
  const it = given(vm, ref);
  return it instanceof SObjectFieldToken ? it.field : it;
}

function invalidField(vm: Vm, record: SObjectValue, name: string): never {
  return fail(vm, 'SObjectException', `Invalid field ${name} for ${record.type}`);
}

/** The field of that name, ignoring case. Aggregate results have none. */
export function fieldOf(vm: Vm, record: SObjectValue, ref: FieldRef): FieldSchema {
  const name = nameOf(vm, ref);
  if (ref instanceof SObjectFieldToken && ref.object !== record.type)
    fail(
      vm,
      'SObjectException',
      `${ref.object}.${ref.field} does not belong to SObject type ${record.type}`,
    );
  return record.schema?.fields.get(name.toLowerCase()) ?? invalidField(vm, record, name);
}

/** Key in `record.fields`, ignoring case, or undefined. */
function present(record: SObjectValue, name: string): string | undefined {
  if (record.fields.has(name)) return name;
  const wanted = name.toLowerCase();
  for (const key of record.fields.keys()) if (key.toLowerCase() === wanted) return key;
  return undefined;
}

/** `record.get(name)`. */
export function readField(vm: Vm, record: SObjectValue, ref: FieldRef): Value {
  const name = nameOf(vm, ref);
  if (!record.schema) {
    const key = present(record, name);
    return key === undefined ? invalidField(vm, record, name) : (record.fields.get(key) ?? null);
  }
  const field = fieldOf(vm, record, ref);
  const value = record.fields.get(field.name);
  if (value !== undefined) return value;
  if (record.queried)
    fail(
      vm,
      'SObjectException',
      `SObject row was retrieved via SOQL without querying the requested field: ${record.type}.${field.name}`,
    );
  return field.type === 'boolean' ? field.defaultValue === true : null;
}

/** `record.put(name, value)`: answers the value that was there. */
export function writeField(vm: Vm, record: SObjectValue, ref: FieldRef, value: Value): Value {
  const field = fieldOf(vm, record, ref);
  if (record.readOnly) fail(vm, 'FinalException', 'Record is read-only');
  if (!field.createable && !field.updateable && field.type !== 'id')
    fail(vm, 'SObjectException', `Field is not writeable: ${record.type}.${field.name}`);
  const old = record.fields.get(field.name) ?? null;
  record.fields.set(field.name, toFieldValue(vm, field, value));
  record.dirty.add(field.name);
  return old;
}

/** Name under which the parent hangs: `Parent__r` for `Parent__r`, `Parent__c` or its token. */
function relationshipOf(vm: Vm, record: SObjectValue, ref: FieldRef): string {
  const name = nameOf(vm, ref).toLowerCase();
  for (const field of record.schema?.fields.values() ?? [])
    if (field.relationshipName !== undefined)
      if (field.relationshipName.toLowerCase() === name || field.name.toLowerCase() === name)
        return field.relationshipName;
  return fail(vm, 'SObjectException', `Invalid relationship ${nameOf(vm, ref)} for ${record.type}`);
}

/** `record.getSObject(ref)`. */
export function readParent(vm: Vm, record: SObjectValue, ref: FieldRef): Value {
  const relationship = relationshipOf(vm, record, ref);
  const parent = record.fields.get(relationship);
  if (parent === undefined && record.queried)
    fail(
      vm,
      'SObjectException',
      `SObject row was retrieved via SOQL without querying the requested field: ${record.type}.${relationship}`,
    );
  return parent ?? null;
}

/** `record.putSObject(ref, parent)`: answers the parent that was there. */
export function writeParent(vm: Vm, record: SObjectValue, ref: FieldRef, parent: Value): Value {
  const relationship = relationshipOf(vm, record, ref);
  const old = record.fields.get(relationship) ?? null;
  record.fields.set(relationship, parent);
  return old;
}

/** `record.getSObjects(relationship)`: child rows of a sub-query, or null. */
export function readChildren(vm: Vm, record: SObjectValue, ref: FieldRef): Value {
  const name = nameOf(vm, ref);
  const key = present(record, name);
  const rows = key === undefined ? null : record.fields.get(key);
  if (rows instanceof ApexList) return rows.items.length === 0 ? null : rows;
  // The schema has the name with or without the suffix that custom relationships carry in Apex.
  const plain = (text: string): string => text.toLowerCase().replace(/__r$/, '');
  const children = vm.host.schema.children(record.type);
  if (!children.some((c) => plain(c.field.childRelationshipName ?? '') === plain(name)))
    fail(vm, 'SObjectException', `Invalid aggregate relationship ${name} for ${record.type}`);
  return null;
}
