import type { KeyRange } from '../field-index';
import { Store } from '../store';
import { Work } from '../work';
import { insertRow } from '../writes';
import { testSchema } from './support/schema';

const store = new Store(testSchema());
const work = new Work(1);
for (const key of ['b', 'D', 'a', 'c']) insertRow(work, store, 'Item__c', { Order_Key__c: key });
const index = store.table('Item__c').index('Order_Key__c')!;

test.each<[KeyRange, string]>([
  [{}, 'abcd'],
  [{ low: 'b' }, 'bcd'],
  [{ low: 'b', lowOpen: true }, 'cd'],
  [{ high: 'c' }, 'abc'],
  [{ high: 'c', highOpen: true }, 'ab'],
  [{ low: 'b', high: 'c' }, 'bc'],
  [{ low: 'b', lowOpen: true, high: 'c', highOpen: true }, ''],
  [{ low: 'bb', high: 'x' }, 'cd'],
  [{ low: 'x' }, ''],
  [{ low: 'c', high: 'b' }, ''],
])('%j covers %j, in both directions', (range, keys) => {
  const walk = (descending: boolean) => [...index.walk(range, descending)].map(([key]) => key);
  expect(walk(false).join('')).toBe(keys);
  expect(walk(true).reverse().join('')).toBe(keys);
});
