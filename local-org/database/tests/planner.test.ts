import { Script } from './support/script';
import { and, asc, bind, cmp, desc, eq, isIn, list, or, select } from './support/soql';

const script = new Script();
const [lane] = script.given('Lane__c', { Key__c: 'x' }, { Key__c: 'y' }) as [string];
const rows = Array.from({ length: 200 }, (_, i) => ({
  Order_Key__c: `x:${String(i).padStart(4, '0')}`,
  Status__c: i < 180 ? 'Done' : 'Pending',
  Lane__c: lane,
  Amount__c: i,
}));
script.given('Item__c', ...rows);

const explain = (clauses: Parameters<typeof select>[2], binds: string[] = []) =>
  script.db.explain(select(['Id'], 'Item__c', clauses), binds);
const keyOrder = { orderBy: [asc('Order_Key__c')] };

describe('the way to the rows', () => {
  test.each<[string, string, string]>([
    ['an Id', explain({ where: eq('Id', bind()) }, [lane]), 'ids (1) of Item__c'],
    ['several Ids', explain({ where: isIn('Id', list(lane)) }), 'ids (1) of Item__c'],
    [
      'a unique value',
      explain({ where: eq('Order_Key__c', 'x:0001') }),
      'hash Order_Key__c (1) of Item__c',
    ],
    ['an external id', explain({ where: eq('Code__c', 'x') }), 'hash Code__c (1) of Item__c'],
    [
      'the smaller of two indexes',
      explain({ where: and(eq('Lane__c', lane), eq('Status__c', 'Pending')) }),
      'hash Status__c (1) of Item__c',
    ],
    [
      'several values',
      explain({ where: isIn('Order_Key__c', list('x:0001', 'x:0002')) }),
      'hash Order_Key__c (2) of Item__c',
    ],
    [
      'a range',
      explain({ where: cmp('Order_Key__c', '>', 'x:0190') }),
      'range Order_Key__c [> "x:0190"] of Item__c',
    ],
    [
      'two bounds',
      explain({
        where: and(cmp('Order_Key__c', '>=', 'X:01'), cmp('Order_Key__c', '<', 'x:011')),
      }),
      'range Order_Key__c [>= "x:01", < "x:011"] of Item__c',
    ],
    [
      'LIKE with a prefix',
      explain({ where: cmp('Order_Key__c', 'like', 'x:019%') }),
      'range Order_Key__c [>= "x:019", <= "x:019\uffff"] of Item__c',
    ],
    ['an order alone', explain(keyOrder), 'scan of Item__c'],
    [
      'an order with a limit',
      explain({ ...keyOrder, limit: 5 }),
      'walk Order_Key__c ascending of Item__c',
    ],
    [
      'the head of a lane',
      explain({
        ...keyOrder,
        where: and(eq('Lane__c', lane), eq('Status__c', 'Pending')),
        limit: 5,
      }),
      'walk Order_Key__c ascending, budget 20, otherwise hash Status__c (1) of Item__c',
    ],
    [
      'the head of a lane by the prefix of its keys',
      explain({
        ...keyOrder,
        where: and(cmp('Order_Key__c', 'like', 'x:%'), eq('Status__c', 'Pending')),
        limit: 5,
      }),
      'walk Order_Key__c [>= "x:", <= "x:\uffff"] ascending, budget 20, otherwise hash Status__c (1) of Item__c',
    ],
    [
      'a short range in its own order',
      explain({ ...keyOrder, where: cmp('Order_Key__c', '>', 'x:0197'), limit: 2 }),
      'walk Order_Key__c [> "x:0197"] ascending of Item__c',
    ],
    [
      'few rows are sorted rather than walked to',
      explain({ ...keyOrder, where: eq('Status__c', 'Pending'), limit: 50 }),
      'hash Status__c (1) of Item__c',
    ],
    ['no index', explain({ where: cmp('Amount__c', '>', 1) }), 'scan of Item__c'],
    ['OR', explain({ where: or(eq('Code__c', 'x'), eq('Code__c', 'y')) }), 'scan of Item__c'],
    ['NOT IN', explain({ where: isIn('Code__c', list('x'), true) }), 'scan of Item__c'],
    ['a parent', explain({ where: eq('Lane__r.Key__c', 'x') }), 'scan of Item__c'],
    ['LIKE without a prefix', explain({ where: cmp('Code__c', 'like', '%x') }), 'scan of Item__c'],
  ])('%s', (_, plan, expected) => {
    expect(plan).toBe(expected);
  });

  test('LIKE ignores case, so an exact index is no help', () => {
    const q = select(['Id'], 'Lane__c', { where: cmp('Key__c', 'like', 'x%') });
    expect(script.db.explain(q)).toBe('scan of Lane__c');
  });
});

describe('walks give what sorting would', () => {
  const keys = (clauses: Parameters<typeof select>[2]) =>
    script.committed(select(['Order_Key__c'], 'Item__c', clauses)).map((r) => r['Order_Key__c']);

  test('when the budget lasts', () => {
    const where = eq('Status__c', 'Done');
    expect(keys({ ...keyOrder, where, limit: 2 })).toEqual(['x:0000', 'x:0001']);
    expect(keys({ ...keyOrder, where, limit: 2, offset: 1 })).toEqual(['x:0001', 'x:0002']);
    const backwards = { orderBy: [desc('Order_Key__c')], where, limit: 2 };
    expect(keys(backwards)).toEqual(['x:0179', 'x:0178']);
  });

  test('when it runs out', () => {
    const where = eq('Status__c', 'Pending');
    expect(keys({ ...keyOrder, where, limit: 2 })).toEqual(['x:0180', 'x:0181']);
  });

  test('over rows that the transaction has moved, deleted or added', () => {
    const tx = script.begin();
    const [first, second] = tx.rows(select(['Id'], 'Item__c', { limit: 2 })) as [
      { Id: string },
      { Id: string },
    ];
    tx.update('Item__c', first.Id, { Order_Key__c: 'x:0002a' });
    tx.delete('Item__c', second.Id);
    tx.inserted('Item__c', { Order_Key__c: 'X:0002B' });
    const walk = select(['Order_Key__c'], 'Item__c', { ...keyOrder, limit: 4 });
    const seen = (rows: Record<string, unknown>[]) => rows.map((r) => r['Order_Key__c']);
    expect(seen(tx.rows(walk))).toEqual(['x:0002', 'x:0002a', 'X:0002B', 'x:0003']);
    expect(seen(script.committed(walk))).toEqual(['x:0000', 'x:0001', 'x:0002', 'x:0003']);
    tx.rollback();
    expect(seen(script.committed(walk))).toEqual(['x:0000', 'x:0001', 'x:0002', 'x:0003']);
  });
});
