import { Big } from 'bigdecimal.js';
import { TypeToken } from '../../core/tokens';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexTime,
  type ApexList,
  type ApexMap,
  type SObjectValue,
  type Value,
} from '../../core/values-all';
import { loggingLevel } from '../system/system';
import { bench, NOW } from './harness';

const b = bench();
const J = 'System.JSON';
const map = (...pairs: (readonly [Value, Value])[]): ApexMap => {
  const made = b.vm.map('String', 'Object');
  for (const [k, v] of pairs) made.put(k, v);
  return made;
};
const list = (...items: Value[]): ApexList => b.vm.list('Object', items);

describe('JSON.serialize', () => {
  test.each([
    [null, 'null'],
    [true, 'true'],
    [12, '12'],
    [12n, '12'],
    [new ApexDouble(3), '3.0'],
    [Big('1.50'), '1.50'],
    ['a"\\\n\u0001é/', '"a\\"\\\\\\n\\u0001é/"'],
    [new ApexDatetime(NOW), '"2024-02-29T15:04:05.678Z"'],
    [new ApexDate(0), '"1970-01-01"'],
    [new ApexTime(3_723_004), '"01:02:03.004Z"'],
    [new ApexBlob(Buffer.from('hi')), '"aGk="'],
    [loggingLevel.of('WARN'), '"WARN"'],
    [list(1, list(), map()), '[1,[],{}]'],
    [map(['a', null], ['b', list('x')]), '{"a":null,"b":["x"]}'],
  ])('%p is %s', (value, expected) => {
    expect(b.call(J, 'serialize', [value])).toBe(expected);
  });

  test('pretty', () => {
    const value = map(['a', list(1, 2)], ['b', list(map(['c', 1]), map())], ['d', list()]);
    expect(b.call(J, 'serializePretty', [value])).toBe(
      '{\n  "a" : [ 1, 2 ],\n  "b" : [ {\n    "c" : 1\n  }, { } ],\n  "d" : [ ]\n}',
    );
  });

  test('records', () => {
    const row = b.vm.sobject('Item__c');
    row.fields.set('Id', 'a00000000000001AAA');
    row.fields.set('At__c', new ApexDatetime(NOW));
    const parent = b.vm.sobject('Account');
    parent.fields.set('Name', 'Acme');
    row.fields.set('Account__r', parent);
    expect(b.call(J, 'serialize', [row])).toBe(
      '{"attributes":{"type":"Item__c","url":"/services/data/v65.0/sobjects/Item__c/a00000000000001AAA"},' +
        '"Id":"a00000000000001AAA","At__c":"2024-02-29T15:04:05.678+0000",' +
        '"Account__r":{"attributes":{"type":"Account"},"Name":"Acme"}}',
    );
  });

  test('a cycle is refused', () => {
    const loop = list();
    loop.items.push(loop);
    expect(b.error(() => b.call(J, 'serialize', [loop]))).toMatch(/self-reference/);
  });
});

describe('JSON.deserializeUntyped', () => {
  const read = (text: string): Value => b.call(J, 'deserializeUntyped', [text]);
  test('types', () => {
    const m = read(
      '{"i":1,"l":3000000000,"d":1.50,"s":"x","n":null,"b":true,"a":[1,"2"],"o":{}}',
    ) as ApexMap;
    expect([...m.keys()]).toEqual(['i', 'l', 'd', 's', 'n', 'b', 'a', 'o']);
    expect([m.get('i'), m.get('l'), m.get('s'), m.get('n'), m.get('b')]).toEqual([
      1,
      3000000000n,
      'x',
      null,
      true,
    ]);
    expect(b.vm.str(m.get('d'))).toBe('1.50');
    expect(b.vm.typeOf(m.get('a'))).toBe('List<Object>');
    expect(b.vm.typeOf(m)).toBe('Map<String,Object>');
    expect(read(' "\\u0041\\n" ')).toBe('A\n');
  });

  test.each([
    ['', 'No content to map to Object due to end of input'],
    [
      '{name: 1}',
      "Unexpected character ('n' (code 110)): was expecting double-quote to start field name at [line:1, column:3]",
    ],
    [
      'NULL',
      "Unrecognized token 'NULL': was expecting 'null', 'true', 'false' or NaN at [line:1, column:5]",
    ],
    [
      '[1 2]',
      "Unexpected character ('2' (code 50)): was expecting comma to separate ARRAY entries at [line:1, column:5]",
    ],
    [
      '{"a":1,}',
      "Unexpected character ('}' (code 125)): was expecting double-quote to start field name at [line:1, column:9]",
    ],
  ])('%j is refused', (text, message) => {
    expect(b.error(() => read(text))).toBe(`System.JSONException: ${message}`);
  });
});

