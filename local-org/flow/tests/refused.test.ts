/** Flows that a deploy refuses, and flows that it keeps without running them. */
import type { EmbeddedOrg } from '../../org';
import { run } from '../../org/tests/support/kit';
import { deployFlows, install, newOrg, start, startFailing } from './kit';
import {
  action,
  assign,
  bool,
  create,
  decide,
  flow,
  formula,
  get,
  loop,
  num,
  record,
  records,
  ref,
  subflow,
  template,
  text,
  variable,
} from './xml';

let org: EmbeddedOrg;
beforeAll(async () => (org = await newOrg()));
afterAll(() => org.close());

const OUT = variable('out', 'String', ['output']);
const N = variable('n', 'Number');
const A = assign('A', []);

/** What is wrong, by the flow that has it. */
const WRONG: Readonly<Record<string, string>> = {
  'The flow has no start element': flow('', [A]).replace(/<connector>.*?<\/connector>/, ''),
  'A connector leads to "Gone", which is no element of the flow': flow('A', [
    assign('A', [], 'Gone'),
  ]),
  'A connector leads to "Away", which is no element of the flow': flow('D', [
    OUT,
    decide('D', [{ tests: [['out', 'IsNull', bool(true)]], next: 'Away' }]),
  ]),
  'The flow has no resource or element "nobody"': flow('A', [
    OUT,
    assign('A', [['out', 'Assign', ref('nobody')]]),
  ]),
  'Nothing can be assigned to "f"': flow('A', [
    formula('f', 'Number', '1'),
    assign('A', [['f', 'Assign', num(1)]]),
  ]),
  'The value for "n" ("out") is String, not Number': flow('A', [
    OUT,
    N,
    assign('A', [['n', 'Assign', ref('out')]]),
  ]),
  'The value is String, not Number': flow('A', [N, assign('A', [['n', 'Assign', text('1')]])]),
  'The object "Nothing__c" does not exist': flow('C', [create('C', 'Nothing__c', [])]),
  'The field "Nothing__c" for the object "Thing__c" doesn\'t exist.': flow('C', [
    create('C', 'Thing__c', [['Nothing__c', text('x')]]),
  ]),
  'The field Thing__c.CreatedDate cannot be written': flow('C', [
    create('C', 'Thing__c', [['CreatedDate', ref('$Flow.CurrentDateTime')]]),
  ]),
  'The value of Count__c ("out") is String, not Number': flow('C', [
    OUT,
    create('C', 'Thing__c', [['Count__c', ref('out')]]),
  ]),
  'The record variable "r" names no object': flow('A', [variable('r', 'SObject'), A]),
  '"r.Key__c" asks for a field of something that is no record': flow('A', [
    OUT,
    record('r', 'Thing__c', ['list']),
    assign('A', [['out', 'Assign', ref('r.Key__c')]]),
  ]),
  'There is no Apex action "Nobody" (invocable method)': flow('X', [action('X', 'Nobody', [])]),
  'The action "Twice" has no input "nothing"': flow('X', [
    action('X', 'Twice', [
      ['amount', num(1)],
      ['nothing', num(1)],
    ]),
  ]),
  'Missing required input parameter: amount': flow('X', [action('X', 'Twice', [])]),
  'The action "Twice" has no output "nothing"': flow('X', [
    OUT,
    action('X', 'Twice', [['amount', num(1)]], { outputs: [['nothing', 'out']] }),
  ]),
  'The loop goes over "out", which is no collection': flow('L', [OUT, loop('L', 'out', 'A'), A]),
  'The condition logic "1 AND 3" is wrong': flow('D', [
    OUT,
    decide('D', [{ tests: [['out', 'IsNull', bool(true)]], logic: '1 AND 3' }]),
  ]),
  'The formula expression is invalid: Syntax error. Missing expression': flow('A', [
    formula('f', 'Number', '1 +'),
    A,
  ]),
  'The formula f refers to itself, directly or indirectly': flow('A', [
    formula('f', 'Number', '{!f} + 1'),
    A,
  ]),
  'A text cannot show "list", which is no single value': flow('A', [
    variable('list', 'String', ['list']),
    template('t', '{!list}'),
    A,
  ]),
  'There is no active flow "Nobody"': flow('S', [subflow('S', 'Nobody', [])]),
  'Custom errors are for record-triggered flows only': flow('E', [
    '<customErrors><name>E</name><label>E</label><customErrorMessages><errorMessage>no</errorMessage><isFieldError>false</isFieldError></customErrorMessages></customErrors>',
  ]),
  '"$Record.Key__c" is for record-triggered flows only': flow('A', [
    OUT,
    assign('A', [['out', 'Assign', ref('$Record.Key__c')]]),
  ]),
  'A flow that runs before the save changes nothing but $Record': flow(
    'C',
    [create('C', 'Thing__c', [])],
    {
      start:
        '<object>Thing__c</object><recordTriggerType>Create</recordTriggerType><triggerType>RecordBeforeSave</triggerType>',
    },
  ),
  'assignments A: the name A is used more than once in the flow': flow('A', [A, A]),
};

