import { TypeToken } from '../../core/tokens';
import { ApexBlob, type ApexDatetime, type ApexList, type Value } from '../../core/values-all';
import { loggingLevel } from '../system/system';
import { bench, NOW } from './harness';

const b = bench();
const blob = (text: string): ApexBlob => new ApexBlob(Buffer.from(text));
const hex = (v: Value): string => (v as ApexBlob).bytes.toString('hex');

describe('assertions', () => {
  const S = 'System.System';
  const A = 'System.Assert';
  test.each([
    [S, 'Assert', [false], ''],
    [S, 'Assert', [false, 'msg'], ': msg'],
    [S, 'Assert', [null], ''],
    [S, 'assertEquals', [1, 2], ': Expected: 1, Actual: 2'],
    [S, 'assertEquals', [1, null, 'msg'], ': msg: Expected: 1, Actual: null'],
    [S, 'assertNotEquals', ['a', 'a'], ': Same value: a'],
    [S, 'assertNotEquals', ['a', 'a', 'msg'], ': msg: Same value: a'],
    [A, 'areEqual', [1, 2, 'msg'], ': msg: Expected: 1, Actual: 2'],
    [A, 'areNotEqual', [1, 1], ': Same value: 1'],
    [A, 'isTrue', [false], ': Expected: true, Actual: false'],
    [A, 'isFalse', [true, 'msg'], ': msg: Expected: false, Actual: true'],
    [A, 'isNull', [5], ': Expected: null, Actual: 5'],
    [A, 'isNotNull', [null], ': Same value: null'],
    [A, 'fail', [], ''],
    [A, 'fail', ['msg'], ': msg'],
    [A, 'isInstanceOfType', ['x', new TypeToken('Integer')], ': Expected: Integer, Actual: String'],
    [A, 'isNotInstanceOfType', [1, new TypeToken('Integer')], ': Not expected type: Integer'],
  ])('%s.%s(%p)', (type, name, args: Value[], rest) => {
    expect(b.error(() => b.call(type, name, args))).toBe(
      `System.AssertException: Assertion Failed${rest}`,
    );
  });

  test('that hold', () => {
    b.call(S, 'assertEquals', [1, 1n]);
    b.call(A, 'areEqual', [b.vm.list('Integer', [1]), b.vm.list('Integer', [1])]);
    b.call(A, 'isInstanceOfType', [1, new TypeToken('Integer')]);
    b.call(A, 'isNotNull', ['x']);
  });
});

describe('System', () => {
  const S = 'System.System';
  test('debug', () => {
    b.call(S, 'debug', [b.vm.list('Integer', [1, 2])]);
    b.call(S, 'debug', [loggingLevel.of('ERROR'), null]);
    expect(b.log).toEqual([
      { level: 'DEBUG', text: '(1, 2)' },
      { level: 'ERROR', text: 'null' },
    ]);
  });
  test('time and context', () => {
    expect((b.call(S, 'now') as ApexDatetime).ms).toBe(NOW);
    expect(b.call(S, 'currentTimeMillis')).toBe(BigInt(NOW));
    expect(b.vm.str(b.call(S, 'today'))).toBe('2024-02-29 00:00:00');
    expect(['isBatch', 'isFuture', 'isQueueable', 'isScheduled'].map((n) => b.call(S, n))).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(b.call(S, 'equals', [1, 1n])).toBe(true);
    expect(b.call(S, 'hashCode', ['hello'])).toBe(99162322);
  });
  test('hash codes of plain objects repeat with the transaction', () => {
    const codes = [0, 1].map(() => {
      const fresh = bench();
      const one = fresh.call('System.Request', 'getCurrent');
      const two = fresh.call('System.Request', 'getCurrent');
      return [one, two, one].map((o) => fresh.call(S, 'hashCode', [o]));
    });
    expect(codes).toEqual([
      [1, 2, 1],
      [1, 2, 1],
    ]);
  });
  test('enums', () => {
    const L = 'System.LoggingLevel';
    const names = (b.call(L, 'values') as ApexList).items.map((v) => b.on(L, v, 'name'));
    expect(names).toEqual([
      'NONE',
      'INTERNAL',
      'FINEST',
      'FINER',
      'FINE',
      'DEBUG',
      'INFO',
      'WARN',
      'ERROR',
    ]);
    expect(b.call(L, 'valueOf', ['warn'])).toBe(loggingLevel.of('WARN'));
    expect(b.on(L, loggingLevel.of('WARN'), 'ordinal')).toBe(7);
    expect(b.error(() => b.call(L, 'valueOf', ['x']))).toBe(
      'System.NoSuchElementException: No enum value found called x',
    );
  });
  test('request', () => {
    const r = b.call('System.Request', 'getCurrent');
    expect(b.on('System.Request', r, 'getRequestId')).toBe('REQ1');
    expect(b.vm.str(b.on('System.Request', r, 'getQuiddity'))).toBe('QUEUEABLE');
  });
});

