import { Script } from './support/script';
import { cmp, eq, select } from './support/soql';

function start() {
  const script = new Script();
  const [a, b] = script.given(
    'Lane__c',
    { Key__c: 'a', Value__c: 1 },
    { Key__c: 'b', Value__c: 2 },
  ) as [string, string];
  return { script, a, b, t1: script.begin(), t2: script.begin() };
}
const holds = (tx: { tx: { holdsLock(o: string, id: string): boolean } }, id: string) =>
  tx.tx.holdsLock('Lane__c', id);

test('plain reads neither wait nor lock', () => {
  const { a, t1, t2 } = start();
  t1.update('Lane__c', a, { Value__c: 9 });
  expect(t2.value('Lane__c', a, 'Value__c')).toBe(1);
  expect(t1.value('Lane__c', a, 'Value__c')).toBe(9);
  expect(holds(t2, a)).toBe(false);
});

test('a lock lasts to the end of its transaction and may be taken twice', () => {
  const { a, t1, t2 } = start();
  t1.lock('Lane__c', a);
  expect(t1.lock('Lane__c', a).result).toEqual({ ok: true });
  const waiting = t2.update('Lane__c', a, { Value__c: 5 });
  expect(waiting.waitsFor).toEqual([t1.id]);
  t1.commit();
  expect(waiting.result).toEqual({ ok: true });
});

test('locks are taken in Id order, and those before a block are kept', () => {
  const { a, b, t1, t2 } = start();
  t1.lock('Lane__c', b);
  const waiting = t2.lock('Lane__c', b, a);
  expect(waiting.waitsFor).toEqual([t1.id]);
  expect(holds(t2, a)).toBe(true);
  t1.commit();
  expect(waiting.waits).toBe(false);
  expect(holds(t2, b)).toBe(true);
});

test('nothing is taken beyond a block', () => {
  const { a, b, t1, t2 } = start();
  t1.lock('Lane__c', a);
  t2.lock('Lane__c', a, b);
  expect(holds(t2, b)).toBe(false);
});

test('missing rows are skipped: nothing that is not there can be locked', () => {
  const { a, t1, t2 } = start();
  const unborn = t1.inserted('Lane__c', { Key__c: 'new' });
  expect(t2.lock('Lane__c', unborn, 'a00000000000zzz', a).result).toEqual({ ok: true });
  expect(holds(t2, unborn)).toBe(false);
  expect(holds(t2, a)).toBe(true);
});

test('Ids of 15 characters do as well', () => {
  const { a, t1 } = start();
  t1.lock('Lane__c', a.slice(0, 15));
  expect(holds(t1, a)).toBe(true);
});

test('FOR UPDATE that finds nothing locks nothing', () => {
  const { a, b, t1 } = start();
  const none = t1.forUpdate(select(['Id'], 'Lane__c', { where: eq('Key__c', 'zzz') }));
  expect(none.result.rows).toEqual([]);
  expect([holds(t1, a), holds(t1, b)]).toEqual([false, false]);
});

test('FOR UPDATE locks what it returns and no more', () => {
  const { a, b, t1 } = start();
  t1.forUpdate(select(['Id'], 'Lane__c', { where: eq('Key__c', 'b') }));
  expect([holds(t1, a), holds(t1, b)]).toEqual([false, true]);
});

test('a row that is about to be deleted is awaited, then missing', () => {
  const { a, t1, t2 } = start();
  t1.delete('Lane__c', a);
  const update = t2.update('Lane__c', a, { Value__c: 3 });
  const again = t2.delete('Lane__c', a);
  expect([update.waits, again.waits]).toEqual([true, true]);
  t1.commit();
  expect([update.result, again.result]).toEqual([{ missing: true }, { missing: true }]);
});

test('a row whose deletion is rolled back is there again', () => {
  const { a, t1, t2 } = start();
  t1.delete('Lane__c', a);
  const update = t2.update('Lane__c', a, { Value__c: 3 });
  t1.rollback();
  expect(update.result).toEqual({ ok: true });
});

test('deleting a row that is being updated waits, and deletes the new version', () => {
  const { script, a, t1, t2 } = start();
  t1.update('Lane__c', a, { Value__c: 7 });
  const gone = t2.delete('Lane__c', a);
  expect(gone.waits).toBe(true);
  t1.commit();
  t2.commit();
  const bin = select(['Value__c', 'IsDeleted'], 'Lane__c', {
    where: cmp('IsDeleted', '=', true),
    allRows: true,
  });
  expect(script.committed(bin)).toEqual([{ Value__c: 7, IsDeleted: true }]);
});

test('a row that others have inserted but not committed is missing', () => {
  const { t1, t2 } = start();
  const unborn = t1.inserted('Lane__c', {});
  expect(t2.update('Lane__c', unborn, { Value__c: 1 }).result).toEqual({ missing: true });
  expect(t2.delete('Lane__c', unborn).result).toEqual({ missing: true });
});

test('an update applies to the version that it waited for', () => {
  const { a, t1, t2, script } = start();
  t1.update('Lane__c', a, { Value__c: 7 });
  t2.update('Lane__c', a, { Token__c: 1 });
  t1.commit();
  t2.commit();
  const both = select(['Value__c', 'Token__c'], 'Lane__c', { where: eq('Id', a) });
  expect(script.committed(both)).toEqual([{ Value__c: 7, Token__c: 1 }]);
});

test('releaseLocks frees everything and is refused while writes are pending', () => {
  const { a, b, t1, t2 } = start();
  t1.lock('Lane__c', a, b);
  const waiting = t2.update('Lane__c', a, { Value__c: 5 });
  t1.tx.releaseLocks();
  expect(waiting.result).toEqual({ ok: true });
  expect(holds(t1, b)).toBe(false);
  t1.update('Lane__c', b, { Value__c: 5 });
  expect(() => t1.tx.releaseLocks()).toThrow(/pending/);
});

test('whoever waits hears of every release', () => {
  const { script, a, t1, t2 } = start();
  const heard: number[] = [];
  script.db.onRelease((tx) => heard.push(tx));
  const savepoint = t1.tx.savepoint();
  t1.tx.rollbackTo(savepoint);
  expect(heard).toEqual([]);
  t1.lock('Lane__c', a);
  t1.tx.rollbackTo(savepoint);
  t1.lock('Lane__c', a);
  t1.tx.releaseLocks();
  t1.rollback();
  t2.commit();
  expect(heard).toEqual([t1.id, t1.id, t1.id, t2.id]);
});

test('an ended transaction refuses everything', () => {
  const { a, t1 } = start();
  t1.commit();
  expect(t1.tx.state).toBe('committed');
  expect(() => t1.tx.read('Lane__c', a)).toThrow(/committed/);
  expect(() => t1.commit()).toThrow(/committed/);
});
