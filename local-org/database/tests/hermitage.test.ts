/**
 * The Hermitage isolation cases, by their usual names, with the results of Oracle's read committed.
 * Rows 1 and 2 begin with the values 10 and 20.
 */
import type { WaitMode } from '../contract';
import { cmp, eq, isIn, list, select } from './support/soql';
import { Script, type Actor } from './support/script';

const all = select(['Value__c'], 'Lane__c');
const multiplesOf3 = select(['Value__c'], 'Lane__c', { where: isIn('Value__c', list(30, 42)) });

function start() {
  const script = new Script();
  const [one, two] = script.given('Lane__c', { Value__c: 10 }, { Value__c: 20 }) as [
    string,
    string,
  ];
  const write = (tx: Actor, id: string, value: number) =>
    tx.update('Lane__c', id, { Value__c: value });
  const read = (tx: Actor, id: string) => tx.value('Lane__c', id, 'Value__c');
  const final = () => script.committed(all).map((row) => row['Value__c']);
  return { script, one, two, write, read, final, t1: script.begin(), t2: script.begin() };
}

test('H1, G0 write cycles: the second writer waits, values never mix', () => {
  const { one, two, write, final, t1, t2 } = start();
  write(t1, one, 11);
  const waiting = write(t2, one, 12);
  expect(waiting.waits).toBe(true);
  write(t1, two, 21);
  t1.commit();
  expect(waiting.result).toEqual({ ok: true });
  expect(write(t2, two, 22).result).toEqual({ ok: true });
  t2.commit();
  expect(final()).toEqual([12, 22]);
});

test('H2, G1a aborted reads: what is rolled back was never seen', () => {
  const { one, write, read, t1, t2 } = start();
  write(t1, one, 101);
  expect(read(t2, one)).toBe(10);
  t1.rollback();
  expect(read(t2, one)).toBe(10);
});

test('H3, G1b intermediate reads: only the last value of a transaction is seen', () => {
  const { one, write, read, t1, t2 } = start();
  write(t1, one, 101);
  expect(read(t2, one)).toBe(10);
  write(t1, one, 11);
  t1.commit();
  expect(read(t2, one)).toBe(11);
});

test('H4, G1c circular flow: neither sees what the other has not committed', () => {
  const { one, two, write, read, t1, t2, final } = start();
  write(t1, one, 11);
  write(t2, two, 22);
  expect(read(t1, two)).toBe(20);
  expect(read(t2, one)).toBe(10);
  t1.commit();
  t2.commit();
  expect(final()).toEqual([11, 22]);
});

test('H5, OTV: a transaction once seen never vanishes in part', () => {
  const { script, one, two, write, read, t1, t2 } = start();
  const t3 = script.begin();
  write(t1, one, 11);
  write(t1, two, 19);
  const waiting = write(t2, one, 12);
  expect(waiting.waits).toBe(true);
  t1.commit();
  expect(waiting.waits).toBe(false);
  expect(read(t3, one)).toBe(11);
  write(t2, two, 18);
  expect(read(t3, two)).toBe(19);
  t2.commit();
  expect([read(t3, two), read(t3, one)]).toEqual([18, 12]);
});

test('H6, PMP of reads: each statement sees what is committed when it begins', () => {
  const { t1, t2 } = start();
  const thirty = select(['Value__c'], 'Lane__c', { where: eq('Value__c', 30) });
  expect(t1.rows(thirty)).toEqual([]);
  t2.inserted('Lane__c', { Value__c: 30 });
  t2.commit();
  expect(t1.rows(multiplesOf3)).toEqual([{ Value__c: 30 }]);
});

describe.each([
  ['restart', [30]],
  ['recheck', [20, 30]],
] as const)('H7, PMP of writes, %s', (mode: WaitMode, left) => {
  test('what a waiting delete hits depends on how it goes on', () => {
    const { one, two, write, read, final, t1, t2 } = start();
    for (const id of [one, two]) write(t1, id, (read(t1, id) as number) + 10);
    const doomed = t2.forUpdate(select(['Id'], 'Lane__c', { where: eq('Value__c', 20) }), mode);
    expect(doomed.waits).toBe(true);
    t1.commit();
    for (const { id } of doomed.result.rows) t2.delete('Lane__c', id!);
    t2.commit();
    expect(final()).toEqual(left);
  });
});

test('H8, P4 lost update: allowed', () => {
  const { one, write, read, final, t1, t2 } = start();
  expect([read(t1, one), read(t2, one)]).toEqual([10, 10]);
  write(t1, one, 11);
  const waiting = write(t2, one, 12);
  expect(waiting.waits).toBe(true);
  t1.commit();
  expect(waiting.result).toEqual({ ok: true });
  t2.commit();
  expect(final()).toEqual([12, 20]);
});

test.each(['restart', 'recheck'] as const)('H8 with FOR UPDATE, %s: nothing is lost', (mode) => {
  const { one, write, final, t1, t2 } = start();
  const both = select(['Value__c'], 'Lane__c', { where: cmp('Id', '=', one) });
  const first = t1.forUpdate(both, mode);
  const second = t2.forUpdate(both, mode);
  expect(second.waits).toBe(true);
  write(t1, one, (first.result.rows[0]!.values['Value__c'] as number) + 1);
  t1.commit();
  write(t2, one, (second.result.rows[0]!.values['Value__c'] as number) + 1);
  t2.commit();
  expect(final()).toEqual([12, 20]);
});

test('H9, G-single read skew: allowed', () => {
  const { one, two, write, read, t1, t2 } = start();
  expect(read(t1, one)).toBe(10);
  write(t2, one, 12);
  write(t2, two, 18);
  t2.commit();
  expect(read(t1, two)).toBe(18);
});

test('H10, G2-item write skew: allowed', () => {
  const { one, two, write, final, t1, t2 } = start();
  expect(t1.rows(all)).toEqual(t2.rows(all));
  write(t1, one, 11);
  write(t2, two, 21);
  t1.commit();
  t2.commit();
  expect(final()).toEqual([11, 21]);
});

test('H11, G2 predicate skew: allowed', () => {
  const { final, t1, t2 } = start();
  expect(t1.rows(multiplesOf3)).toEqual([]);
  expect(t2.rows(multiplesOf3)).toEqual([]);
  t1.inserted('Lane__c', { Value__c: 30 });
  t2.inserted('Lane__c', { Value__c: 42 });
  t1.commit();
  t2.commit();
  expect(final()).toEqual([10, 20, 30, 42]);
});
