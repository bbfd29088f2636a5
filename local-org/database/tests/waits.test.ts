import { findCycle } from '../waits';
import { Script } from './support/script';

const edges = (...pairs: [number, number[]][]) => new Map(pairs);

test('no waits, chains and diamonds are no circles', () => {
  expect(findCycle(edges())).toBeUndefined();
  expect(findCycle(edges([1, [2]], [2, [3]]))).toBeUndefined();
  expect(findCycle(edges([1, [2, 3]], [2, [4]], [3, [4]]))).toBeUndefined();
});

test('circles are found wherever they begin', () => {
  expect(findCycle(edges([1, [2]], [2, [1]]))).toEqual([1, 2]);
  expect(findCycle(edges([5, [6]], [6, [7]], [7, [6]]))).toEqual([6, 7]);
  expect(findCycle(edges([3, [3]]))).toEqual([3]);
  expect(findCycle(edges([1, [9, 2]], [2, [3]], [3, [1]]))).toEqual([1, 2, 3]);
});

test('the same waits give the same circle, in whatever order they came', () => {
  expect(findCycle(edges([4, [2]], [2, [4]], [3, [1]], [1, [3]]))).toEqual([1, 3]);
  expect(findCycle(edges([3, [1]], [1, [3]], [2, [4]], [4, [2]]))).toEqual([1, 3]);
});

test('two transactions that lock crosswise form a circle, which ends when one gives up', () => {
  const script = new Script();
  const [a, b] = script.given('Lane__c', {}, {}) as [string, string];
  const [t1, t2] = [script.begin(), script.begin()];
  t1.update('Lane__c', a, { Value__c: 1 });
  t2.update('Lane__c', b, { Value__c: 2 });
  const first = t1.update('Lane__c', b, { Value__c: 1 });
  const second = t2.lock('Lane__c', a);
  const waits = edges([t1.id, [...first.waitsFor]], [t2.id, [...second.waitsFor]]);
  expect(findCycle(waits)).toEqual([t1.id, t2.id]);
  t2.rollback();
  expect(first.result).toEqual({ ok: true });
});
