import type { ResultRow } from '../contract';
import { Script } from './support/script';
import { aggregate, and, asc, bind, cmp, desc, eq, select } from './support/soql';

const script = new Script();
const [ann, bob] = script.given('User', { Name: 'Ann' }, { Name: 'Bob' }) as [string, string];
const [team] = script.given('Group', { Name: 'Team' }) as [string];
const [one, two] = script.given(
  'Lane__c',
  { Key__c: 'one', Value__c: 2, OwnerId: ann },
  { Key__c: 'two', Value__c: 1, OwnerId: team },
  { Key__c: 'three' },
) as [string, string];
script.given(
  'Item__c',
  { Order_Key__c: 'b', Status__c: 'Done', Amount__c: 5, Lane__c: one },
  { Order_Key__c: 'A', Status__c: 'Pending', Amount__c: 3, Lane__c: one },
  { Order_Key__c: 'c', Status__c: 'Other', Amount__c: 4, Lane__c: two },
  { Status__c: 'Pending' },
);
const names = (rows: Record<string, unknown>[], field: string): unknown[] =>
  rows.map((row) => row[field]);

describe('fields', () => {
  test('come back under their canonical names, in the order of the list', () => {
    const q = select(['VALUE__C', 'key__c', 'lane__c.name'], 'LANE__C', { limit: 1 });
    const [row] = script.committed(q);
    expect(Object.entries(row!)).toEqual([
      ['Value__c', 2],
      ['Key__c', 'one'],
      ['Name', 'MTX-000001'],
    ]);
  });

  test('rows tell their object and Id, selected or not', () => {
    const tx = script.begin();
    const result = tx.tx.query(select(['Key__c'], 'lane__c', { limit: 1 }), []);
    expect(result).toEqual({
      rows: [{ object: 'Lane__c', id: one, values: { Key__c: 'one' } }],
      size: 1,
      aggregate: false,
      rowsRead: 1,
    });
    tx.rollback();
  });

  test('an alias may begin a path', () => {
    const q = select(['x.Key__c'], 'Lane__c', { alias: 'x', where: eq('X.Value__c', 1) });
    expect(script.committed(q)).toEqual([{ Key__c: 'two' }]);
  });

  test('FIELDS(CUSTOM) needs a small limit', () => {
    const custom = { kind: 'allFields', scope: 'CUSTOM' } as const;
    expect(() => script.committed(select([custom], 'Item__c'))).toThrow(/at most 200/);
    const [row] = script.committed(select([custom], 'Item__c', { limit: 200 }));
    expect(Object.keys(row!)).toEqual([
      'Order_Key__c',
      'Code__c',
      'Status__c',
      'Amount__c',
      'Lane__c',
    ]);
  });
});

describe('parents', () => {
  test('are nested under their relationships; missing ones are null', () => {
    const q = select(['Lane__r.Key__c', 'Lane__r.Owner.Name', 'Lane__c'], 'Item__c', {
      orderBy: [asc('Order_Key__c')],
    });
    const tx = script.begin();
    const [none, first] = tx.tx.query(q, []).rows;
    tx.rollback();
    expect(none!.values).toEqual({ Lane__r: null, Lane__c: null });
    expect(first!.values).toEqual({
      Lane__r: {
        object: 'Lane__c',
        id: one,
        values: { Key__c: 'one', Owner: { object: 'User', id: ann, values: { Name: 'Ann' } } },
      },
      Lane__c: one,
    });
  });

  test('of several kinds tell which they are', () => {
    const q = select(['Owner.Name'], 'Lane__c', { where: eq('Owner.Name', 'team') });
    const tx = script.begin();
    expect(tx.tx.query(q, []).rows[0]!.values).toEqual({
      Owner: { object: 'Group', id: team, values: { Name: 'Team' } },
    });
    tx.rollback();
  });

  test('are read as the transaction sees them', () => {
    const tx = script.begin();
    tx.update('User', ann, { Name: 'Anna' });
    tx.delete('User', bob);
    const q = select(['Owner.Name'], 'Lane__c', { where: eq('Owner.Name', 'anna') });
    expect(tx.rows(q)).toHaveLength(1);
    expect(script.committed(q)).toHaveLength(0);
    tx.rollback();
  });
});

