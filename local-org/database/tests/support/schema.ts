/** A small org to test with: lanes, items that look up to them, details with a master, and users. */
import { MutableSchema } from '../../mutable-schema';
import type { FieldSchema, ObjectSchema } from '../../schema';

export function field(
  name: string,
  type: FieldSchema['type'],
  more: Partial<FieldSchema> = {},
): FieldSchema {
  const custom = name.endsWith('__c');
  return { name, label: name, type, createable: true, updateable: true, custom, ...more };
}

export function object(
  name: string,
  keyPrefix: string,
  fields: readonly FieldSchema[],
  more: Partial<ObjectSchema> = {},
): ObjectSchema {
  const all = [field('Id', 'id'), field('IsDeleted', 'boolean'), ...fields];
  return {
    name,
    label: name,
    labelPlural: `${name}s`,
    keyPrefix,
    kind: name.includes('__') ? 'custom' : 'standard',
    fields: new Map(all.map((f) => [f.name.toLowerCase(), f])),
    ...more,
  };
}

export function lookup(
  name: string,
  to: readonly string[],
  relationshipName: string,
  more: Partial<FieldSchema> = {},
): FieldSchema {
  return field(name, 'reference', { referenceTo: to, relationshipName, ...more });
}

export const user = object('User', '005', [field('Name', 'string'), field('Email', 'email')]);
export const group = object('Group', '00G', [field('Name', 'string')]);

export const lane = object('Lane__c', 'a00', [
  field('Name', 'autonumber', { displayFormat: 'MTX-{000000}', startingNumber: 1 }),
  field('Key__c', 'string', { unique: true, externalId: true, caseSensitive: true, length: 255 }),
  field('Value__c', 'double'),
  field('Active__c', 'boolean'),
  field('Token__c', 'double'),
  field('Day__c', 'date'),
  field('Until__c', 'datetime'),
  field('Colors__c', 'multipicklist', { picklistValues: ['Red', 'Green', 'Blue'] }),
  field('Notes__c', 'textarea', { length: 32768 }),
  lookup('OwnerId', ['User', 'Group'], 'Owner'),
]);

export const item = object('Item__c', 'a01', [
  field('Name', 'autonumber', { displayFormat: 'ITM-{0000}' }),
  field('Order_Key__c', 'string', { unique: true, externalId: true, length: 255 }),
  field('Code__c', 'string', { externalId: true }),
  field('Status__c', 'picklist', { picklistValues: ['Pending', 'Done', 'Dead'] }),
  field('Amount__c', 'double'),
  lookup('Lane__c', ['Lane__c'], 'Lane__r', { childRelationshipName: 'Items__r' }),
]);

export const detail = object('Detail__c', 'a02', [
  field('Text__c', 'string'),
  lookup('Master__c', ['Lane__c'], 'Master__r', {
    masterDetail: true,
    childRelationshipName: 'Details__r',
  }),
]);

export const guard = object('Guard__c', 'a03', [
  lookup('Kept__c', ['Lane__c'], 'Kept__r', { deleteConstraint: 'Restrict' }),
  lookup('Gone__c', ['Lane__c'], 'Gone__r', { deleteConstraint: 'Cascade' }),
]);

export const signal = object('Signal__e', 'e00', [field('Text__c', 'string')], { kind: 'event' });

export function testSchema(): MutableSchema {
  return new MutableSchema([user, group, lane, item, detail, guard, signal]);
}
