import { MemoryDatabase } from '../memory-database';
import { asc, eq, select } from './support/soql';
import { testSchema } from './support/schema';

test('rows go in, come out, and wait for locks', () => {
  const db = new MemoryDatabase(testSchema(), { now: () => 0 });
  const t1 = db.begin();
  const made = t1.insert('Lane__c', { Key__c: 'a', Value__c: 10 });
  if (!('id' in made)) throw new Error('not inserted');
  const q = select(['Id', 'Name', 'Value__c'], 'lane__c', {
    where: eq('key__c', 'a'),
    orderBy: [asc('Key__c')],
    limit: 1,
  });
  expect(t1.query(q, []).rows).toEqual([
    { object: 'Lane__c', id: made.id, values: { Id: made.id, Name: 'MTX-000001', Value__c: 10 } },
  ]);
  const t2 = db.begin();
  expect(t2.query(q, []).rows).toEqual([]);
  expect(t2.insert('Lane__c', { Key__c: 'a' })).toEqual({ blocked: true, on: [t1.id] });
  t1.commit();
  expect(t2.insert('Lane__c', { Key__c: 'a' })).toEqual({
    duplicate: { field: 'Key__c', id: made.id },
  });
  expect(t2.update('Lane__c', made.id, { Value__c: 11 })).toEqual({ ok: true });
  const t3 = db.begin();
  const locking = t3.lockingQuery({ ...q, forUpdate: true }, [], 'restart');
  expect(locking.attempt()).toEqual({ blocked: true, on: [t2.id] });
  t2.commit();
  expect(locking.attempt()).toMatchObject({ rows: [{ values: { Value__c: 11 } }] });
});
