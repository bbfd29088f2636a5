import type { Served } from './fixture';
import { call, serve } from './fixture';
import { classes } from './package';

const GREETER = `public with sharing class Greeter {
    public virtual class Named {
        @InvocableVariable(label='Who' description='Whom to greet' required=true)
        public String name;
    }
    public class Request extends Named {
        @InvocableVariable public Integer times;
        @InvocableVariable public List<Date> days;
        @InvocableVariable public Account account;
        public String hidden;
    }
    public class Result {
        @InvocableVariable(label='Text') public String text;
        @InvocableVariable public Id madeId;
        public String secret = 'nobody sees this';
    }
    @InvocableMethod(label='Greet' description='Says hello' category='Manners')
    public static List<Result> greet(List<Request> requests) {
        List<Result> results = new List<Result>();
        for (Request request : requests) {
            if (request.name == 'nobody') {
                continue;
            }
            Thing__c made = new Thing__c(Name = request.name, Needed__c = 'x');
            insert made;
            if (request.times < 0) {
                throw new IllegalArgumentException('Less than never: ' + request.times);
            }
            Result result = new Result();
            result.text = 'Hello'.repeat(request.times == null ? 1 : request.times) + ' ' + request.name
                + (request.days == null ? '' : ' ' + request.days[1].day())
                + (request.account == null ? '' : ' of ' + request.account.Name)
                + (request.hidden == null ? '' : ' knows ' + request.hidden);
            result.madeId = made.Id;
            results.add(result);
        }
        return results;
    }
}`;

const PLAIN = `public class Plain {
    @InvocableMethod
    public static List<Integer> lengths(List<List<String>> words) {
        List<Integer> lengths = new List<Integer>();
        for (List<String> some : words) {
            lengths.add(some.size());
        }
        return lengths;
    }
}`;

const SILENT = `public class Silent {
    @InvocableMethod
    public static void act() {
        insert new Thing__c(Name = String.valueOf(Request.getCurrent().getQuiddity()), Needed__c = 'x');
    }
}`;

const ACTIONS = '/services/data/v65.0/actions/custom/apex';

let served: Served;
beforeAll(async () => {
  served = await serve();
  const files = classes({ Greeter: GREETER, Plain: PLAIN, Silent: SILENT });
  const { success, components } = await served.org.deploy({ files });
  expect([success, components.filter((c) => !c.success)]).toEqual([true, []]);
  served.org.mark();
});
afterEach(() => served.org.reset());
afterAll(() => served.close());

const invoke = (name: string, ...inputs: object[]): ReturnType<typeof call> =>
  call(served, 'POST', `${ACTIONS}/${name}`, { inputs });
const things = async (): Promise<unknown[]> =>
  (await served.org.query('SELECT Name FROM Thing__c')).rows.map((row) => row.values['Name']);

test('the way to the actions is shown, and what is there', async () => {
  const root = await call(served, 'GET', '/services/data/v65.0/actions');
  expect(root.body).toMatchObject({ custom: '/services/data/v65.0/actions/custom' });
  const custom = await call(served, 'GET', '/services/data/v65.0/actions/custom');
  expect(custom.body).toEqual({
    apex: ACTIONS,
    flow: '/services/data/v65.0/actions/custom/flow',
  });
  const { body } = await call(served, 'GET', ACTIONS);
  expect(body).toEqual({
    actions: [
      { label: 'Greet', name: 'Greeter', type: 'APEX', url: `${ACTIONS}/Greeter` },
      { label: 'lengths', name: 'Plain', type: 'APEX', url: `${ACTIONS}/Plain` },
      { label: 'act', name: 'Silent', type: 'APEX', url: `${ACTIONS}/Silent` },
    ],
  });
});

test('an action is described with the variables of its objects, inherited ones too', async () => {
  const { body } = await call(served, 'GET', `${ACTIONS}/greeter`);
  expect(body).toMatchObject({
    name: 'Greeter',
    label: 'Greet',
    description: 'Says hello',
    category: 'Manners',
    standard: false,
    inputs: [
      { name: 'times', type: 'INTEGER', maxOccurs: 1, required: false },
      { name: 'days', type: 'DATE', maxOccurs: 2000 },
      { name: 'account', type: 'SOBJECT', sobjectType: 'Account' },
      { name: 'name', label: 'Who', description: 'Whom to greet', type: 'STRING', required: true },
    ],
    outputs: [
      { name: 'text', label: 'Text', type: 'STRING' },
      { name: 'madeId', type: 'ID' },
    ],
  });
  expect(await call(served, 'GET', `${ACTIONS}/Plain`)).toMatchObject({
    body: {
      inputs: [{ name: 'words', type: 'STRING', maxOccurs: 2000 }],
      outputs: [{ name: 'output', type: 'INTEGER', maxOccurs: 1 }],
    },
  });
});

