/** The objects that test programs may use in memory. */
import type { FieldSchema, FieldType, ObjectSchema } from '../../../database/schema';

function field(name: string, type: FieldType, more: Partial<FieldSchema> = {}): FieldSchema {
  const custom = name.endsWith('__c');
  return { name, label: name, type, createable: true, updateable: true, custom, ...more };
}

function object(name: string, keyPrefix: string, fields: readonly FieldSchema[]): ObjectSchema {
  const all = [field('Id', 'id'), field('Name', 'string'), ...fields];
  return {
    name,
    label: name,
    labelPlural: `${name}s`,
    keyPrefix,
    kind: name.endsWith('__c') ? 'custom' : 'standard',
    fields: new Map(all.map((f) => [f.name.toLowerCase(), f])),
  };
}

export const OBJECTS: readonly ObjectSchema[] = [
  object('Account', '001', [
    field('Industry', 'picklist'),
    field('AnnualRevenue', 'currency'),
    field('NumberOfEmployees', 'int'),
    field('Active__c', 'boolean', { defaultValue: false }),
  ]),
  object('User', '005', [field('Username', 'string')]),
  object('Contact', '003', [
    field('LastName', 'string'),
    field('AccountId', 'reference', {
      referenceTo: ['Account'],
      relationshipName: 'Account',
      childRelationshipName: 'Contacts',
    }),
  ]),
];
