/** Record-triggered flows in the save order. */
import type { EmbeddedOrg } from '../../org';
import { column, packageOf, run } from '../../org/tests/support/kit';
import { install, newOrg } from './kit';
import {
  action,
  assign,
  create,
  decide,
  fields,
  filters,
  flow,
  formula,
  num,
  records,
  ref,
  text,
  variable,
  type Test,
} from './xml';

const LOGGER = `trigger Logger on Thing__c (before insert, after insert, before update, after update) {
  for (Thing__c thing : Trigger.new) {
    if (Trigger.isBefore) { thing.Log__c = (thing.Log__c == null ? '' : thing.Log__c) + ' before:' + thing.Count__c; }
    else { System.debug('after ' + thing.Key__c + ' ' + [SELECT COUNT() FROM Thing__c WHERE Key__c = 'made']); }
  }
}`;

let org: EmbeddedOrg;
beforeAll(async () => {
  org = await newOrg({});
  org.mark();
});
beforeEach(() => org.reset());
afterAll(() => org.close());

const on = (
  when: string,
  type: string,
  where: readonly Test[] = [],
  more = '',
): { start: string } => ({
  start: `${more}${where.length === 0 ? '' : filters(where)}<object>Thing__c</object><recordTriggerType>${type}</recordTriggerType><triggerType>Record${when}Save</triggerType>`,
});

const logs = (): Promise<unknown[]> =>
  column(org, 'SELECT Key__c, Log__c FROM Thing__c ORDER BY Key__c', 'Log__c');
const keys = (): Promise<unknown[]> =>
  column(org, 'SELECT Key__c FROM Thing__c ORDER BY Key__c', 'Key__c');

async function withTrigger(flows: Readonly<Record<string, string>>): Promise<void> {
  const outcome = await org.deploy({ files: packageOf({ triggers: { Logger: LOGGER } }) });
  expect(outcome.success).toBe(true);
  await install(org, flows);
}

test('before the save a flow changes the record, and the before trigger sees it', async () => {
  await withTrigger({
    Early: flow(
      'A',
      [assign('A', [['$Record.Count__c', 'Assign', num(7)]])],
      on('Before', 'Create'),
    ),
  });
  await run(org, `insert new Thing__c(Key__c = 'a', Count__c = 1);`);
  expect(await logs()).toEqual([' before:7']);
});

test('Update Records of $Record before the save is no statement', async () => {
  await install(org, {
    Early: flow(
      'U',
      [
        records(
          'recordUpdates',
          'U',
          `${fields([['Count__c', num(8)]])}<inputReference>$Record</inputReference>`,
        ),
      ],
      on('Before', 'CreateAndUpdate'),
    ),
  });
  const lines = await run(
    org,
    `insert new Thing__c(Key__c = 'a'); System.debug(Limits.getDmlStatements());`,
  );
  expect(lines).toEqual(['1']);
  expect(await column(org, 'SELECT Count__c FROM Thing__c', 'Count__c')).toEqual([8]);
});

test('after the save a flow writes, after the after trigger', async () => {
  await withTrigger({
    Late: flow(
      'C',
      [
        create('C', 'Thing__c', [
          ['Key__c', text('made')],
          ['Log__c', ref('$Record.Key__c')],
        ]),
      ],
      on('After', 'Create', [['Key__c', 'NotEqualTo', text('made')]]),
    ),
  });
  const lines = await run(org, `insert new Thing__c(Key__c = 'a');`);
  expect(lines).toEqual(['after a 0', 'after made 1']);
  expect(await keys()).toEqual(['a', 'made']);
  expect((await logs())[1]).toContain('a before');
});

test('200 records are 200 interviews, and an action one call', async () => {
  await install(org, {
    Late: flow(
      'X',
      [
        action('X', 'Twice', [['amount', ref('$Record.Count__c')]], { next: 'U' }),
        records(
          'recordUpdates',
          'U',
          `${fields([['Log__c', ref('said')]])}<inputReference>$Record</inputReference>`,
        ),
        formula('said', 'String', `TEXT({!X.calls}) &amp; &quot;/&quot; &amp; TEXT({!X.twice})`),
      ],
      on('After', 'Create'),
    ),
  });
  const lines = await run(
    org,
    `List<Thing__c> all = new List<Thing__c>();
     for (Integer i = 100; i < 300; i++) { all.add(new Thing__c(Key__c = String.valueOf(i), Count__c = i)); }
     insert all; System.debug(Limits.getDmlStatements());`,
  );
  expect(lines).toEqual(['2']);
  expect(await logs()).toEqual(Array.from({ length: 200 }, (_, n) => `1/${2 * (n + 100)}`));
});