describe('children', () => {
  const inner = select(['Order_Key__c', 'Lane__r.Key__c'], 'items__r', {
    where: cmp('Amount__c', '>', bind(0)),
    orderBy: [asc('Order_Key__c')],
  });
  const outer = select(['Key__c', { kind: 'subquery', query: inner }], 'Lane__c');

  test('are lists under the child relationship, and count as rows read', () => {
    const tx = script.begin();
    const result = tx.tx.query(outer, [3]);
    tx.rollback();
    const items = result.rows.map((row) => row.values['Items__r'] as readonly ResultRow[]);
    expect(items.map((rows) => rows.map((row) => row.values))).toEqual([
      [{ Order_Key__c: 'b', Lane__r: { object: 'Lane__c', id: one, values: { Key__c: 'one' } } }],
      [{ Order_Key__c: 'c', Lane__r: { object: 'Lane__c', id: two, values: { Key__c: 'two' } } }],
      [],
    ]);
    expect(result).toMatchObject({ size: 3, rowsRead: 5 });
  });

  test('follow what the transaction itself has moved', () => {
    const tx = script.begin();
    const items = select(['Id'], 'Item__c', { where: eq('Order_Key__c', 'b') });
    const [moved] = tx.rows(items) as [{ Id: string }];
    tx.update('Item__c', moved.Id, { Lane__c: two });
    const counts = tx.rows(outer, [0]).map((row) => (row['Items__r'] as unknown as []).length);
    tx.rollback();
    expect(counts).toEqual([1, 2, 0]);
  });

  test('are limited and sorted per parent', () => {
    const last = { ...inner, orderBy: [desc('Amount__c')], limit: { ...limitOne } };
    const q = select([{ kind: 'subquery', query: last }], 'Lane__c', { where: eq('Id', one) });
    const [row] = script.committed(q, [0]);
    expect(row!['Items__r']).toMatchObject([{ values: { Order_Key__c: 'b' } }]);
    expect(row!['Items__r']).toHaveLength(1);
  });

  const limitOne = { kind: 'literal', value: 1, type: 'number' } as const;
});

describe('ORDER BY, LIMIT, OFFSET', () => {
  const keys = (clauses: Parameters<typeof select>[2], binds: number[] = []) =>
    names(script.committed(select(['Order_Key__c'], 'Item__c', clauses), binds), 'Order_Key__c');

  test('nothing said: the order of insertion', () => {
    expect(keys({})).toEqual(['b', 'A', 'c', null]);
  });

  test('empty values come first ascending and last descending, unless told otherwise', () => {
    expect(keys({ orderBy: [asc('Order_Key__c')] })).toEqual([null, 'A', 'b', 'c']);
    expect(keys({ orderBy: [desc('Order_Key__c')] })).toEqual(['c', 'b', 'A', null]);
    expect(keys({ orderBy: [asc('Order_Key__c', 'last')] })).toEqual(['A', 'b', 'c', null]);
    expect(keys({ orderBy: [desc('Order_Key__c', 'first')] })).toEqual([null, 'c', 'b', 'A']);
  });

  test('picklists sort by their list, unknown values last', () => {
    expect(keys({ orderBy: [asc('Status__c'), desc('Amount__c')] })).toEqual(['A', null, 'b', 'c']);
  });

  test('parents and several terms', () => {
    const orderBy = [desc('Lane__r.Key__c'), asc('Amount__c')];
    expect(keys({ orderBy })).toEqual(['c', 'A', 'b', null]);
  });

  test('LIMIT and OFFSET, also bound', () => {
    const orderBy = [asc('Order_Key__c', 'last')];
    expect(keys({ orderBy, limit: 2 })).toEqual(['A', 'b']);
    expect(keys({ orderBy, limit: bind(0), offset: bind(1) }, [2, 1])).toEqual(['b', 'c']);
    expect(keys({ offset: 3 })).toEqual([null]);
    expect(keys({ limit: 0 })).toEqual([]);
    expect(keys({ orderBy, limit: 0 })).toEqual([]);
  });

  test('impossible limits are refused', () => {
    expect(() => keys({ limit: bind(0) }, [-1])).toThrow(/LIMIT/);
    expect(() => keys({ offset: 2001 })).toThrow(/2000/);
  });
});

