/** Indexes may only make queries faster: a database without any must give the same answers. */
import fc from 'fast-check';
import type { Condition, OrderBy } from '../soql/ast';
import { MemoryDatabase } from '../memory-database';
import { MutableSchema } from '../mutable-schema';
import type { FieldSchema } from '../schema';
import { field, item, object, testSchema } from './support/schema';
import { and, asc, cmp, desc, eq, isIn, list, not, or, select } from './support/soql';

function plain(f: FieldSchema): FieldSchema['type'] {
  return f.type === 'double' ? 'double' : 'string';
}

/** The same fields, as plain text or numbers that get no index. */
const bare = object(
  'Item__c',
  item.keyPrefix,
  [...item.fields.values()]
    .filter((f) => f.name !== 'Id' && f.name !== 'IsDeleted')
    .map((f): FieldSchema => (f.type === 'autonumber' ? f : field(f.name, plain(f)))),
);

const codes = fc.constantFrom('a', 'A', 'b', 'ba', 'c', null);
const statuses = fc.constantFrom('Pending', 'Done', 'done', null);
const values = fc.record({ Code__c: codes, Status__c: statuses, Amount__c: fc.nat(3) });

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(fc.constantFrom('=', '!=', '<', '<=', '>', '>=') as fc.Arbitrary<'='>, codes)
    .map(([op, code]) => cmp('Code__c', op, code)),
  fc.constantFrom('a%', 'b', '%a', 'B_', '%').map((text) => cmp('Code__c', 'like', text)),
  statuses.map((status) => eq('Status__c', status)),
  fc
    .tuple(fc.array(codes, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([all, negated]) => isIn('Code__c', list(...all), negated)),
  fc.nat(3).map((amount) => cmp('Amount__c', '<=', amount)),
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 2, arbitrary: leaf },
  {
    weight: 3,
    arbitrary: fc.array(leaf, { minLength: 2, maxLength: 3 }).map((all) => and(...all)),
  },
  { weight: 1, arbitrary: fc.tuple(leaf, leaf).map(([x, y]) => or(x, and(y, x))) },
  { weight: 1, arbitrary: leaf.map(not) },
);
const order: fc.Arbitrary<readonly OrderBy[]> = fc.oneof(
  fc.constant([]),
  fc
    .tuple(fc.boolean(), fc.constantFrom('first', 'last', undefined) as fc.Arbitrary<'first'>)
    .map(([down, nulls]) => [(down ? desc : asc)('Code__c', nulls)]),
  fc.constant([asc('Amount__c'), desc('Code__c')]),
);
const clauses = fc.record({
  where: fc.option(condition, { nil: undefined }),
  orderBy: order,
  limit: fc.option(fc.nat(4), { nil: undefined }),
  offset: fc.option(fc.nat(2), { nil: undefined }),
});
const change = fc.record({ row: fc.nat(20), what: fc.constantFrom('update', 'delete'), values });

test('queries agree, committed and over pending changes', () => {
  fc.assert(
    fc.property(
      fc.array(values, { maxLength: 15 }),
      fc.array(change, { maxLength: 8 }),
      fc.array(clauses, { minLength: 1, maxLength: 6 }),
      (rows, changes, queries) => {
        const indexed = testSchema();
        const unindexed = MutableSchema.from(indexed).define(bare);
        const answers = [indexed, unindexed].map((schema) => {
          const db = new MemoryDatabase(schema, { now: () => 0 });
          const setup = db.begin();
          const ids = rows.flatMap((row) => {
            const made = setup.insert('Item__c', row);
            return 'id' in made ? [made.id] : [];
          });
          setup.commit();
          const writer = db.begin();
          const reader = db.begin();
          for (const { row, what, values: next } of changes) {
            const id = ids[row % Math.max(1, ids.length)];
            if (!id) continue;
            if (what === 'delete') writer.delete('Item__c', id);
            else writer.update('Item__c', id, next);
          }
          return queries.map((q) =>
            [writer, reader].map((tx) => tx.query(select(['Id', 'Code__c'], 'Item__c', q), [])),
          );
        });
        expect(answers[0]).toEqual(answers[1]);
      },
    ),
    { numRuns: 500 },
  );
});
