import { Script } from './support/script';
import { eq, select } from './support/soql';

const key = (value: string) => ({ Key__c: value });

function start() {
  const script = new Script();
  return { script, t1: script.begin(), t2: script.begin() };
}

test('a second insert waits, and is a duplicate once the first commits', () => {
  const { t1, t2 } = start();
  const id = t1.inserted('Lane__c', key('a'));
  const waiting = t2.insert('Lane__c', key('a'));
  expect(waiting.waitsFor).toEqual([t1.id]);
  t1.commit();
  expect(waiting.result).toEqual({ duplicate: { field: 'Key__c', id } });
});

test('a second insert waits, and succeeds once the first rolls back', () => {
  const { t1, t2 } = start();
  t1.inserted('Lane__c', key('a'));
  const waiting = t2.insert('Lane__c', key('a'));
  t1.rollback();
  expect(waiting.result).toHaveProperty('id');
});

test('a second insert succeeds once the first is undone by a savepoint', () => {
  const { t1, t2 } = start();
  const savepoint = t1.tx.savepoint();
  t1.inserted('Lane__c', key('a'));
  const waiting = t2.insert('Lane__c', key('a'));
  expect(waiting.waits).toBe(true);
  t1.tx.rollbackTo(savepoint);
  expect(waiting.result).toHaveProperty('id');
});

test('a committed value is a duplicate at once, even while its row is locked', () => {
  const { script, t1, t2 } = start();
  const [id] = script.given('Lane__c', key('a')) as [string];
  t1.lock('Lane__c', id);
  expect(t2.insert('Lane__c', key('a')).result).toEqual({ duplicate: { field: 'Key__c', id } });
  // A pending change of another field does not put the value in doubt either.
  t1.update('Lane__c', id, { Value__c: 1 });
  expect(t2.insert('Lane__c', key('a')).result).toEqual({ duplicate: { field: 'Key__c', id } });
});

test('own pending values conflict at once', () => {
  const { t1 } = start();
  const id = t1.inserted('Lane__c', key('a'));
  expect(t1.insert('Lane__c', key('a')).result).toEqual({ duplicate: { field: 'Key__c', id } });
});

test('a value that the transaction itself gave up is free for it', () => {
  const { script, t1 } = start();
  const [id, other] = script.given('Lane__c', key('a'), key('b')) as [string, string];
  t1.update('Lane__c', id, key('c'));
  expect(t1.insert('Lane__c', key('a')).result).toHaveProperty('id');
  t1.delete('Lane__c', other);
  expect(t1.insert('Lane__c', key('b')).result).toHaveProperty('id');
});

test.each(['update', 'delete'] as const)(
  'a value that an open %s may free must be awaited',
  (how) => {
    const { script, t1, t2 } = start();
    const [id] = script.given('Lane__c', key('a')) as [string];
    if (how === 'update') t1.update('Lane__c', id, key('b'));
    else t1.delete('Lane__c', id);
    const waiting = t2.insert('Lane__c', key('a'));
    expect(waiting.waitsFor).toEqual([t1.id]);
    t1.commit();
    expect(waiting.result).toHaveProperty('id');
  },
);

test('a value that an open transaction wanted to free but did not is a duplicate', () => {
  const { script, t1, t2 } = start();
  const [id] = script.given('Lane__c', key('a')) as [string];
  t1.update('Lane__c', id, key('b'));
  const waiting = t2.insert('Lane__c', key('a'));
  t1.rollback();
  expect(waiting.result).toEqual({ duplicate: { field: 'Key__c', id } });
});

test('an update to a pending value waits, and keeps the lock of its own row meanwhile', () => {
  const { script, t1, t2 } = start();
  const [id] = script.given('Lane__c', key('a')) as [string];
  const rival = t1.inserted('Lane__c', key('b'));
  const waiting = t2.update('Lane__c', id, key('b'));
  expect(waiting.waitsFor).toEqual([t1.id]);
  expect(t2.tx.holdsLock('Lane__c', id)).toBe(true);
  t1.commit();
  expect(waiting.result).toEqual({ duplicate: { field: 'Key__c', id: rival } });
});

test('writing the value that a row already has is no conflict', () => {
  const { script, t1 } = start();
  const [id] = script.given('Lane__c', key('a')) as [string];
  expect(t1.update('Lane__c', id, key('a')).result).toEqual({ ok: true });
});

test('empty values never conflict', () => {
  const { t1, t2 } = start();
  t1.inserted('Lane__c', { Key__c: null });
  expect(t2.insert('Lane__c', {}).result).toHaveProperty('id');
  expect(t2.insert('Lane__c', { Key__c: '' }).result).toHaveProperty('id');
});

test('case matters only to fields that say so', () => {
  const { t1 } = start();
  t1.inserted('Lane__c', key('a'));
  expect(t1.insert('Lane__c', key('A')).result).toHaveProperty('id');
  const id = t1.inserted('Item__c', { Order_Key__c: 'a' });
  expect(t1.insert('Item__c', { Order_Key__c: 'A' }).result).toEqual({
    duplicate: { field: 'Order_Key__c', id },
  });
});

test('rows in the recycle bin give their values up, and undelete asks for them again', () => {
  const { script, t1 } = start();
  const [id] = script.given('Lane__c', key('a')) as [string];
  t1.delete('Lane__c', id);
  const rival = t1.inserted('Lane__c', key('a'));
  expect(t1.undelete('Lane__c', id).result).toEqual({
    duplicate: { field: 'Key__c', id: rival },
  });
  t1.delete('Lane__c', rival);
  expect(t1.undelete('Lane__c', id).result).toEqual({ ok: true });
});

test('two transactions that create the same row end with one', () => {
  const { script, t1, t2 } = start();
  const byKey = select(['Id'], 'Lane__c', { where: eq('Key__c', 'a') });
  const id = t1.inserted('Lane__c', key('a'));
  const waiting = t2.insert('Lane__c', key('a'));
  expect(t2.rows(byKey)).toEqual([]);
  t1.commit();
  expect(waiting.result).toEqual({ duplicate: { field: 'Key__c', id } });
  expect(t2.rows(byKey)).toEqual([{ Id: id }]);
  t2.commit();
  expect(script.committed(byKey)).toHaveLength(1);
});

test('a value that a savepoint may bring back is waited for', () => {
  const { script, t1, t2 } = start();
  const id = t1.inserted('Lane__c', key('a'));
  const savepoint = t1.tx.savepoint();
  t1.update('Lane__c', id, key('b'));
  const waiting = t2.insert('Lane__c', key('a'));
  expect(waiting.waitsFor).toEqual([t1.id]);
  t1.tx.rollbackTo(savepoint);
  t1.commit();
  expect(waiting.result).toEqual({ duplicate: { field: 'Key__c', id } });
  t2.commit();
  expect(script.db.begin().insert('Lane__c', key('b'))).toHaveProperty('id');
});

test('a value that was given up for good is free', () => {
  const { t1, t2 } = start();
  const [one, two] = [t1.inserted('Lane__c', key('a')), t1.inserted('Lane__c', key('b'))];
  t1.delete('Lane__c', one);
  t1.update('Lane__c', two, key('c'));
  const [a, b] = [t2.insert('Lane__c', key('a')), t2.insert('Lane__c', key('b'))];
  expect([a.waits, b.waits]).toEqual([true, true]);
  t1.commit();
  expect(a.result).toHaveProperty('id');
  expect(b.result).toHaveProperty('id');
});