describe('aggregates', () => {
  const result = (...args: Parameters<typeof select>) => {
    const tx = script.begin();
    const { rows, ...rest } = tx.tx.query(select(...args), []);
    tx.rollback();
    return { ...rest, rows: rows.map((row) => row.values) };
  };

  test('COUNT() gives only a number', () => {
    expect(result([aggregate('COUNT')], 'Item__c')).toEqual({
      rows: [],
      size: 4,
      aggregate: true,
      rowsRead: 1,
    });
    expect(result([aggregate('COUNT')], 'Item__c', { limit: 2 }).size).toBe(2);
  });

  test('functions without GROUP BY give one row, even over nothing', () => {
    const all = [
      aggregate('COUNT', 'Order_Key__c'),
      aggregate('COUNT_DISTINCT', 'Status__c', 'kinds'),
      aggregate('SUM', 'Amount__c'),
      aggregate('AVG', 'Amount__c'),
      aggregate('MIN', 'Order_Key__c'),
      aggregate('MAX', 'Amount__c'),
    ];
    const values = { expr0: 3, kinds: 3, expr1: 12, expr2: 4, expr3: 'A', expr4: 5 };
    expect(result(all, 'Item__c')).toMatchObject({ rows: [values], size: 1, rowsRead: 4 });
    const none = result(all, 'Item__c', { where: eq('Amount__c', 99) });
    expect(none.rows).toEqual([
      { expr0: 0, kinds: 0, expr1: null, expr2: null, expr3: null, expr4: null },
    ]);
  });

  test('GROUP BY, HAVING and ORDER BY', () => {
    const byLane = {
      groupBy: [['Lane__r', 'Key__c']],
      orderBy: [{ path: ['Amount__c'], aggregate: 'SUM', descending: true }],
    } as const;
    const items = ['lane__r.key__c', aggregate('COUNT', 'Id', 'n'), aggregate('SUM', 'Amount__c')];
    expect(result(items, 'Item__c', byLane).rows).toEqual([
      { Key__c: 'one', n: 2, expr0: 8 },
      { Key__c: 'two', n: 1, expr0: 4 },
      { Key__c: null, n: 1, expr0: null },
    ]);
    const having = {
      kind: 'compare',
      left: { kind: 'aggregate', fn: 'COUNT', path: ['Id'] },
      op: '=',
      right: { kind: 'literal', value: 1, type: 'number' },
    } as const;
    const few = { ...byLane, having: and(having, cmp('Lane__r.Key__c', '!=', null)), limit: 5 };
    expect(result(items, 'Item__c', few).rows).toEqual([{ Key__c: 'two', n: 1, expr0: 4 }]);
  });

  test('groups ignore case, and can be limited and skipped', () => {
    const groups = { groupBy: [['Status__c']], orderBy: [asc('Status__c')] };
    const q = ['Status__c', aggregate('COUNT', undefined)] as const;
    expect(result(q, 'Item__c', { ...groups, limit: 1, offset: 1 }).rows).toEqual([
      { Status__c: 'Done', expr0: 1 },
    ]);
    expect(result(q, 'Item__c', groups).rowsRead).toBe(3);
  });
});
