/** SOQL as text: what the parser makes of it, and what it refuses. */
import { SoqlError } from '../../database/contract';
import { parseSoql } from '../parse';

function failure(soql: string): SoqlError {
  try {
    parseSoql(soql);
  } catch (error) {
    if (error instanceof SoqlError) return error;
    throw error;
  }
  throw new Error(`This was accepted: ${soql}`);
}

test.each([
  ['SELECT Id FROM Account WHERE', "unexpected token: 'WHERE'"],
  ['SELECT Id FRM Account', "unexpected token: 'Account'"],
  ['SELECT Id FROM Account foo bar', "unexpected token: 'bar'"],
  ['SELECT Id FROM Account LIMIT x', "unexpected token: 'x'"],
  ["SELECT Id FROM Account WHERE Name = 'a' OR NOT Name = 'b'", "unexpected token: 'Name'"],
])('%s', (soql, message) => {
  expect(failure(soql)).toMatchObject({ errorCode: 'MALFORMED_QUERY', message });
});

test('binds are given as text', () => {
  const { bindNames } = parseSoql('SELECT Id FROM A WHERE B IN :ids AND C = :row.Name LIMIT :n');
  expect(bindNames).toEqual(['ids', 'row.Name', 'n']);
});

test('clauses', () => {
  const { query } = parseSoql(
    "SELECT Id, Owner.Name n, COUNT(Id) c, (SELECT Id FROM Contacts LIMIT 2) FROM Account a WHERE (Name LIKE 'a%' OR (NOT X = NULL)) AND Y > -1.5 GROUP BY Owner.Name HAVING COUNT(Id) > 1 ORDER BY Name DESC NULLS LAST LIMIT 5 OFFSET 3",
  );
  expect(query).toMatchObject({
    from: 'Account',
    alias: 'a',
    select: [
      { kind: 'field', path: ['Id'] },
      { kind: 'field', path: ['Owner', 'Name'], alias: 'n' },
      { kind: 'aggregate', fn: 'COUNT', path: ['Id'], alias: 'c' },
      { kind: 'subquery', query: { from: 'Contacts' } },
    ],
    where: {
      kind: 'and',
      items: [
        { kind: 'or', items: [{ op: 'like' }, { kind: 'not' }] },
        { op: '>', right: { value: -1.5, type: 'number' } },
      ],
    },
    groupBy: [['Owner', 'Name']],
    having: { left: { kind: 'aggregate' } },
    orderBy: [{ path: ['Name'], descending: true, nulls: 'last' }],
    limit: { value: 5 },
    offset: { value: 3 },
  });
});

test.each([
  ['D = 2020-02-03', { value: '2020-02-03', type: 'date' }],
  ['D = 1970-01-01T00:00:01Z', { value: 1000, type: 'datetime' }],
  ['D = 1970-01-01T01:00:00+01:00', { value: 0, type: 'datetime' }],
  ['D = TODAY', { kind: 'dateLiteral', name: 'TODAY' }],
  ['D = LAST_N_DAYS:3', { kind: 'dateLiteral', name: 'LAST_N_DAYS', n: 3 }],
  ['D = true', { value: true, type: 'boolean' }],
  ['D = null', { value: null, type: 'null' }],
  ["D = 'it\\'s'", { value: "it's", type: 'string' }],
  ["D LIKE 'a\\_b\\%'", { value: 'a\\_b\\%', type: 'string' }],
])('%s', (condition, right) => {
  const { query } = parseSoql(`SELECT Id FROM A WHERE ${condition}`);
  expect(query.where).toMatchObject({ right });
});

test.each([
  ['FOR UPDATE', { forUpdate: true }],
  ['ALL ROWS', { allRows: true }],
  ['WITH USER_MODE', { access: 'user' }],
  ['WITH SYSTEM_MODE', { access: 'system' }],
  ['WITH SECURITY_ENFORCED', { access: 'securityEnforced' }],
])('%s', (clause, part) => {
  expect(parseSoql(`SELECT Id FROM A ${clause}`).query).toMatchObject(part);
});

test('FIELDS and the forms of counting', () => {
  expect(parseSoql('SELECT FIELDS(ALL) FROM A').query.select).toEqual([
    { kind: 'allFields', scope: 'ALL' },
  ]);
  expect(parseSoql('SELECT COUNT() FROM A').query.select).toEqual([
    { kind: 'aggregate', fn: 'COUNT' },
  ]);
});

test('what the query tree cannot say is refused, never dropped', () => {
  expect(failure('SELECT toLabel(Status) FROM A').message).toMatch(/does not support TOLABEL/);
  expect(failure('SELECT TYPEOF Owner WHEN User THEN Id END FROM A').message).toMatch(/TYPEOF/);
  expect(failure('SELECT Id FROM A USING SCOPE mine').message).toMatch(/USING SCOPE/);
});

test('monsters are refused before the parser sees them', () => {
  const deep = (n: number): string =>
    `SELECT Id FROM A WHERE ${'('.repeat(n)}B = '(((\\'((('${')'.repeat(n)}`;
  expect(parseSoql(deep(10)).query.where).toBeDefined();
  expect(failure(deep(3000)).errorCode).toBe('QUERY_TOO_COMPLICATED');
  expect(failure(`SELECT Id FROM A WHERE B = '${'x'.repeat(100_000)}'`).message).toMatch(
    /longer than 100000 characters/,
  );
});
