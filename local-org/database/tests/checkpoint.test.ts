import { Journal, type Sequences } from '../journal';
import type { Version } from '../row';
import { Table } from '../table';
import { Script } from './support/script';
import { lane } from './support/schema';
import { asc, eq, select } from './support/soql';

const all = select(['Id', 'Name', 'Key__c', 'Value__c', 'IsDeleted'], 'Lane__c', { allRows: true });
const byKey = (key: string) => select(['Id'], 'Lane__c', { where: eq('Key__c', key) });

function start() {
  const script = new Script();
  const [a, b] = script.given('Lane__c', { Key__c: 'a', Value__c: 1 }, { Key__c: 'b' }) as [
    string,
    string,
  ];
  return { script, a, b };
}

/** Inserts, updates, deletes and undeletes in several commits. */
function shake(script: Script, a: string, b: string): void {
  script.given('Lane__c', { Key__c: 'c' });
  const t1 = script.begin();
  t1.update('Lane__c', a, { Key__c: 'z', Value__c: 5 });
  t1.delete('Lane__c', b);
  t1.commit();
  const t2 = script.begin();
  t2.undelete('Lane__c', b);
  t2.update('Lane__c', a, { Value__c: 6 });
  t2.commit();
}

test('restore brings back rows, indexes, counters and sequences', () => {
  const { script, a, b } = start();
  const before = script.committed(all);
  const sequence = script.db.commitSequence;
  const checkpoint = script.db.checkpoint();
  shake(script, a, b);
  expect(script.committed(byKey('z'))).toHaveLength(1);
  script.db.restore(checkpoint);
  expect(script.committed(all)).toEqual(before);
  expect(script.committed(byKey('a'))).toEqual([{ Id: a }]);
  expect(script.committed(byKey('z'))).toEqual([]);
  expect(script.committed(byKey('c'))).toEqual([]);
  expect(script.db.commitSequence).toBe(sequence);
  const ordered = select(['Key__c'], 'Lane__c', { orderBy: [asc('Key__c')], limit: 5 });
  expect(script.committed(ordered)).toEqual([{ Key__c: 'a' }, { Key__c: 'b' }]);
});

test('what happens after a restore happens exactly as it did the first time', () => {
  const { script, a, b } = start();
  const checkpoint = script.db.checkpoint();
  shake(script, a, b);
  const first = script.committed(all);
  const nextId = script.begin();
  nextId.rollback();
  script.db.restore(checkpoint);
  shake(script, a, b);
  expect(script.committed(all)).toEqual(first);
  const again = script.begin();
  expect(again.id).toBe(nextId.id);
});

test('numbers drawn by a rolled-back transaction are forgotten too', () => {
  const { script } = start();
  const checkpoint = script.db.checkpoint();
  const t1 = script.begin();
  t1.inserted('Lane__c', {});
  t1.rollback();
  script.db.restore(checkpoint);
  const [id] = script.given('Lane__c', {});
  expect(script.committed(select(['Name'], 'Lane__c', { where: eq('Id', id!) }))).toEqual([
    { Name: 'MTX-000003' },
  ]);
});

test('checkpoints nest; going back to the older one ends the younger', () => {
  const { script, a, b } = start();
  const older = script.db.checkpoint();
  script.given('Lane__c', { Key__c: 'x' });
  const younger = script.db.checkpoint();
  shake(script, a, b);
  script.db.restore(younger);
  expect(script.committed(all)).toHaveLength(3);
  script.db.restore(older);
  expect(script.committed(all)).toHaveLength(2);
  expect(() => script.db.restore(younger)).toThrow(/no longer alive/);
});

test('releasing the older checkpoint leaves the younger usable, and the reverse', () => {
  const { script, a, b } = start();
  const older = script.db.checkpoint();
  script.given('Lane__c', { Key__c: 'x' });
  const younger = script.db.checkpoint();
  const before = script.committed(all);
  script.db.release(older);
  shake(script, a, b);
  script.db.restore(younger);
  expect(script.committed(all)).toEqual(before);
  script.db.release(younger);
  shake(script, a, b);
  expect(() => script.db.restore(younger)).toThrow(/no longer alive/);
  const fresh = script.db.checkpoint();
  const now = script.committed(all);
  script.given('Lane__c', { Key__c: 'y' });
  script.db.restore(fresh);
  expect(script.committed(all)).toEqual(now);
});

test('an open transaction forbids a restore', () => {
  const { script } = start();
  const checkpoint = script.db.checkpoint();
  const open = script.begin();
  expect(() => script.db.restore(checkpoint)).toThrow(/open: \d/);
  open.rollback();
  script.db.restore(checkpoint);
  expect(script.db.openTransactions()).toEqual([]);
});

test('a row that changes again and again is remembered once, and brought back as it was', () => {
  const table = new Table(lane);
  const { row } = table.newRow();
  const version = (n: number): Version => ({ values: table.complete({ Value__c: n }) });
  const journal = new Journal();
  const state: Sequences = { commitSequence: 0, nextTx: 1, counters: new Map() };
  const change = (n: number): void => {
    journal.record(row);
    table.setCommitted(row, version(n));
  };
  table.setCommitted(row, version(0));
  const older = journal.mark(state);
  for (let n = 1; n <= 100; n++) change(n);
  const younger = journal.mark(state);
  for (let n = 101; n <= 200; n++) change(n);
  expect(journal.recorded).toBe(2);
  journal.rewind(younger);
  expect(row.committed?.values['Value__c']).toBe(100);
  change(300);
  journal.release(younger);
  change(400);
  expect(journal.recorded).toBe(2);
  journal.rewind(older);
  expect(row.committed?.values['Value__c']).toBe(0);
});
