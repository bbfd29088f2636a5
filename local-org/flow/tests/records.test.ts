/** Records that flows get, create, update and delete. */
import type { EmbeddedOrg } from '../../org';
import { column, run } from '../../org/tests/support/kit';
import { install, newOrg, start, startFailing } from './kit';
import {
  assign,
  bool,
  create,
  fields,
  filters,
  flow,
  get,
  loop,
  num,
  record,
  records,
  ref,
  text,
  variable,
} from './xml';

let org: EmbeddedOrg;
beforeAll(async () => {
  org = await newOrg();
  org.mark();
});
beforeEach(async () => {
  await org.reset();
  await org.insert('Thing__c', [
    { Key__c: 'a', Count__c: 1 },
    { Key__c: 'b', Count__c: 2, Flag__c: true },
    { Key__c: 'c', Count__c: 3 },
  ]);
});
afterAll(() => org.close());

const OUT = variable('out', 'String', ['output']);
const things = record('things', 'Thing__c', ['list', 'output']);
const one = record('one', 'Thing__c', ['output']);

const keys = (): Promise<unknown[]> =>
  column(org, 'SELECT Key__c FROM Thing__c ORDER BY Key__c', 'Key__c');
const counts = (): Promise<unknown[]> =>
  column(org, 'SELECT Count__c FROM Thing__c ORDER BY Key__c', 'Count__c');

/** Joins the keys of what `where` finds. */
const finding = (where: Parameters<typeof get>[2], more = '', logic = 'and'): string =>
  flow('G', [
    OUT,
    records(
      'recordLookups',
      'G',
      `${filters(where, logic)}<object>Thing__c</object><getFirstRecordOnly>false</getFirstRecordOnly><storeOutputAutomatically>true</storeOutputAutomatically>${more}`,
      { next: 'L' },
    ),
    loop('L', 'G', 'A'),
    assign('A', [['out', 'Add', ref('L.Key__c')]], 'L'),
  ]);

test.each<[string, string, string]>([
  ['all', finding([]), 'abc'],
  ['EqualTo', finding([['Key__c', 'EqualTo', text('b')]]), 'b'],
  ['NotEqualTo', finding([['Key__c', 'NotEqualTo', text('b')]]), 'ac'],
  ['GreaterThan', finding([['Count__c', 'GreaterThan', num(1)]]), 'bc'],
  ['LessThanOrEqualTo', finding([['Count__c', 'LessThanOrEqualTo', num(2)]]), 'ab'],
  ['StartsWith takes signs literally', finding([['Key__c', 'StartsWith', text('%')]]), 'null'],
  ['Contains', finding([['Key__c', 'Contains', text('c')]]), 'c'],
  ['IsNull', finding([['Count__c', 'IsNull', bool(true)]]), 'null'],
  ['IsNull false', finding([['Count__c', 'IsNull', bool(false)]]), 'abc'],
  ['a checkbox', finding([['Flag__c', 'EqualTo', bool(true)]]), 'b'],
  [
    'logic',
    finding(
      [
        ['Key__c', 'EqualTo', text('a')],
        ['Count__c', 'EqualTo', num(2)],
        ['Flag__c', 'EqualTo', bool(true)],
      ],
      '',
      '1 OR (2 AND 3)',
    ),
    'ab',
  ],
  ['sorted', finding([], '<sortField>Count__c</sortField><sortOrder>Desc</sortOrder>'), 'cba'],
  ['limited', finding([], `<limit>${num(2)}</limit><sortField>Key__c</sortField>`), 'ab'],
])('Get Records: %s', async (_name, xml, expected) => {
  await install(org, { Case: xml });
  expect(await start(org, 'Case')).toEqual([expected]);
});

test('the first record, and none', async () => {
  const xml = (key: string): string =>
    flow('G', [
      OUT,
      get('G', 'Thing__c', [['Key__c', 'EqualTo', text(key)]], { next: 'A' }),
      assign('A', [['out', 'Assign', ref('G.Count__c')]]),
    ]);
  await install(org, { Case: xml('b') });
  expect(await start(org, 'Case')).toEqual(['2']);
  await install(org, { Case: xml('z') });
  expect(await start(org, 'Case')).toEqual(['null']);
});

