/** Flows as actions of the REST API. */
import { deployFlows } from '../../flow/tests/kit';
import { action, assign, flow, num, record, ref, variable } from '../../flow/tests/xml';
import type { Served } from './fixture';
import { call, serve } from './fixture';

const ROOT = '/services/data/v65.0/actions/custom/flow';

let served: Served;
beforeAll(async () => {
  served = await serve();
  const outcome = await deployFlows(served.org, {
    Add_Up: flow('A', [
      variable('n', 'Number', ['input']),
      variable('days', 'Date', ['input', 'list']),
      record('account', 'Account', ['input']),
      variable('sum', 'Number', ['output']),
      variable('who', 'String', ['output']),
      assign('A', [
        ['sum', 'Add', ref('n')],
        ['sum', 'Add', num(0.5)],
        ['who', 'Assign', ref('account.Name')],
      ]),
    ]),
    Asleep: flow('A', [assign('A', [])], { status: 'Draft' }),
    Foreign: flow('A', [
      assign('A', []),
      action('X', 'emailSimple', []).replace('apex<', 'emailSimple<'),
    ]),
  });
  expect(outcome.components.filter(({ success }) => !success)).toEqual([]);
});
afterAll(() => served.close());

test('active flows that the org can run are listed', async () => {
  const { status, body } = await call(served, 'GET', ROOT);
  expect([status, body]).toEqual([
    200,
    { actions: [{ label: 'Case', name: 'Add_Up', type: 'FLOW', url: `${ROOT}/Add_Up` }] },
  ]);
});

test('a flow is described by its variables', async () => {
  const { body } = await call(served, 'GET', `${ROOT}/add_up`);
  expect(body).toMatchObject({
    name: 'Add_Up',
    type: 'FLOW',
    inputs: [
      { name: 'n', type: 'NUMBER', maxOccurs: 1, required: false },
      { name: 'days', type: 'DATE', maxOccurs: 2000 },
      { name: 'account', type: 'SOBJECT', sobjectType: 'Account' },
    ],
    outputs: [
      { name: 'sum' },
      { name: 'who' },
      { name: 'Flow__InterviewStatus', type: 'PICKLIST' },
    ],
  });
});

test('each entry is an interview', async () => {
  const inputs = [{ n: 1, days: ['2026-01-31'] }, { account: { Name: 'Ada' } }];
  const { status, body } = await call(served, 'POST', `${ROOT}/Add_Up`, { inputs });
  const common = { actionName: 'Add_Up', errors: null, isSuccess: true };
  expect([status, body]).toEqual([
    200,
    [
      { ...common, outputValues: { Flow__InterviewStatus: 'Finished', sum: 1.5, who: null } },
      { ...common, outputValues: { Flow__InterviewStatus: 'Finished', sum: 0.5, who: 'Ada' } },
    ],
  ]);
});

test.each([
  [{ n: 'one' }, 'The input variable n takes Number'],
  [{ days: ['yesterday'] }, 'The input variable days takes collection of Date'],
  [{ b: 1 }, 'The flow Add_Up has no input variable b.'],
])('%j is refused', async (entry, message) => {
  const { status, body } = await call(served, 'POST', `${ROOT}/Add_Up`, { inputs: [entry] });
  const errors = [{ statusCode: 'INVALID_API_INPUT', message, fields: [] }];
  expect([status, body]).toEqual([
    400,
    [{ actionName: 'Add_Up', errors, isSuccess: false, outputValues: null }],
  ]);
});

test.each(['Asleep', 'Foreign', 'Nobody'])('%s cannot be started', async (name) => {
  const { status } = await call(served, 'POST', `${ROOT}/${name}`, { inputs: [{}] });
  expect(status).toBe(404);
});
