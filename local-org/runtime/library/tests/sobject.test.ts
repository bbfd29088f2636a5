import { Big } from 'bigdecimal.js';
import type { FieldSchema } from '../../../database/schema';
import { SObjectFieldToken } from '../../core/tokens';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexTime,
  SObjectValue,
  type ApexList,
  type ApexMap,
  type Value,
} from '../../core/values-all';
import { fromStored, toStored } from '../sobject/convert';
import { takeErrors } from '../sobject/errors';
import { bench, NOW, SCHEMA } from './harness';

const b = bench();
const S = 'System.SObject';
const item = (): SObjectValue => b.vm.sobject('Item__c');
const field = (name: string): FieldSchema => SCHEMA.object('Item__c')!.fields.get(name)!;

describe('stored values', () => {
  test.each([
    ['amount__c', 5, '5.00'],
    ['amount__c', 1.25, '1.25'],
    ['count__c', 3, '3'],
    ['flag__c', true, 'true'],
    ['due__c', '2024-02-29', '2024-02-29 00:00:00'],
    ['at__c', NOW, '2024-02-29 15:04:05'],
    ['time__c', 61_000, '00:01:01.000Z'],
    ['key__c', 'x', 'x'],
    ['key__c', null, 'null'],
  ])('%s %p reads as %s', (name, stored, expected) => {
    expect(b.vm.str(fromStored(field(name), stored))).toBe(expected);
  });

  test.each([
    ['amount__c', Big('1.50'), 1.5],
    ['amount__c', 7, 7],
    ['count__c', 3, 3],
    ['due__c', new ApexDate(19782), '2024-02-29'],
    ['at__c', new ApexDatetime(NOW), NOW],
    ['at__c', new ApexDate(19782), Date.UTC(2024, 1, 29, 8)],
    ['time__c', new ApexTime(5), 5],
    ['account__c', '001000000000001', '001000000000001AAA'],
    ['flag__c', false, false],
    ['key__c', null, null],
  ])('%s takes %p', (name, value, expected) => {
    expect(toStored(b.vm, field(name), value)).toBe(expected);
  });

  test.each([
    ['amount__c', 'x', 'Illegal assignment from String to Decimal'],
    ['count__c', Big('1'), 'Illegal assignment from Decimal to Integer'],
    ['key__c', 5, 'Illegal assignment from Integer to String'],
    ['due__c', '2024-01-01', 'Illegal assignment from String to Date'],
    ['flag__c', new ApexBlob(Buffer.alloc(0)), 'Illegal assignment from Blob to Boolean'],
  ])('%s refuses %p', (name, value: Value, message) => {
    expect(b.error(() => toStored(b.vm, field(name), value))).toBe(
      `System.SObjectException: ${message}`,
    );
  });

  test('a text that is no Id', () => {
    expect(b.error(() => toStored(b.vm, field('account__c'), 'x'))).toBe(
      'System.StringException: Invalid id: x',
    );
  });
});

describe('System.SObject', () => {
  test('get and put ignore case', () => {
    const row = item();
    expect(b.on(S, row, 'put', ['KEY__C', 'a'])).toBeNull();
    expect(b.on(S, row, 'put', [new SObjectFieldToken('Item__c', 'Key__c'), 'b'])).toBe('a');
    expect(b.on(S, row, 'get', ['key__c'])).toBe('b');
    expect([...row.dirty]).toEqual(['Key__c']);
    expect(b.on(S, row, 'get', ['Flag__c'])).toBe(false);
    expect(b.on(S, row, 'get', ['Count__c'])).toBeNull();
    expect(b.on(S, row, 'isSet', ['Key__c'])).toBe(true);
    expect(b.on(S, row, 'isSet', ['Count__c'])).toBe(false);
  });

  test.each([
    ['get', ['Nope'], 'Invalid field Nope for Item__c'],
    ['put', ['Nope', 1], 'Invalid field Nope for Item__c'],
    ['put', ['Name', 'x'], 'Field is not writeable: Item__c.Name'],
    [
      'get',
      [new SObjectFieldToken('Account', 'Name')],
      'Account.Name does not belong to SObject type Item__c',
    ],
    ['getSObject', ['Nope__r'], 'Invalid relationship Nope__r for Item__c'],
    ['getSObjects', ['Nope__r'], 'Invalid aggregate relationship Nope__r for Item__c'],
  ])('%s(%p)', (name, args: Value[], message) => {
    expect(b.error(() => b.on(S, item(), name, args))).toBe(`System.SObjectException: ${message}`);
  });

  test('a field that was not selected', () => {
    const row = new SObjectValue(SCHEMA.object('Item__c')!, 'Item__c', true);
    expect(b.error(() => b.on(S, row, 'get', ['Key__c']))).toBe(
      'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Item__c.Key__c',
    );
  });

  test('parents and children', () => {
    const row = item();
    const parent = b.vm.sobject('Account');
    b.on(S, row, 'putSObject', ['Account__r', parent]);
    expect(b.on(S, row, 'getSObject', ['account__r'])).toBe(parent);
    expect(b.on(S, row, 'getSObject', [new SObjectFieldToken('Item__c', 'Account__c')])).toBe(
      parent,
    );
    expect(b.on(S, parent, 'getSObjects', ['Items__r'])).toBeNull();
    parent.fields.set('Items__r', b.vm.list('Item__c', [row]));
    expect((b.on(S, parent, 'getSObjects', ['items__r']) as ApexList).items).toEqual([row]);
  });

  test('clone', () => {
    const row = item();
    row.fields.set('Id', 'a00000000000001AAA');
    row.fields.set('Key__c', 'k');
    const copy = b.on(S, row, 'clone') as SObjectValue;
    expect([...copy.fields]).toEqual([['Key__c', 'k']]);
    expect(b.on(S, copy, 'isClone')).toBe(true);
    expect(b.on(S, copy, 'getCloneSourceId')).toBe('a00000000000001AAA');
    expect((b.on(S, row, 'clone', [true]) as SObjectValue).fields.get('Id')).toBe(
      'a00000000000001AAA',
    );
    expect(b.on(S, row, 'isClone')).toBe(false);
  });

  test('errors', () => {
    const row = item();
    b.on(S, row, 'addError', ['bad'], ['System.String']);
    b.on(S, row, 'addError', ['Key__c', 'worse'], ['System.String', 'System.String']);
    expect(b.on(S, row, 'hasErrors')).toBe(true);
    const [, second] = (b.on(S, row, 'getErrors') as ApexList).items;
    expect(b.on('Database.Error', second, 'getMessage')).toBe('worse');
    expect(b.vm.str(b.on('Database.Error', second, 'getFields'))).toBe('(Key__c)');
    expect(b.vm.str(b.get('Database.Error', second, 'StatusCode'))).toBe(
      'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    );
    expect(takeErrors(row)).toEqual([
      { message: 'bad', fields: [] },
      { message: 'worse', fields: ['Key__c'] },
    ]);
    expect(b.on(S, row, 'hasErrors')).toBe(false);
  });

  test('populated fields', () => {
    const row = item();
    row.fields.set('Key__c', 'k');
    const map = b.on(S, row, 'getPopulatedFieldsAsMap') as ApexMap;
    expect([...map.entries()]).toEqual([['Key__c', 'k']]);
    expect(b.vm.str(b.on(S, row, 'getSObjectType'))).toBe('Item__c');
  });
});
