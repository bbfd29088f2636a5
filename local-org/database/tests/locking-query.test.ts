import type { WaitMode } from '../contract';
import { Script } from './support/script';
import { aggregate, cmp, desc, eq, select } from './support/soql';

const MODES: WaitMode[] = ['restart', 'recheck'];
const ready = select(['Key__c', 'Value__c'], 'Lane__c', { where: eq('Value__c', 1) });
const keys = (step: { result: { rows: readonly { values: Record<string, unknown> }[] } }) =>
  step.result.rows.map((row) => row.values['Key__c']);

function start() {
  const script = new Script();
  const rows = ['a', 'b', 'c'].map((key) => ({ Key__c: key, Value__c: key === 'c' ? 2 : 1 }));
  const [a, b, c] = script.given('Lane__c', ...rows) as [string, string, string];
  return { script, a, b, c, t1: script.begin(), t2: script.begin() };
}

describe.each(MODES)('FOR UPDATE, %s', (mode) => {
  test('without a wait it returns and locks what it finds', () => {
    const { a, b, c, t1 } = start();
    expect(keys(t1.forUpdate(ready, mode))).toEqual(['a', 'b']);
    expect([a, b, c].map((id) => t1.tx.holdsLock('Lane__c', id))).toEqual([true, true, false]);
  });

  test('after a wait it returns fresh values', () => {
    const { a, t1, t2 } = start();
    t1.update('Lane__c', a, { Key__c: 'fresh' });
    const waiting = t2.forUpdate(ready, mode);
    expect(waiting.waitsFor).toEqual([t1.id]);
    t1.commit();
    expect(keys(waiting)).toEqual(['fresh', 'b']);
  });

  test('after a wait a row that no longer matches is left out', () => {
    const { a, t1, t2 } = start();
    t1.update('Lane__c', a, { Value__c: 9 });
    const waiting = t2.forUpdate(ready, mode);
    t1.commit();
    expect(keys(waiting)).toEqual(['b']);
  });

  test('after a wait a row that was deleted is left out', () => {
    const { a, t1, t2 } = start();
    t1.delete('Lane__c', a);
    const waiting = t2.forUpdate(ready, mode);
    t1.commit();
    expect(keys(waiting)).toEqual(['b']);
  });

  test('rows that came to match during the wait', () => {
    const { a, c, t1, t2 } = start();
    t1.lock('Lane__c', a);
    t1.update('Lane__c', c, { Value__c: 1 });
    const waiting = t2.forUpdate(ready, mode);
    t1.commit();
    expect(keys(waiting)).toEqual(mode === 'restart' ? ['a', 'b', 'c'] : ['a', 'b']);
  });

  test('LIMIT is filled up again only by a restart', () => {
    const { a, t1, t2 } = start();
    t1.update('Lane__c', a, { Value__c: 9 });
    const waiting = t2.forUpdate(
      { ...ready, limit: { kind: 'literal', value: 1, type: 'number' } },
      mode,
    );
    t1.commit();
    expect(keys(waiting)).toEqual(mode === 'restart' ? ['b'] : []);
  });

  test('it can wait several times, and keeps the locks that it has', () => {
    const { script, a, b, t1, t2 } = start();
    const t3 = script.begin();
    t1.lock('Lane__c', a);
    t2.lock('Lane__c', b);
    const waiting = t3.forUpdate(ready, mode);
    expect(waiting.waitsFor).toEqual([t1.id]);
    t1.commit();
    expect(waiting.waitsFor).toEqual([t2.id]);
    expect(t3.tx.holdsLock('Lane__c', a)).toBe(true);
    t2.commit();
    expect(keys(waiting)).toEqual(['a', 'b']);
  });

  test('a lock by Id is the same in both modes, whatever changed', () => {
    const { a, t1, t2 } = start();
    const byId = select(['Key__c', 'Value__c'], 'Lane__c', { where: eq('Id', a) });
    t1.update('Lane__c', a, { Value__c: 9, Key__c: 'z' });
    const waiting = t2.forUpdate(byId, mode);
    t1.commit();
    expect(waiting.result.rows[0]!.values).toEqual({ Key__c: 'z', Value__c: 9 });
  });

  test('own pending rows are found and returned', () => {
    const { t1 } = start();
    t1.inserted('Lane__c', { Key__c: 'own', Value__c: 1 });
    expect(keys(t1.forUpdate(ready, mode))).toEqual(['a', 'b', 'own']);
  });

  test('two lockers of the same rows in different orders do not deadlock', () => {
    const { t1, t2 } = start();
    const first = t1.forUpdate({ ...ready, orderBy: [desc('Key__c')] }, mode);
    const second = t2.forUpdate(ready, mode);
    expect(keys(first)).toEqual(['b', 'a']);
    expect(second.waits).toBe(true);
    t1.commit();
    expect(keys(second)).toEqual(['a', 'b']);
  });
});

test('a query that needs several attempts is not confused by binds or projections', () => {
  const { a, t1, t2 } = start();
  t1.lock('Lane__c', a);
  const bound = select(['Key__c', 'Owner.Name'], 'Lane__c', {
    where: cmp('Key__c', '=', { kind: 'bind', index: 0 }),
  });
  const waiting = t2.forUpdate(bound, 'recheck', ['a']);
  t1.commit();
  expect(waiting.result).toMatchObject({ size: 1, rowsRead: 1, aggregate: false });
});

test('plain queries refuse FOR UPDATE, and FOR UPDATE refuses aggregates', () => {
  const { t1 } = start();
  expect(() => t1.rows({ ...ready, forUpdate: true })).toThrow(/lockingQuery/);
  const count = select([aggregate('COUNT')], 'Lane__c');
  expect(() => t1.forUpdate(count)).toThrow(/aggregate/);
});
