/** What is undone must leave nothing behind: a long run would slow down and fill the memory. */
import { insertRow, updateRow } from '../writes';
import { Store } from '../store';
import { Work } from '../work';
import { testSchema } from './support/schema';

function start() {
  const store = new Store(testSchema());
  const table = store.table('Item__c');
  const keys = () => [...table.index('Order_Key__c')!.walk({}, false)].map(([key]) => key);
  return { store, table, keys };
}

test('an insert that is rolled back leaves no row and no key', () => {
  const { store, table, keys } = start();
  const work = new Work(1);
  insertRow(work, store, 'Item__c', { Order_Key__c: 'a' });
  expect([table.rows.size, keys()]).toEqual([1, ['a']]);
  work.rollback();
  expect([table.rows.size, keys(), table.index('Order_Key__c')!.nulls.size]).toEqual([0, [], 0]);
});

test('a row stands under its old and its new key until the end decides', () => {
  const { store, keys } = start();
  const first = new Work(1);
  const made = insertRow(first, store, 'Item__c', { Order_Key__c: 'a' });
  first.commit(undefined);
  const id = 'id' in made ? made.id : '';
  for (const [end, left] of [
    ['rollback', ['a']],
    ['commit', ['b']],
  ] as const) {
    const work = new Work(2);
    updateRow(work, store, 'Item__c', id, { Order_Key__c: 'b' });
    expect(keys()).toEqual(['a', 'b']);
    if (end === 'commit') work.commit(undefined);
    else work.rollback();
    expect(keys()).toEqual(left);
  }
});
