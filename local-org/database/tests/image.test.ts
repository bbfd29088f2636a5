import { MemoryDatabase } from '../memory-database';
import { MutableSchema } from '../mutable-schema';
import { Script } from './support/script';
import { testSchema } from './support/schema';
import { eq, select } from './support/soql';

const all = select(['Id', 'Name', 'Key__c', 'IsDeleted'], 'Lane__c', { allRows: true });

function start() {
  const script = new Script();
  const [a] = script.given('Lane__c', { Key__c: 'a' }, { Key__c: 'b' }) as [string];
  const tx = script.begin();
  tx.delete('Lane__c', a);
  tx.commit();
  return { script, before: script.committed(all) };
}

test('an image outlives later commits and a change of schema', () => {
  const { script, before } = start();
  const image = script.db.image();
  script.given('Lane__c', { Key__c: 'c' });
  script.db.replaceSchema(MutableSchema.from(script.db.schema).remove('Lane__c'));
  script.db.load(image);
  expect(script.committed(all)).toEqual(before);
  script.given('Lane__c', { Key__c: 'd' });
  script.db.load(image);
  expect(script.committed(all)).toEqual(before);
});

test('another database begins where the first one stood, and draws the same numbers', () => {
  const { script } = start();
  const other = new Script(new MemoryDatabase(testSchema(), { now: () => 0 }));
  other.db.load(script.db.image());
  const made = [script, other].map((each) => each.given('Lane__c', { Key__c: 'x' }));
  expect(made[0]).toEqual(made[1]);
  expect(other.committed(all)).toEqual(script.committed(all));
  expect(other.committed(select(['Id'], 'Lane__c', { where: eq('Key__c', 'b') }))).toHaveLength(1);
});

test('an image can leave objects out; open transactions forbid loading', () => {
  const { script } = start();
  const image = script.db.image((object) => object.name !== 'Lane__c');
  script.db.load(image);
  expect(script.committed(all)).toEqual([]);
  script.begin();
  expect(() => script.db.load(image)).toThrow(/open: \d/);
});
