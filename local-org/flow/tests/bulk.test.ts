/** Interviews that run together: what each element does once for all, and what clients get. */
import type { EmbeddedOrg } from '../../org';
import { column } from '../../org/tests/support/kit';
import { install, newOrg } from './kit';
import {
  action,
  assign,
  create,
  decide,
  fields,
  filters,
  flow,
  get,
  num,
  records,
  ref,
  subflow,
  text,
  variable,
} from './xml';

let org: EmbeddedOrg;
beforeAll(async () => {
  org = await newOrg();
  org.mark();
});
beforeEach(() => org.reset());
afterAll(() => org.close());

const N = variable('n', 'Number', ['input']);
const OUT = variable('out', 'String', ['output']);
const many = (count: number): { readonly n: number }[] =>
  Array.from({ length: count }, (_, n) => ({ n }));
const outs = async (count: number): Promise<unknown[]> =>
  (await org.runFlow('Case', many(count))).map(({ out }) => out);
const totals = (): { readonly soqlQueries: number; readonly dmlStatements: number } =>
  org.statistics().byContext['invocable']!;

test('an action is called once, for all that come to it', async () => {
  await install(org, {
    Case: flow('X', [
      N,
      variable('out', 'Number', ['output']),
      variable('calls', 'Number', ['output']),
      action('X', 'Twice', [['amount', ref('n')]], { next: 'A' }),
      assign('A', [
        ['out', 'Assign', ref('X.twice')],
        ['calls', 'Assign', ref('X.calls')],
      ]),
    ]),
  });
  // The thirteenth would fail all of them.
  const answers = await org.runFlow('Case', [...many(13), { n: 20 }]);
  expect(answers.map(({ out }) => out)).toEqual([...many(13).map(({ n }) => 2 * n), 40]);
  expect(new Set(answers.map(({ calls }) => calls))).toEqual(new Set([1]));
  expect(answers[0]).toMatchObject({ Flow__InterviewStatus: 'Finished' });
});

test('those that wait at the same element go on together, whichever way they came', async () => {
  await install(org, {
    Case: flow('D', [
      N,
      variable('calls', 'Number', ['output']),
      decide('D', [{ tests: [['n', 'GreaterThan', num(4)]], next: 'C' }], 'X'),
      create('C', 'Thing__c', [['Count__c', ref('n')]], { next: 'X' }),
      action('X', 'Twice', [['amount', ref('n')]], { next: 'A' }),
      assign('A', [['calls', 'Assign', ref('X.calls')]]),
    ]),
  });
  const answers = await org.runFlow('Case', many(10));
  // Those that create come to the action a round later.
  expect(answers.map(({ calls }) => calls)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
});

test('200 records are one statement, and 200 queries one', async () => {
  await install(org, {
    Case: flow('C', [
      N,
      OUT,
      create('C', 'Thing__c', [['Count__c', ref('n')]], { next: 'G' }),
      get('G', 'Thing__c', [['Count__c', 'EqualTo', ref('n')]], { next: 'U' }),
      records(
        'recordUpdates',
        'U',
        `${filters([['Id', 'EqualTo', ref('G.Id')]])}${fields([['Log__c', text('seen')]])}<object>Thing__c</object>`,
        { next: 'A' },
      ),
      assign('A', [['out', 'Assign', ref('G.Count__c')]]),
    ]),
  });
  expect(await outs(200)).toEqual(many(200).map(({ n }) => String(n)));
  expect(totals()).toMatchObject({ soqlQueries: 2, dmlStatements: 2 });
  expect(
    await column(org, `SELECT Id, Log__c FROM Thing__c WHERE Count__c < 500`, 'Log__c'),
  ).toEqual(Array(200).fill('seen'));
});

test('a record that cannot be saved keeps no other out, and its interview takes the fault path', async () => {
  const key = variable('key', 'String', ['input']);
  await install(org, {
    Case: flow('C', [
      key,
      OUT,
      create('C', 'Thing__c', [['Key__c', ref('key')]], { next: 'Good', fault: 'Bad' }),
      assign('Good', [['out', 'Assign', text('stored')]]),
      assign('Bad', [['out', 'Assign', ref('$Flow.FaultMessage')]]),
    ]),
  });
  await org.insert('Thing__c', [{ Key__c: 'b' }]);
  const answers = await org.runFlow('Case', [{ key: 'a' }, { key: 'b' }, { key: 'c' }]);
  expect(answers.map(({ out }) => out)).toEqual([
    'stored',
    expect.stringContaining('DUPLICATE_VALUE'),
    'stored',
  ]);
  expect(await column(org, 'SELECT Key__c FROM Thing__c ORDER BY Key__c', 'Key__c')).toEqual([
    'a',
    'b',
    'c',
  ]);
});

test('subflows run together, too', async () => {
  await install(org, {
    Inner: flow('X', [
      variable('given', 'Number', ['input']),
      variable('calls', 'Number', ['output']),
      action('X', 'Twice', [['amount', ref('given')]], { next: 'A' }),
      assign('A', [['calls', 'Assign', ref('X.calls')]]),
    ]),
    Case: flow('S', [
      N,
      OUT,
      subflow('S', 'Inner', [['given', ref('n')]], 'A'),
      assign('A', [['out', 'Assign', ref('S.calls')]]),
    ]),
  });
  expect(await outs(5)).toEqual(['1', '1', '1', '1', '1']);
});

test('a fault that one interview does not handle undoes what all of them did', async () => {
  await install(org, {
    Case: flow('C', [
      N,
      create('C', 'Thing__c', [['Count__c', ref('n')]], { next: 'X' }),
      action('X', 'Twice', [['amount', ref('n')]]),
    ]),
  });
  await expect(org.runFlow('Case', many(14))).rejects.toMatchObject({
    status: 400,
    message: expect.stringMatching(
      /^An unhandled fault has occurred in this flow\nError element X \(FlowActionCall\)\.\nAn Apex error occurred: System\.IllegalArgumentException: not 13$/,
    ),
  });
  expect(await column(org, 'SELECT Id FROM Thing__c', 'Id')).toEqual([]);
});

test.each<[string, Record<string, unknown>, string]>([
  ['an unknown input', { m: 1 }, 'The flow Case has no input variable m.'],
  ['an input that is none', { out: 'x' }, 'The flow Case has no input variable out.'],
  ['a value of the wrong type', { n: 'x' }, 'The input variable n takes Number'],
  ['a collection for a value', { n: [1] }, 'The input variable n takes Number'],
])('%s is refused', async (_name, entry, message) => {
  await install(org, { Case: flow('A', [N, OUT, assign('A', [])]) });
  await expect(org.runFlow('Case', [entry])).rejects.toMatchObject({
    errorCode: 'INVALID_API_INPUT',
    message,
  });
});
