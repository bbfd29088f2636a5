import { MutableSchema } from '../mutable-schema';
import { Script } from './support/script';
import { field, lane, object } from './support/schema';
import { eq, select } from './support/soql';

function start() {
  const script = new Script();
  const [a] = script.given('Lane__c', { Key__c: 'a', Value__c: 1 }, { Key__c: 'b', Value__c: 1 });
  return { script, a: a!, next: MutableSchema.from(script.db.schema) };
}

test('rows survive; a new field begins empty and can be written and found', () => {
  const { script, a, next } = start();
  next.withField('lane__c', field('Extra__c', 'string', { externalId: true }));
  next.withField('lane__c', field('Flag__c', 'boolean'));
  script.db.replaceSchema(next);
  const q = select(['Key__c', 'Extra__c', 'Flag__c'], 'Lane__c', { where: eq('Id', a) });
  expect(script.committed(q)).toEqual([{ Key__c: 'a', Extra__c: null, Flag__c: false }]);
  const t1 = script.begin();
  t1.update('Lane__c', a, { Extra__c: 'x' });
  t1.commit();
  expect(script.committed(select(['Id'], 'Lane__c', { where: eq('Extra__c', 'X') }))).toHaveLength(
    1,
  );
});

test('a removed field takes its values with it, and comes back empty', () => {
  const { script, next } = start();
  const original = MutableSchema.from(script.db.schema);
  script.db.replaceSchema(next.withoutField('Lane__c', 'Value__c'));
  const q = select(['Value__c'], 'Lane__c');
  expect(() => script.committed(q)).toThrow(/No such column 'Value__c'/);
  script.db.replaceSchema(original);
  expect(script.committed(q)).toEqual([{ Value__c: null }, { Value__c: null }]);
});

test('a removed object takes its rows with it', () => {
  const { script, next } = start();
  script.db.replaceSchema(next.remove('Lane__c'));
  expect(() => script.committed(select(['Id'], 'Lane__c'))).toThrow(/'Lane__c' is not supported/);
  script.db.replaceSchema(next.copy().define(lane));
  expect(script.committed(select(['Id'], 'Lane__c'))).toEqual([]);
});

test('counters go on where they were', () => {
  const { script, next } = start();
  script.db.replaceSchema(next);
  script.given('Lane__c', {});
  expect(script.committed(select(['Name'], 'Lane__c')).map((row) => row['Name'])).toEqual([
    'MTX-000001',
    'MTX-000002',
    'MTX-000003',
  ]);
});

test('a field cannot become unique over equal values, and nothing changes then', () => {
  const { script, next } = start();
  next.withField('Lane__c', field('Value__c', 'double', { unique: true }));
  expect(() => script.db.replaceSchema(next)).toThrow(/Value__c cannot become unique/);
  expect(script.given('Lane__c', { Value__c: 1 })).toHaveLength(1);
});

test('an object keeps its key prefix, because Ids carry it', () => {
  const { script, next } = start();
  next.define({ ...lane, keyPrefix: 'zzz' });
  expect(() => script.db.replaceSchema(next)).toThrow(/key prefix/);
});

test('a schema in use cannot be changed under the database', () => {
  const { script, next } = start();
  script.db.replaceSchema(next);
  expect(() => next.remove('Lane__c')).toThrow(/in use/);
});

test('open transactions forbid the change', () => {
  const { script, next } = start();
  script.begin();
  expect(() => script.db.replaceSchema(next)).toThrow(/open: \d/);
});

test('checkpoints do not outlive a change of shape', () => {
  const { script, next } = start();
  const checkpoint = script.db.checkpoint();
  script.db.replaceSchema(next);
  expect(() => script.db.restore(checkpoint)).toThrow(/no longer alive/);
});

test('queries are compiled anew', () => {
  const { script, next } = start();
  const q = select(['Extra__c'], 'Lane__c');
  expect(() => script.committed(q)).toThrow(/Extra__c/);
  script.db.replaceSchema(next.withField('Lane__c', field('Extra__c', 'string')));
  expect(script.committed(q)).toHaveLength(2);
});

test('two objects cannot share a key prefix', () => {
  const { next } = start();
  expect(() => next.define(object('Other__c', lane.keyPrefix, []))).toThrow(/key prefix a00/);
});

test('unknown fields and objects are the fault of the caller', () => {
  const { script } = start();
  const t1 = script.begin();
  expect(() => t1.insert('Lane__c', { Nope__c: 1 })).toThrow('Lane__c has no field Nope__c.');
  expect(() => t1.insert('Nope__c', {})).toThrow('There is no object Nope__c.');
});