test('fields into variables, which keep what they had when nothing is found', async () => {
  const outputs =
    '<outputAssignments><assignToReference>out</assignToReference><field>Key__c</field></outputAssignments>';
  const xml = (key: string, rest: string): string =>
    flow('G', [
      variable('out', 'String', ['output'], text('before')),
      records(
        'recordLookups',
        'G',
        `${filters([['Key__c', 'EqualTo', text(key)]])}<object>Thing__c</object>${outputs}${rest}`,
      ),
    ]);
  const orNull = '<assignNullValuesIfNoRecordsFound>true</assignNullValuesIfNoRecordsFound>';
  await install(org, { Case: xml('b', '') });
  expect(await start(org, 'Case')).toEqual(['b']);
  await install(org, { Case: xml('z', '') });
  expect(await start(org, 'Case')).toEqual(['before']);
  await install(org, { Case: xml('z', orNull) });
  expect(await start(org, 'Case')).toEqual(['null']);
});

test('Create Records gives the Id', async () => {
  await install(org, {
    Case: flow('C', [
      OUT,
      create(
        'C',
        'Thing__c',
        [
          ['Key__c', text('d')],
          ['Count__c', num(4)],
        ],
        { next: 'G' },
      ),
      get('G', 'Thing__c', [['Id', 'EqualTo', ref('C')]], { next: 'A' }),
      assign('A', [['out', 'Assign', ref('G.Key__c')]]),
    ]),
  });
  expect(await start(org, 'Case')).toEqual(['d']);
  expect(await keys()).toEqual(['a', 'b', 'c', 'd']);
});

test('a record variable is made by its fields, created, and has its Id then', async () => {
  await install(org, {
    Case: flow('A', [
      one,
      assign(
        'A',
        [
          ['one.Key__c', 'Assign', text('d')],
          ['one.Count__c', 'Add', num(7)],
        ],
        'C',
      ),
      records('recordCreates', 'C', '<inputReference>one</inputReference>', { next: 'B' }),
      assign('B', [['one.Count__c', 'Add', num(1)]], 'U'),
      records('recordUpdates', 'U', '<inputReference>one</inputReference>'),
    ]),
  });
  await start(org, 'Case', '', []);
  expect(await counts()).toEqual([1, 2, 3, 8]);
});