describe('System.Type', () => {
  const T = 'System.Type';
  test.each([
    [['integer'], 'Integer'],
    [['System.String'], 'String'],
    [['list<string>'], 'List<String>'],
    [['Map<Id, List<account>>'], 'Map<Id,List<Account>>'],
    [['String[]'], 'List<String>'],
    [['item__c'], 'Item__c'],
    [['', 'Item__c'], 'Item__c'],
    [['System', 'JSONGenerator'], 'System.JSONGenerator'],
    [['Nope'], 'null'],
    [['ns', 'Nope'], 'null'],
    [['List<Nope>'], 'null'],
  ])('forName(%j) is %s', (args, expected) => {
    expect(b.vm.str(b.call(T, 'forName', args))).toBe(expected);
  });
  test('instances', () => {
    const make = (name: string): Value => b.on(T, new TypeToken(name), 'newInstance');
    expect(b.vm.typeOf(make('Map<String,Integer>'))).toBe('Map<String,Integer>');
    expect(b.vm.typeOf(make('Account'))).toBe('Account');
    expect(b.error(() => make('Integer'))).toMatch(/^System.TypeException/);
    expect(b.on(T, new TypeToken('Integer'), 'equals', [new TypeToken('Integer')])).toBe(true);
    expect(b.on(T, new TypeToken('SObject'), 'isAssignableFrom', [new TypeToken('Account')])).toBe(
      true,
    );
  });
});

describe('System.Id', () => {
  const I = 'System.Id';
  test('members', () => {
    const id = b.call(I, 'valueOf', ['001000000000001']) as string;
    expect(id).toBe('001000000000001AAA');
    expect(b.on(I, id, 'to15')).toBe('001000000000001');
    expect(b.vm.str(b.on(I, id, 'getSobjectType'))).toBe('Account');
    expect(b.on(I, id, 'equals', ['001000000000001'])).toBe(true);
    expect(b.call(I, 'valueOf', ['001D00000000001aaa', true])).toBe('001d00000000001AAA');
    expect(b.error(() => b.call(I, 'valueOf', ['x']))).toBe(
      'System.StringException: Invalid id: x',
    );
  });
});

describe('bytes', () => {
  const C = 'System.Crypto';
  const E = 'System.EncodingUtil';
  test('digests', () => {
    expect(hex(b.call(C, 'generateDigest', ['MD5', blob('abc')]))).toBe(
      '900150983cd24fb0d6963f7d28e17f72',
    );
    expect(hex(b.call(C, 'generateDigest', ['SHA-256', blob('abc')]))).toMatch(/^ba7816bf/);
    expect(hex(b.call(C, 'generateMac', ['hmacSHA256', blob('data'), blob('key')]))).toMatch(
      /^5031fe3d/,
    );
    expect(b.error(() => b.call(C, 'generateDigest', ['X', blob('')]))).toMatch(
      /^System.SecurityException/,
    );
  });
  test('ciphers', () => {
    const key = b.call(C, 'generateAesKey', [256]);
    const secret = b.call(C, 'encryptWithManagedIV', ['AES256', key, blob('text')]);
    expect(b.call(C, 'decryptWithManagedIV', ['AES256', key, secret])).toEqual(blob('text'));
  });
  test('chance comes from the org', () => {
    expect(bench().call(C, 'getRandomInteger')).toBe(bench().call(C, 'getRandomInteger'));
    expect(typeof b.call(C, 'getRandomLong')).toBe('bigint');
    const id = String(b.call('System.UUID', 'randomUUID'));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(
      b.vm.equals(
        b.call('System.UUID', 'fromString', [id]),
        b.call('System.UUID', 'fromString', [id.toUpperCase()]),
      ),
    ).toBe(true);
  });
  test('encodings', () => {
    expect(b.call(E, 'base64Encode', [blob('hi')])).toBe('aGk=');
    expect(b.call(E, 'base64Decode', ['aGk='])).toEqual(blob('hi'));
    expect(b.call(E, 'convertToHex', [blob('hi')])).toBe('6869');
    expect(b.call(E, 'convertFromHex', ['6869'])).toEqual(blob('hi'));
    expect(b.call(E, 'urlEncode', ["a b&c=é~'*", 'UTF-8'])).toBe('a+b%26c%3D%C3%A9%7E%27*');
    expect(b.call(E, 'urlDecode', ['a+b%26%C3%A9', 'UTF-8'])).toBe('a b&é');
    expect(b.on('System.Blob', blob('é'), 'size')).toBe(2);
    expect(b.on('System.Blob', blob('é'), 'toString')).toBe('é');
    expect(b.error(() => b.on('System.Blob', new ApexBlob(Buffer.from([0xff])), 'toString'))).toBe(
      'System.StringException: BLOB is not a valid UTF-8 string',
    );
  });
});
