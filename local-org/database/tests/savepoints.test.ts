import { Script } from './support/script';
import { eq, select } from './support/soql';

function start() {
  const script = new Script();
  const [a, b] = script.given('Lane__c', { Key__c: 'a', Value__c: 1 }, { Key__c: 'b' }) as [
    string,
    string,
  ];
  return { script, a, b, t1: script.begin(), t2: script.begin() };
}

test('rolling back undoes inserts, updates, deletes and undeletes since the savepoint only', () => {
  const { script, a, b, t1 } = start();
  t1.update('Lane__c', a, { Value__c: 2 });
  const savepoint = t1.tx.savepoint();
  t1.update('Lane__c', a, { Value__c: 3, Key__c: 'x' });
  t1.delete('Lane__c', b);
  t1.inserted('Lane__c', { Key__c: 'new' });
  t1.undelete('Lane__c', b);
  t1.tx.rollbackTo(savepoint);
  const all = select(['Key__c', 'Value__c'], 'Lane__c');
  expect(t1.rows(all)).toEqual([
    { Key__c: 'a', Value__c: 2 },
    { Key__c: 'b', Value__c: null },
  ]);
  expect(t1.tx.hasWrites()).toBe(true);
  t1.commit();
  expect(script.committed(select(['Value__c'], 'Lane__c', { where: eq('Key__c', 'a') }))).toEqual([
    { Value__c: 2 },
  ]);
  expect(script.committed(select(['Id'], 'Lane__c', { where: eq('Key__c', 'new') }))).toEqual([]);
});

test('locks taken since the savepoint are freed, older ones are kept', () => {
  const { a, b, t1, t2 } = start();
  t1.lock('Lane__c', a);
  const savepoint = t1.tx.savepoint();
  t1.update('Lane__c', a, { Value__c: 5 });
  t1.lock('Lane__c', b);
  const waitsForA = t2.update('Lane__c', a, { Value__c: 6 });
  const waitsForB = t2.update('Lane__c', b, { Value__c: 6 });
  t1.tx.rollbackTo(savepoint);
  expect(waitsForB.waits).toBe(false);
  expect(waitsForA.waits).toBe(true);
  expect(t1.tx.hasWrites()).toBe(false);
});

test('a savepoint can be used again, but not after an older one was', () => {
  const { a, t1 } = start();
  const outer = t1.tx.savepoint();
  const inner = t1.tx.savepoint();
  t1.update('Lane__c', a, { Value__c: 5 });
  t1.tx.rollbackTo(inner);
  t1.update('Lane__c', a, { Value__c: 6 });
  t1.tx.rollbackTo(inner);
  expect(t1.value('Lane__c', a, 'Value__c')).toBe(1);
  t1.tx.rollbackTo(outer);
  expect(() => t1.tx.rollbackTo(inner)).toThrow(/does not exist/);
});

test('undoing a lock that was released long ago takes nothing from its new owner', () => {
  const { a, t1, t2 } = start();
  const savepoint = t1.tx.savepoint();
  t1.lock('Lane__c', a);
  t1.tx.releaseLocks();
  t2.lock('Lane__c', a);
  t1.tx.rollbackTo(savepoint);
  expect(t2.tx.holdsLock('Lane__c', a)).toBe(true);
});

test('a lock taken again after its release belongs to the later savepoint', () => {
  const { a, t1 } = start();
  t1.lock('Lane__c', a);
  const savepoint = t1.tx.savepoint();
  t1.tx.releaseLocks();
  t1.lock('Lane__c', a);
  t1.tx.rollbackTo(savepoint);
  expect(t1.tx.holdsLock('Lane__c', a)).toBe(false);
});

test('ending a transaction takes nothing from the new owner of a lock that it released', () => {
  const { a, t1, t2 } = start();
  t1.lock('Lane__c', a);
  t1.tx.releaseLocks();
  t2.lock('Lane__c', a);
  t1.commit();
  expect(t2.tx.holdsLock('Lane__c', a)).toBe(true);
});

test('an insert that was undone leaves no lock, no unique value and no row', () => {
  const { t1, t2 } = start();
  const savepoint = t1.tx.savepoint();
  const id = t1.inserted('Lane__c', { Key__c: 'new' });
  t1.tx.rollbackTo(savepoint);
  expect(t1.tx.read('Lane__c', id)).toBeUndefined();
  expect(t1.tx.hasWrites()).toBe(false);
  expect(t2.insert('Lane__c', { Key__c: 'new' }).waits).toBe(false);
});
