import { SObjectFieldToken, SObjectTypeToken } from '../../core/tokens';
import type { ApexList, ApexMap, ApexSet, SObjectValue, Value } from '../../core/values-all';
import { bench } from './harness';

const b = bench();
const O = 'Schema.DescribeSObjectResult';
const F = 'Schema.DescribeFieldResult';
const describeObject = (name: string): Value =>
  b.on('Schema.SObjectType', new SObjectTypeToken(name), 'getDescribe');
const describeField = (name: string): Value =>
  b.on('Schema.SObjectField', new SObjectFieldToken('Item__c', name), 'getDescribe');
const show = (v: Value): unknown => (v === null || typeof v !== 'object' ? v : b.vm.str(v));

test.each([
  ['getName', 'Item__c'],
  ['getLabel', 'Item'],
  ['getLabelPlural', 'Items'],
  ['getKeyPrefix', 'a00'],
  ['isCustom', true],
  ['isCustomSetting', false],
  ['isAccessible', true],
  ['isCreateable', true],
  ['isUpdateable', true],
  ['isDeletable', true],
  ['isUndeletable', true],
  ['isQueryable', true],
  ['getSObjectType', 'Item__c'],
])('object %s', (name, expected) => {
  expect(show(b.on(O, describeObject('Item__c'), name))).toBe(expected);
});

test('object properties and maps', () => {
  expect(b.get(O, describeObject('Account'), 'Name')).toBe('Account');
  const fields = b.get(O, describeObject('Account'), 'Fields');
  const map = b.on('Schema.SObjectTypeFields', fields, 'getMap') as ApexMap;
  expect(show(map.get('NAME'))).toBe('Name');
  expect([...(b.on('System.Map', map, 'keySet') as ApexSet).values()]).toEqual([
    'id',
    'name',
    'createddate',
    'numberofemployees',
  ]);
  const all = b.call('System.Schema', 'getGlobalDescribe') as ApexMap;
  expect(show(all.get('item__C'))).toBe('Item__c');
  expect(all.get('nope')).toBeNull();
  const named = b.call('System.Schema', 'describeSObjects', [b.vm.list('String', ['account'])]);
  expect((named as ApexList).items).toHaveLength(1);
});

test('child relationships', () => {
  const [child] = (b.on(O, describeObject('Account'), 'getChildRelationships') as ApexList).items;
  const C = 'Schema.ChildRelationship';
  expect(show(b.on(C, child, 'getChildSObject'))).toBe('Item__c');
  expect(b.on(C, child, 'getRelationshipName')).toBe('Items__r');
  expect(show(b.on(C, child, 'getField'))).toBe('Account__c');
  expect(b.on(C, child, 'isCascadeDelete')).toBe(false);
});

test('new records', () => {
  const token = new SObjectTypeToken('Item__c');
  expect((b.on('Schema.SObjectType', token, 'newSObject') as SObjectValue).type).toBe('Item__c');
  const made = b.on('Schema.SObjectType', token, 'newSObject', ['a00000000000001']) as SObjectValue;
  expect(made.fields.get('Id')).toBe('a00000000000001AAA');
});

test.each([
  ['Key__c', 'getName', 'Key__c'],
  ['Key__c', 'getLength', 40],
  ['Key__c', 'isUnique', true],
  ['Key__c', 'isExternalId', true],
  ['Key__c', 'isCaseSensitive', false],
  ['Key__c', 'getType', 'STRING'],
  ['Key__c', 'getSoapType', 'STRING'],
  ['Key__c', 'isNillable', true],
  ['Id', 'getLength', 18],
  ['Id', 'isNillable', false],
  ['Name', 'isAutoNumber', true],
  ['Name', 'getType', 'STRING'],
  ['Name', 'isNameField', true],
  ['Amount__c', 'getPrecision', 18],
  ['Amount__c', 'getScale', 2],
  ['Amount__c', 'getType', 'CURRENCY'],
  ['Account__c', 'getReferenceTo', '(Account)'],
  ['Account__c', 'getRelationshipName', 'Account__r'],
  ['Account__c', 'getType', 'REFERENCE'],
  ['Flag__c', 'getDefaultValue', false],
  ['Status__c', 'getDefaultValue', 'New'],
  ['Body__c', 'isFilterable', false],
  ['Due__c', 'isUpdateable', true],
  ['Due__c', 'getSobjectField', 'Due__c'],
])('field %s %s', (name, method, expected) => {
  expect(show(b.on(F, describeField(name), method))).toBe(expected);
});

test('picklists', () => {
  const entries = b.on(F, describeField('Status__c'), 'getPicklistValues') as ApexList;
  const P = 'Schema.PicklistEntry';
  expect(entries.items.map((e) => b.on(P, e, 'getValue'))).toEqual(['New', 'Done']);
  expect(entries.items.map((e) => b.on(P, e, 'isDefaultValue'))).toEqual([true, false]);
  expect(b.get(P, entries.items[0], 'Label')).toBe('New');
});

test('tokens are values', () => {
  expect(b.vm.equals(new SObjectTypeToken('Account'), new SObjectTypeToken('Account'))).toBe(true);
  const set = b.vm.set('Schema.SObjectField', [new SObjectFieldToken('Account', 'Name')]);
  expect(set.has(new SObjectFieldToken('Account', 'Name'))).toBe(true);
  expect(set.has(new SObjectFieldToken('Account', 'Id'))).toBe(false);
});
