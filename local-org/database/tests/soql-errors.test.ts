import { SoqlError } from '../contract';
import { validateQuery } from '../soql/validate';
import type { BindValue, Condition, SoqlQuery } from '../soql/ast';
import { testSchema } from './support/schema';
import { Script } from './support/script';
import {
  aggregate,
  and,
  asc,
  bind,
  cmp,
  during,
  eq,
  isIn,
  list,
  literal,
  select,
} from './support/soql';

const schema = testSchema();
const lanes = (clauses: Parameters<typeof select>[2]) => select(['Id'], 'Lane__c', clauses);

function refusal(query: SoqlQuery): string {
  try {
    validateQuery(query, schema);
  } catch (error) {
    if (error instanceof SoqlError) return `${error.errorCode}: ${error.message}`;
    throw error;
  }
  return 'none';
}

const ENDING = 'Please reference your WSDL or the describe call for the appropriate names.';

test.each<[string, SoqlQuery, string]>([
  [
    'unknown object',
    select(['Id'], 'Nope__c'),
    "INVALID_TYPE: sObject type 'Nope__c' is not supported. If you are attempting to use a custom " +
      `object, be sure to append the '__c' after the entity name. ${ENDING}`,
  ],
  [
    'unknown field',
    select(['nope__C'], 'lane__c'),
    "INVALID_FIELD: No such column 'nope__C' on entity 'Lane__c'. If you are attempting to use a " +
      `custom field, be sure to append the '__c' after the custom field name. ${ENDING}`,
  ],
  [
    'unknown relationship',
    select(['Nope__r.Id'], 'Lane__c'),
    "INVALID_FIELD: Didn't understand relationship 'Nope__r' in field path. If you are attempting " +
      `to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${ENDING}`,
  ],
  [
    'unknown children',
    select([{ kind: 'subquery', query: select(['Id'], 'Nope__r') }], 'Lane__c'),
    "INVALID_FIELD: Didn't understand relationship 'Nope__r' in FROM part of query call. If you " +
      `are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${ENDING}`,
  ],
  [
    'events',
    select(['Id'], 'Signal__e'),
    'INVALID_TYPE_FOR_OPERATION: entity type Signal__e does not support query',
  ],
  [
    'quotes around a number',
    lanes({ where: eq('Value__c', '5') }),
    "INVALID_FIELD: value of filter criterion for field 'Value__c' must be of type double and should not be enclosed in quotes",
  ],
  [
    'no quotes around text',
    lanes({ where: eq('Key__c', 5) }),
    "INVALID_FIELD: value of filter criterion for field 'Key__c' must be of type string and should be enclosed in quotes",
  ],
  [
    'a date literal for a number',
    lanes({ where: eq('Value__c', during('TODAY')) }),
    "INVALID_FIELD: value of filter criterion for field 'Value__c' must be of type double",
  ],
  [
    'long text in WHERE',
    lanes({ where: eq('Notes__c', 'x') }),
    "INVALID_FIELD: field 'Notes__c' can not be filtered in a query call",
  ],
  [
    'long text in ORDER BY',
    lanes({ orderBy: [asc('Notes__c')] }),
    "INVALID_FIELD: field 'Notes__c' can not be sorted in a query call",
  ],
  [
    'LIKE on an Id',
    lanes({ where: cmp('Id', 'like', 'a%') }),
    'INVALID_QUERY_FILTER_OPERATOR: invalid operator on id field',
  ],
  [
    'INCLUDES on text',
    lanes({ where: cmp('Key__c', 'includes', list('a')) }),
    'INVALID_QUERY_FILTER_OPERATOR: invalid operator on text field',
  ],
  [
    'a field that is not grouped',
    select(['Key__c', aggregate('COUNT', 'Id')], 'Lane__c'),
    'MALFORMED_QUERY: Field must be grouped or aggregated: Key__c',
  ],
  [
    'LIMIT without groups',
    select([aggregate('MAX', 'Value__c')], 'Lane__c', { limit: 1 }),
    'MALFORMED_QUERY: Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
  ],
  [
    'SUM of text',
    select([aggregate('SUM', 'Key__c')], 'Lane__c'),
    'MALFORMED_QUERY: field Key__c does not support aggregate operator SUM',
  ],
  [
    'the same field twice',
    select(['Id', 'ID'], 'Lane__c'),
    'INVALID_FIELD: duplicate field selected: Id',
  ],
  [
    'the same alias twice',
    select([aggregate('COUNT', 'Id', 'n'), aggregate('MAX', 'Value__c', 'n')], 'Lane__c'),
    'MALFORMED_QUERY: duplicate alias: n',
  ],
  [
    'a semi-join over text',
    lanes({ where: isIn('Id', select(['Code__c'], 'Item__c')) }),
    'MALFORMED_QUERY: Semi join sub-selects need Id or reference fields: Id, Code__c',
  ],
  [
    'an order that is not grouped',
    select(['Key__c'], 'Lane__c', { groupBy: [['Key__c']], orderBy: [asc('Value__c')] }),
    'MALFORMED_QUERY: Ordered field must be grouped or aggregated: Value__c',
  ],
  [
    'HAVING over what is not grouped',
    select(['Key__c'], 'Lane__c', { groupBy: [['Key__c']], having: eq('Value__c', 1) }),
    'MALFORMED_QUERY: Field must be grouped or aggregated: Value__c',
  ],
  [
    'HAVING without GROUP BY',
    lanes({ having: eq('Key__c', 'a') }),
    'MALFORMED_QUERY: HAVING needs GROUP BY',
  ],
])('%s is refused', (_, query, message) => {
  expect(refusal(query)).toBe(message);
});

