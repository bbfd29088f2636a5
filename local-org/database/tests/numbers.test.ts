import { formatAutoNumber } from '../auto-number';
import { isValidId, makeId, to18 } from '../ids';
import { Script } from './support/script';
import { select } from './support/soql';

const names = select(['Name'], 'Lane__c');

test('the 18-character form of known Ids', () => {
  expect(to18('001D000000IRFma')).toBe('001D000000IRFmaIAH');
  expect(to18('0015000000Gv7qJ')).toBe('0015000000Gv7qJAAR');
  expect(to18('500000000000000')).toBe('500000000000000AAA');
});

test('Ids are valid with 15 characters, or with 18 when the suffix fits', () => {
  const id = makeId('a00', 12345);
  expect(id).toHaveLength(18);
  expect(isValidId(id)).toBe(true);
  expect(isValidId(id.slice(0, 15))).toBe(true);
  expect(isValidId(`${id.slice(0, 15)}ZZZ`)).toBe(false);
  expect(isValidId('a00')).toBe(false);
  expect(isValidId('a0000000000-00')).toBe(false);
});

test('Ids sort as text in the order in which they were drawn', () => {
  const ids = [1, 9, 10, 35, 36, 61, 62, 3843, 3844, 1_000_000].map((n) => makeId('a00', n));
  expect([...ids].sort()).toEqual(ids);
});

test('auto-number formats', () => {
  expect(formatAutoNumber('MTX-{000000}', 42)).toBe('MTX-000042');
  expect(formatAutoNumber('{0}', 1234)).toBe('1234');
  expect(formatAutoNumber('{00}/x', 123)).toBe('123/x');
  expect(() => formatAutoNumber('{YYYY}-{000}', 1)).toThrow(/not supported/);
});

test('auto-numbers follow the inserts, not the commits', () => {
  const script = new Script();
  const [t1, t2] = [script.begin(), script.begin()];
  t1.inserted('Lane__c', { Key__c: 'first inserted' });
  t2.inserted('Lane__c', { Key__c: 'first committed' });
  t2.commit();
  expect(script.committed(names)).toEqual([{ Name: 'MTX-000002' }]);
  t1.commit();
  expect(script.committed(names)).toEqual([{ Name: 'MTX-000001' }, { Name: 'MTX-000002' }]);
});

test('rollbacks, savepoints and duplicates leave gaps', () => {
  const script = new Script();
  const t1 = script.begin();
  t1.inserted('Lane__c', {});
  t1.rollback();
  const t2 = script.begin();
  const savepoint = t2.tx.savepoint();
  t2.inserted('Lane__c', {});
  t2.tx.rollbackTo(savepoint);
  t2.inserted('Lane__c', { Key__c: 'a' });
  t2.insert('Lane__c', { Key__c: 'a' });
  t2.inserted('Lane__c', {});
  t2.commit();
  expect(script.committed(names)).toEqual([{ Name: 'MTX-000003' }, { Name: 'MTX-000005' }]);
});

test('an insert that waits draws its number when it goes on', () => {
  const script = new Script();
  const [t1, t2] = [script.begin(), script.begin()];
  t1.inserted('Lane__c', { Key__c: 'a' });
  t2.insert('Lane__c', { Key__c: 'a' });
  t1.inserted('Lane__c', {});
  t1.rollback();
  t2.commit();
  expect(script.committed(names)).toEqual([{ Name: 'MTX-000003' }]);
});

test('auto-numbers and Ids cannot be given', () => {
  const script = new Script();
  const t1 = script.begin();
  const id = t1.inserted('Lane__c', { Name: 'mine', Id: 'a00000000000099AAA' });
  expect(t1.tx.read('Lane__c', id)).toMatchObject({ Id: id, Name: 'MTX-000001' });
});
