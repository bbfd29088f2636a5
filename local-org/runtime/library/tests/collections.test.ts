import { Big } from 'bigdecimal.js';
import type { ApexList, ApexMap, ApexSet, SObjectValue, Value } from '../../core/values-all';
import { bench } from './harness';

const b = bench();
const L = 'System.List';
const list = (...items: Value[]): ApexList => b.vm.list('Object', items);
const set = (...items: Value[]): ApexSet => b.vm.set('Object', items);

describe('System.List', () => {
  test('adding and taking away', () => {
    const l = list(1, 2);
    b.on(L, l, 'add', [3]);
    b.on(L, l, 'add', [0, 0]);
    b.on(L, l, 'addAll', [set(4, 5)]);
    expect(l.items).toEqual([0, 1, 2, 3, 4, 5]);
    expect(b.on(L, l, 'remove', [0])).toBe(0);
    b.on(L, l, 'set', [0, 9]);
    expect([b.on(L, l, 'get', [0]), b.on(L, l, 'size')]).toEqual([9, 5]);
    b.on(L, l, 'addAll', [l]);
    expect(l.items).toHaveLength(10);
    b.on(L, l, 'clear');
    expect(b.on(L, l, 'isEmpty')).toBe(true);
  });

  test.each([
    ['get', [5]],
    ['remove', [5]],
    ['set', [5, 1]],
    ['add', [5, 1]],
  ])('%s beyond the end', (name, args) => {
    expect(b.error(() => b.on(L, list(1), name, args))).toBe(
      'System.ListException: List index out of bounds: 5',
    );
  });

  test('looking', () => {
    const l = list('a', Big('1.0'), null);
    expect(b.on(L, l, 'contains', [1])).toBe(true);
    expect(b.on(L, l, 'indexOf', [null])).toBe(2);
    expect(b.on(L, l, 'equals', [list('a', 1, null)])).toBe(true);
    expect(b.on(L, l, 'hashCode')).toBe(b.on(L, list('a', Big('1.00'), null), 'hashCode'));
    expect(b.on(L, list(1, 2), 'toString')).toBe('(1, 2)');
  });

  test('sort', () => {
    const l = list('b', null, 'C', 'a');
    b.on(L, l, 'sort');
    expect(l.items).toEqual([null, 'C', 'a', 'b']);
    const n = list(10, 9, -1);
    b.on(L, n, 'sort');
    expect(n.items).toEqual([-1, 9, 10]);
    expect(b.error(() => b.on(L, list('a', 1), 'sort'))).toBe(
      'System.ListException: One or more of the items in this list is not Comparable.',
    );
  });

  test('clones', () => {
    const row = b.vm.sobject('Account');
    row.fields.set('Id', '001000000000001AAA');
    row.fields.set('Name', 'x');
    const l = b.vm.list('Account', [row]);
    expect((b.on(L, l, 'clone') as ApexList).items[0]).toBe(row);
    const deep = (b.on(L, l, 'deepClone') as ApexList).items[0] as SObjectValue;
    expect([...deep.fields]).toEqual([['Name', 'x']]);
    const kept = (b.on(L, l, 'deepClone', [true]) as ApexList).items[0] as SObjectValue;
    expect(kept.fields.get('Id')).toBe('001000000000001AAA');
    expect(b.vm.str(b.on(L, l, 'getSObjectType'))).toBe('Account');
  });

  test('iterator', () => {
    const I = 'System.Iterator';
    const i = b.on(L, list('x'), 'iterator');
    expect(b.on(I, i, 'hasNext')).toBe(true);
    expect(b.on(I, i, 'next')).toBe('x');
    expect(b.error(() => b.on(I, i, 'next'))).toBe(
      'System.NoSuchElementException: Iterator has no more elements',
    );
  });
});

describe('System.Set', () => {
  const S = 'System.Set';
  test('members', () => {
    const s = set(1, 2, 3);
    expect(b.on(S, s, 'add', [3])).toBe(false);
    expect(b.on(S, s, 'add', [4])).toBe(true);
    expect(b.on(S, s, 'remove', [1])).toBe(true);
    expect(b.on(S, s, 'containsAll', [list(2, 3)])).toBe(true);
    expect(b.on(S, s, 'retainAll', [set(2, 9)])).toBe(true);
    expect([...s.values()]).toEqual([2]);
    expect(b.on(S, s, 'addAll', [list(2)])).toBe(false);
    expect(b.on(S, s, 'removeAll', [s])).toBe(true);
    expect(b.on(S, s, 'isEmpty')).toBe(true);
    expect(b.on(S, set('a', 'b'), 'equals', [set('b', 'a')])).toBe(true);
    expect(b.on(S, set('a', 'b'), 'hashCode')).toBe(b.on(S, set('b', 'a'), 'hashCode'));
    expect(b.on(S, set('A'), 'contains', ['a'])).toBe(false);
  });
});

describe('System.Map', () => {
  const M = 'System.Map';
  const map = (...pairs: (readonly [Value, Value])[]): ApexMap => {
    const made = b.vm.map('Object', 'Object');
    for (const [k, v] of pairs) made.put(k, v);
    return made;
  };
  test('members', () => {
    const m = map(['a', 1]);
    expect(b.on(M, m, 'put', ['a', 2])).toBe(1);
    expect(b.on(M, m, 'put', ['b', 3])).toBeNull();
    expect([b.on(M, m, 'get', ['a']), b.on(M, m, 'get', ['A'])]).toEqual([2, null]);
    expect(b.on(M, m, 'containsKey', ['b'])).toBe(true);
    expect([...(b.on(M, m, 'keySet') as ApexSet).values()]).toEqual(['a', 'b']);
    expect((b.on(M, m, 'values') as ApexList).items).toEqual([2, 3]);
    expect(b.on(M, m, 'remove', ['a'])).toBe(2);
    b.on(M, m, 'putAll', [map(['z', 0])]);
    expect(b.on(M, m, 'size')).toBe(2);
    expect(b.on(M, m, 'equals', [map(['z', 0], ['b', 3])])).toBe(true);
    expect(b.on(M, b.on(M, m, 'clone'), 'toString')).toBe('{b=3, z=0}');
  });
  test('records by Id', () => {
    const row = b.vm.sobject('Account');
    const m = b.vm.map('Id', 'Account');
    expect(b.error(() => b.on(M, m, 'putAll', [list(row)]))).toBe(
      'System.ListException: Row with null Id at index: 0',
    );
    row.fields.set('Id', '001000000000001AAA');
    b.on(M, m, 'putAll', [list(row)]);
    expect(m.get('001000000000001AAA')).toBe(row);
  });
});