test('errors inside semi-joins and sub-queries are found too', () => {
  const bad = select(['Nope__c'], 'Item__c');
  expect(refusal(lanes({ where: and(isIn('Id', bad)) }))).toMatch(/Nope__c/);
  const children = select(['Nope__c'], 'Items__r');
  expect(refusal(select([{ kind: 'subquery', query: children }], 'Lane__c'))).toMatch(/Nope__c/);
});

test('a good query comes back resolved, with the type of everything it selects', () => {
  const query = select(
    ['id', 'owner.NAME', { kind: 'subquery', query: select(['status__c'], 'items__r') }],
    'LANE__c',
    { where: and(eq('key__c', bind()), isIn('Id', select(['lane__c'], 'Item__c'))) },
  );
  const resolved = validateQuery(query, schema);
  expect(resolved).toMatchObject({
    object: { name: 'Lane__c' },
    aggregate: false,
    countOnly: false,
  });
  const [id, owner, children] = resolved.select;
  expect(id).toMatchObject({ kind: 'field', path: { names: ['Id'], field: { type: 'id' } } });
  expect(owner).toMatchObject({
    kind: 'field',
    path: { names: ['Owner', 'Name'], via: [{ name: 'OwnerId' }], object: { name: 'User' } },
  });
  expect(children).toMatchObject({
    kind: 'subquery',
    name: 'Items__r',
    field: { name: 'Lane__c' },
    query: { object: { name: 'Item__c' }, select: [{ path: { names: ['Status__c'] } }] },
  });
  expect(resolved.used.map((path) => path.names.join('.'))).toEqual(['Key__c', 'Id']);
  expect(resolved.joins).toHaveLength(1);
});

test('values that only show at run time are refused then', () => {
  const script = new Script();
  const run =
    (where: Condition, ...binds: BindValue[]) =>
    () =>
      script.committed(lanes({ where }), binds);
  expect(run(eq('Id', 'abc'))).toThrow('invalid ID field: abc');
  expect(run(eq('Value__c', bind()), 'x')).toThrow(/must be of type double/);
  expect(run(eq('Value__c', bind()))).toThrow('The query has no bind value 0.');
  expect(run(eq('Value__c', bind()), [1, 2])).toThrow(/single value/);
  expect(run(eq('Value__c', literal(null)))).not.toThrow();
});