test('entries are handed over together, and answered each', async () => {
  const account = { attributes: { type: 'Account' }, Name: 'Acme' };
  const full = { NAME: 'you', times: 2, days: ['2026-01-01', '2026-02-03'], account };
  const { status, body } = await invoke('Greeter', full, { name: 'me', times: null });
  expect([status, body]).toEqual([
    200,
    [
      {
        actionName: 'greet',
        errors: null,
        isSuccess: true,
        outputValues: {
          text: 'HelloHello you 3 of Acme',
          madeId: expect.stringMatching(/^a\w{17}$/),
        },
      },
      {
        actionName: 'greet',
        errors: null,
        isSuccess: true,
        outputValues: { text: 'Hello me', madeId: expect.any(String) },
      },
    ],
  ]);
  expect(await things()).toEqual(['you', 'me']);
});

test('plain values have the name of the parameter, and come out as output', async () => {
  const { body } = await invoke('Plain', { words: ['a', 'b'] }, { words: [] });
  expect(body).toMatchObject([{ outputValues: { output: 2 } }, { outputValues: { output: 0 } }]);
  const { status, body: nothing } = await invoke('Silent', {});
  expect([status, nothing]).toMatchObject([200, [{ actionName: 'act', outputValues: {} }]]);
  expect(await things()).toEqual(['INVOCABLE_ACTION']);
});

test.each([
  ['Greeter', {}, 'REQUIRED_FIELD_MISSING', 'Missing required input parameter: name'],
  ['Greeter', { name: null }, 'REQUIRED_FIELD_MISSING', 'Missing required input parameter: name'],
  ['Greeter', { name: 'a', hidden: 'b' }, 'INVALID_API_INPUT', /no input parameter hidden/],
  ['Greeter', { name: 'a', times: 'x' }, 'INVALID_API_INPUT', /^Illegal value/],
  ['Silent', { a: 1 }, 'INVALID_API_INPUT', /no input parameter a/],
  [
    'Greeter',
    { name: 'nobody' },
    'UNKNOWN_EXCEPTION',
    /^The number of results does not match the number of interviews/,
  ],
  [
    'Greeter',
    { name: 'a', times: -1 },
    'UNKNOWN_EXCEPTION',
    'An Apex error occurred: System.IllegalArgumentException: Less than never: -1',
  ],
])('%s refuses %j, and nothing of the request stays', async (name, entry, code, message) => {
  const good = name === 'Greeter' ? { name: 'first' } : {};
  const { status, body } = await invoke(name, good, entry);
  const text = typeof message === 'string' ? message : expect.stringMatching(message);
  const errors = [{ statusCode: code, message: text, fields: [] }];
  const failed = { isSuccess: false, errors, outputValues: null };
  expect([status, body]).toMatchObject([400, [failed, failed]]);
  expect(await things()).toEqual([]);
});

test.each([
  ['GET', `${ACTIONS}/Nobody`, 404],
  ['POST', `${ACTIONS}/Nobody`, 404],
  ['GET', `${ACTIONS}/Echo`, 404],
  ['DELETE', `${ACTIONS}/Greeter`, 405],
  ['POST', `${ACTIONS}/Greeter`, 400],
  ['GET', '/services/data/v65.0/actions/custom/emailAlert', 400],
  ['POST', '/services/data/v65.0/actions/standard/emailSimple', 400],
])('%s %s is refused', async (method, path, status) => {
  const answer = await call(served, method, path, method === 'POST' ? { entries: [] } : undefined);
  expect(answer.status).toBe(status);
});

test('without a token nothing is shown and nothing runs', async () => {
  const wrong = { authorization: 'Bearer wrong' };
  const body = { inputs: [{}] };
  const answers = await Promise.all([
    call(served, 'GET', ACTIONS, undefined, wrong),
    call(served, 'POST', `${ACTIONS}/Silent`, body, wrong),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  expect(await things()).toEqual([]);
});