test('only for what the start element asks for, and $Record__Prior is what was', async () => {
  await install(org, {
    Late: flow(
      'U',
      [
        variable('was', 'Number'),
        records(
          'recordUpdates',
          'U',
          `${fields([['Log__c', ref('change')]])}<inputReference>$Record</inputReference>`,
        ),
        formula(
          'change',
          'String',
          `TEXT({!$Record__Prior.Count__c}) &amp; &quot;-&quot; &amp; TEXT({!$Record.Count__c})`,
        ),
      ],
      on(
        'After',
        'Update',
        [['Count__c', 'GreaterThan', num(5)]],
        '<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria>',
      ),
    ),
  });
  await run(
    org,
    `insert new List<Thing__c>{ new Thing__c(Key__c = 'a', Count__c = 1), new Thing__c(Key__c = 'b', Count__c = 9), new Thing__c(Key__c = 'c', Count__c = 1) };
     List<Thing__c> all = [SELECT Id, Count__c FROM Thing__c ORDER BY Key__c];
     all[0].Count__c = 6; all[1].Count__c = 8; all[2].Count__c = 2; update all;`,
  );
  // b fulfilled the condition before, c does not fulfil it.
  expect(await logs()).toEqual(['1-6', null, null]);
});

test('IsChanged and a formula as condition', async () => {
  await install(org, {
    Late: flow(
      'D',
      [
        decide('D', [
          {
            tests: [['$Record.Count__c', 'IsChanged', '<booleanValue>true</booleanValue>']],
            next: 'U',
          },
        ]),
        records(
          'recordUpdates',
          'U',
          `${fields([['Log__c', text('changed')]])}<inputReference>$Record</inputReference>`,
        ),
      ],
      on(
        'After',
        'Update',
        [],
        '<filterFormula>ISCHANGED({!$Record.Count__c}) || {!$Record.Flag__c}</filterFormula>',
      ),
    ),
  });
  await run(
    org,
    `insert new List<Thing__c>{ new Thing__c(Key__c = 'a', Count__c = 1), new Thing__c(Key__c = 'b', Count__c = 1) };
     List<Thing__c> all = [SELECT Id, Count__c FROM Thing__c ORDER BY Key__c];
     all[0].Count__c = 2; all[1].Flag__c = true; update all;`,
  );
  expect(await logs()).toEqual(['changed', null]);
});

test('a custom error refuses its record, at its field', async () => {
  await install(org, {
    Early: flow(
      'D',
      [
        decide('D', [{ tests: [['$Record.Count__c', 'LessThan', num(0)]], next: 'E' }]),
        '<customErrors><name>E</name><label>E</label><customErrorMessages><errorMessage>{!$Record.Key__c} is negative</errorMessage><fieldSelection>Count__c</fieldSelection><isFieldError>true</isFieldError></customErrorMessages></customErrors>',
      ],
      on('Before', 'CreateAndUpdate'),
    ),
  });
  const results = await org.insert('Thing__c', [
    { Key__c: 'a', Count__c: 1 },
    { Key__c: 'b', Count__c: -1 },
  ]);
  expect(results[1]!.errors).toEqual([
    {
      statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: 'b is negative',
      fields: ['Count__c'],
    },
  ]);
  expect(await keys()).toEqual(['a']);
});

test('a fault that the flow does not handle refuses the record', async () => {
  await install(org, {
    Late: flow(
      'X',
      [action('X', 'Twice', [['amount', ref('$Record.Count__c')]])],
      on('After', 'Create'),
    ),
  });
  const [result] = await org.insert('Thing__c', [{ Key__c: 'a', Count__c: 13 }]);
  expect(result!.errors[0]).toMatchObject({
    statusCode: 'CANNOT_EXECUTE_FLOW_TRIGGER',
    message: expect.stringMatching(
      /the “Case” process failed.*Error element X \(FlowActionCall\)\.\n.*not 13$/s,
    ),
  });
  expect(await keys()).toEqual([]);
});

test('flows of one moment run by their trigger order', async () => {
  const adding = (sign: string, order: string): string =>
    flow('A', [assign('A', [['$Record.Log__c', 'Add', text(sign)]])], {
      ...on('Before', 'Create'),
      more: order,
    });
  await install(org, {
    Aaa: adding('3', ''),
    Bbb: adding('2', '<triggerOrder>20</triggerOrder>'),
    Ccc: adding('1', '<triggerOrder>10</triggerOrder>'),
  });
  await org.insert('Thing__c', [{ Key__c: 'a' }]);
  expect(await logs()).toEqual(['123']);
});