describe('JSON.deserialize', () => {
  const read = (text: string, type: string): Value =>
    b.call(J, 'deserialize', [text, new TypeToken(type)]);

  test.each([
    ['"5"', 'Integer', '5'],
    ['5', 'String', '5'],
    ['5', 'Decimal', '5'],
    ['5', 'Double', '5.0'],
    ['5', 'Long', '5'],
    ['true', 'Boolean', 'true'],
    ['"2024-02-29"', 'Date', '2024-02-29 00:00:00'],
    ['"2024-02-29T15:04:05.678+0100"', 'Datetime', '2024-02-29 14:04:05'],
    ['"01:02:03.004Z"', 'Time', '01:02:03.004Z'],
    ['"aGk="', 'Blob', 'Blob[2]'],
    ['["a","b"]', 'List<String>', '(a, b)'],
    ['[1,1]', 'Set<Integer>', '{1}'],
    ['{"1":[2]}', 'Map<Integer,List<Integer>>', '{1=(2)}'],
    ['null', 'List<String>', 'null'],
    ['"WARN"', 'System.LoggingLevel', 'WARN'],
    ['"001000000000001"', 'Id', '001000000000001AAA'],
  ])('%s as %s', (text, type, expected) => {
    expect(b.vm.str(read(text, type))).toBe(expected);
  });

  test.each([
    ['"x"', 'Integer', 'Illegal value for primitive'],
    ['{}', 'String', 'Illegal value for primitive'],
    ['{}', 'List<String>', "Malformed JSON: Expected '[' at the beginning of List/Set"],
    ['[]', 'Map<String,String>', "Malformed JSON: Expected '{' at the beginning of object"],
    ['1', 'Object', 'Apex Type unsupported in JSON: Object'],
    ['{"Nope":1}', 'Account', "No such column 'Nope' on sobject of type Account"],
  ])('%s as %s is refused', (text, type, message) => {
    expect(b.error(() => read(text, type))).toBe(`System.JSONException: ${message}`);
  });

  test('records', () => {
    const row = read(
      '{"attributes":{"type":"Item__c"},"Id":"a00000000000001AAA","amount__c":1.5,"Account__r":{"Name":"Acme"}}',
      'Item__c',
    ) as SObjectValue;
    expect(b.vm.str(row.fields.get('Amount__c'))).toBe('1.5');
    expect((row.fields.get('Account__r') as SObjectValue).fields.get('Name')).toBe('Acme');
    const account = read('{"Items__r":{"records":[{"Count__c":3}]}}', 'Account') as SObjectValue;
    expect((account.fields.get('Items__r') as ApexList).of).toBe('Item__c');
    const generic = read('{"attributes":{"type":"Account"},"Name":"x"}', 'SObject') as SObjectValue;
    expect(generic.type).toBe('Account');
  });
});

describe('generator and parser', () => {
  const G = 'System.JSONGenerator';
  test('generator', () => {
    const g = b.call(J, 'createGenerator', [false]);
    b.on(G, g, 'writeStartObject');
    b.on(G, g, 'writeStringField', ['a', 'x']);
    b.on(G, g, 'writeFieldName', ['b']);
    b.on(G, g, 'writeStartArray');
    b.on(G, g, 'writeNumber', [1]);
    b.on(G, g, 'writeNull');
    b.on(G, g, 'writeEndArray');
    b.on(G, g, 'writeObjectField', ['c', list(true)]);
    b.on(G, g, 'writeEndObject');
    expect(b.on(G, g, 'getAsString')).toBe('{"a":"x","b":[1,null],"c":[true]}');
    expect(b.error(() => b.on(G, g, 'writeNull'))).toMatch(/JSONException/);
  });

  test('parser', () => {
    const P = 'System.JSONParser';
    const p = b.call(J, 'createParser', ['{"a":1,"b":{"c":[true]},"d":"2024-02-29"}']);
    const tokens: string[] = [];
    for (let t = b.on(P, p, 'nextToken'); t !== null; t = b.on(P, p, 'nextToken')) {
      tokens.push(`${b.vm.str(t)} ${b.vm.str(b.on(P, p, 'getText'))}`);
      if (b.on(P, p, 'getCurrentName') === 'b') b.on(P, p, 'skipChildren');
    }
    expect(tokens).toEqual([
      'START_OBJECT {',
      'FIELD_NAME a',
      'VALUE_NUMBER_INT 1',
      'FIELD_NAME b',
      'START_OBJECT {',
      'FIELD_NAME d',
      'VALUE_STRING 2024-02-29',
      'END_OBJECT }',
    ]);
    const q = b.call(J, 'createParser', ['{"a":7,"b":[1,2]}']);
    b.on(P, q, 'nextToken');
    b.on(P, q, 'nextValue');
    expect(b.on(P, q, 'getIntegerValue')).toBe(7);
    b.on(P, q, 'nextValue');
    const read = b.on(P, q, 'readValueAs', [new TypeToken('List<Integer>')]) as ApexList;
    expect(read.items).toEqual([1, 2]);
    expect(b.vm.str(b.on(P, q, 'getCurrentToken'))).toBe('END_ARRAY');
  });
});