test.each(Object.entries(WRONG))('%s', async (message, xml) => {
  const outcome = await deployFlows(org, { Wrong: xml });
  const wrong = outcome.components.find(({ success }) => !success);
  expect(outcome.success).toBe(false);
  expect(wrong).toMatchObject({ type: 'Flow', fullName: 'Wrong', problem: message });
  expect(wrong?.line).toBeGreaterThan(0);
});

/** What the local org lacks: the deploy says so, and so does whoever starts the flow. */
const LACKING: Readonly<Record<string, string>> = {
  screens: flow('S', ['<screens><name>S</name><label>S</label></screens>']),
  'processType Flow': flow('A', [A], { type: 'Flow' }),
  waits: flow('A', [A, '<waits><name>W</name></waits>']),
  'runInMode SystemModeWithSharing': flow('A', [A], {
    more: '<runInMode>SystemModeWithSharing</runInMode>',
  }),
  'actionType emailSimple': flow('X', [
    action('X', 'emailSimple', []).replace('apex<', 'emailSimple<'),
  ]),
  'dataType Apex': flow('A', [variable('v', 'Apex'), A]),
  'triggerType Scheduled': flow('A', [A], { start: '<triggerType>Scheduled</triggerType>' }),
  '{!…} within a text; use a text template': flow('A', [
    OUT,
    assign('A', [['out', 'Assign', text('Dear {!name}')]]),
  ]),
  '$Api.Session_ID': flow('A', [OUT, assign('A', [['out', 'Assign', ref('$Api.Session_ID')]])]),
  'a path through a lookup (Thing__c.Owner.Name)': flow('G', [
    OUT,
    get('G', 'Thing__c', [], { next: 'A' }),
    assign('A', [['out', 'Assign', ref('G.Owner.Name')]]),
  ]),
  'the operator RemoveAll for collections of records': flow('A', [
    record('r', 'Thing__c', ['list']),
    assign('A', [['r', 'RemoveAll', ref('r')]]),
  ]),
};

test.each(Object.entries(LACKING))('kept, and not run: %s', async (what, xml) => {
  const outcome = await deployFlows(org, { Lacking: xml });
  expect(outcome.success).toBe(true);
  const component = outcome.components.find(({ fullName }) => fullName === 'Lacking');
  expect(component).toMatchObject({ success: true, problemType: 'Warning' });
  expect(component?.problem).toContain(what);
  expect(await startFailing(org, 'Lacking')).toContain(what);
});

test('a flow that is not active is kept as it is, and does not start', async () => {
  const xml = flow('A', [assign('A', [], 'Gone')], { status: 'Draft' });
  await install(org, { Draft: xml });
  expect(await startFailing(org, 'Draft')).toBe(
    'System.FlowException: The flow Draft is not active (Draft)',
  );
});

test('there is no such flow', async () => {
  expect(await startFailing(org, 'Nobody')).toBe('System.TypeException: There is no flow Nobody');
  const inOther = `Flow.Interview.createInterview('other', 'Case', new Map<String, Object>());`;
  const caught = `try { ${inOther} } catch (TypeException e) { System.debug(e.getMessage()); }`;
  expect(await run(org, caught)).toEqual(['There is no flow other.Case']);
});

test('an input of the wrong type', async () => {
  const xml = flow('A', [variable('n', 'Number', ['input']), A]);
  await install(org, { Case: xml });
  expect(await startFailing(org, 'Case', `'n' => 'x'`)).toBe(
    'System.FlowException: The input variable n takes Number, not String',
  );
});

test('what a flow uses cannot be taken away', async () => {
  await install(org, { User: flow('X', [OUT, action('X', 'Shout', [['words', text('x')]])]) });
  const files = new Map([
    ['package.xml', Buffer.from('<Package><version>65.0</version></Package>')],
    [
      'destructiveChanges.xml',
      Buffer.from(
        '<Package><types><members>Shout</members><name>ApexClass</name></types></Package>',
      ),
    ],
  ]);
  const outcome = await org.deploy({ files });
  expect(outcome.success).toBe(false);
  const wrong = outcome.components.find(({ success }) => !success);
  expect(wrong).toMatchObject({
    fullName: 'User',
    problem: 'There is no Apex action "Shout" (invocable method)',
  });
});

test('a deleted flow is gone', async () => {
  await install(org, { Gone: flow('A', [OUT, assign('A', [['out', 'Assign', text('x')]])]) });
  expect(await start(org, 'Gone')).toEqual(['x']);
  const files = new Map([
    ['package.xml', Buffer.from('<Package><version>65.0</version></Package>')],
    [
      'destructiveChanges.xml',
      Buffer.from('<Package><types><members>Gone</members><name>Flow</name></types></Package>'),
    ],
  ]);
  expect((await org.deploy({ files })).success).toBe(true);
  expect(await startFailing(org, 'Gone')).toContain('There is no flow Gone');
});

test('a record element that is there in vain says so', async () => {
  const xml = flow('U', [
    record('r', 'Thing__c'),
    records('recordUpdates', 'U', '<inputReference>r</inputReference>'),
  ]);
  await install(org, { Case: xml });
  expect(await startFailing(org, 'Case')).toContain('The record variable "r" holds no record.');
});