test('the same variable put into a collection twice is two records', async () => {
  await install(org, {
    Case: flow('A', [
      one,
      things,
      assign(
        'A',
        [
          ['one.Key__c', 'Assign', text('d')],
          ['things', 'Add', ref('one')],
          ['one.Key__c', 'Assign', text('e')],
          ['things', 'Add', ref('one')],
        ],
        'C',
      ),
      records('recordCreates', 'C', '<inputReference>things</inputReference>'),
    ]),
  });
  await start(org, 'Case', '', []);
  expect(await keys()).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('of a collection all are saved or none', async () => {
  await install(org, {
    Case: flow('A', [
      OUT,
      one,
      things,
      assign(
        'A',
        [
          ['one.Key__c', 'Assign', text('d')],
          ['things', 'Add', ref('one')],
          ['one.Key__c', 'Assign', text('a')],
          ['things', 'Add', ref('one')],
        ],
        'C',
      ),
      records('recordCreates', 'C', '<inputReference>things</inputReference>', { fault: 'F' }),
      assign('F', [['out', 'Assign', ref('$Flow.FaultMessage')]]),
    ]),
  });
  const [message] = await start(org, 'Case');
  expect(message).toMatch(
    /^This error occurred when the flow tried to create records: DUPLICATE_VALUE: .* You can look up ExceptionCode values in the SOAP API Developer Guide\.$/,
  );
  expect(await keys()).toEqual(['a', 'b', 'c']);
});

test('Update Records by filter, with one statement', async () => {
  await install(org, {
    Case: flow('U', [
      records(
        'recordUpdates',
        'U',
        `${filters([['Count__c', 'GreaterThan', num(1)]])}${fields([['Count__c', num(9)]])}<object>Thing__c</object>`,
      ),
    ]),
  });
  const lines = await run(
    org,
    `Flow.Interview.createInterview('Case', new Map<String, Object>()).start();
     System.debug(Limits.getQueries() + ' ' + Limits.getDmlStatements() + ' ' + Limits.getDmlRows());`,
  );
  expect(lines).toEqual(['1 1 2']);
  expect(await counts()).toEqual([1, 9, 9]);
});

test('only what the flow assigned is written', async () => {
  await install(org, {
    Case: flow('G', [
      get('G', 'Thing__c', [['Key__c', 'EqualTo', text('a')]], { next: 'V' }),
      // Another transaction's change in between, in effect.
      records(
        'recordUpdates',
        'V',
        `${filters([['Key__c', 'EqualTo', text('a')]])}${fields([['Log__c', text('kept')]])}<object>Thing__c</object>`,
        { next: 'A' },
      ),
      assign('A', [['G.Count__c', 'Assign', num(5)]], 'U'),
      records('recordUpdates', 'U', '<inputReference>G</inputReference>'),
    ]),
  });
  await start(org, 'Case', '', []);
  expect(await counts()).toEqual([5, 2, 3]);
  expect(await column(org, `SELECT Log__c FROM Thing__c WHERE Key__c = 'a'`, 'Log__c')).toEqual([
    'kept',
  ]);
});

test('Delete Records, by filter and by variable', async () => {
  await install(org, {
    Case: flow('D', [
      records(
        'recordDeletes',
        'D',
        `${filters([['Key__c', 'EqualTo', text('a')]])}<object>Thing__c</object>`,
        { next: 'G' },
      ),
      get('G', 'Thing__c', [['Key__c', 'EqualTo', text('c')]], { next: 'E' }),
      records('recordDeletes', 'E', '<inputReference>G</inputReference>'),
    ]),
  });
  await start(org, 'Case', '', []);
  expect(await keys()).toEqual(['b']);
});

describe('a fault that nobody handles', () => {
  const faulty = flow('C', [
    create('C', 'Thing__c', [['Key__c', text('d')]], { next: 'E' }),
    create('E', 'Thing__c', [['Key__c', text('a')]]),
  ]);

  test('is a FlowException with element and text', async () => {
    await install(org, { Case: faulty });
    expect(await startFailing(org, 'Case')).toMatch(
      /^System\.FlowException: An unhandled fault has occurred in this flow\nError element E \(FlowRecordCreate\)\.\nThis error occurred when the flow tried to create records: DUPLICATE_VALUE/,
    );
    expect(await keys()).toEqual(['a', 'b', 'c']);
  });

  test('can be caught; what was written before is undone by a savepoint only', async () => {
    await install(org, { Case: faulty });
    const lines = await run(
      org,
      `Savepoint before = Database.setSavepoint();
       try { Flow.Interview.createInterview('Case', new Map<String, Object>()).start(); }
       catch (System.FlowException e) { System.debug([SELECT COUNT() FROM Thing__c]); Database.rollback(before); System.debug(e.getCause() instanceof DmlException); }
       System.debug([SELECT COUNT() FROM Thing__c]);`,
    );
    expect(lines).toEqual(['4', 'true', '3']);
  });
});

test('an endless flow meets the CPU limit, which nobody can catch', async () => {
  await install(org, {
    Case: flow('A', [OUT, assign('A', [['out', 'Assign', text('x')]], 'B'), assign('B', [], 'A')]),
  });
  const apex = `try { Flow.Interview.createInterview('Case', new Map<String, Object>()).start(); } catch (Exception e) { System.debug(e); }`;
  const result = await org.executeAnonymous(apex);
  expect(result.exceptionMessage).toBe('System.LimitException: Apex CPU time limit exceeded');
});

test('writes of a flow meet the limits of the transaction', async () => {
  await install(org, {
    Case: flow('A', [
      variable('n', 'Number'),
      assign('A', [['n', 'Add', num(1)]], 'C'),
      create('C', 'Thing__c', [['Count__c', ref('n')]], { next: 'A', fault: 'A' }),
    ]),
  });
  expect(await startFailing(org, 'Case')).toContain('Too many DML statements: 151');
  expect(await keys()).toEqual(['a', 'b', 'c']);
});
