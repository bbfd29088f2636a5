/** The actions as the REST API of the platform offers them, over HTTP: what a client outside sends. */
import { createServer, type Server } from '../../local-org/api';
import { anonymous, packageOrg, rows, type PackageOrg } from './kit/package-org';

const ACTIONS = '/services/data/v65.0/actions/custom/apex';

let world: PackageOrg;
let server: Server;
beforeAll(async () => {
  world = await packageOrg({ reaper: 0 });
  server = await createServer(world.org);
});
afterAll(async () => {
  await server.close();
  await world.org.close();
});
beforeEach(() => world.begin(1));

interface Answer {
  readonly isSuccess: boolean;
  readonly outputValues: Readonly<Record<string, unknown>>;
}

async function send(method: string, action: string, body?: object): Promise<unknown> {
  const response = await fetch(`${server.url}${ACTIONS}/${action}`, {
    method,
    headers: {
      authorization: `Bearer ${server.credentials.token}`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  return response.json();
}

async function invoke(action: string, ...inputs: object[]): Promise<Answer['outputValues'][]> {
  const answers = (await send('POST', action, { inputs })) as Answer[];
  expect(answers.map(({ isSuccess }) => isSuccess)).toEqual(inputs.map(() => true));
  return answers.map(({ outputValues }) => outputValues);
}

const names = (side: unknown): string[] => (side as { name: string }[]).map(({ name }) => name);

test.each([
  ['LaneOperateAction', ['operation', 'lane', 'itemId', 'reason'], ['operation']],
  [
    'LaneEnqueueAction',
    [
      ...['lane', 'handler', 'payload', 'requestKey', 'dedupKey', 'notBefore'],
      ...['onSettled', 'onSettledLane'],
    ],
    ['lane', 'handler'],
  ],
  ['MutexLockAction', ['name', 'leaseSeconds', 'permits', 'timeoutSeconds'], ['name']],
  ['MutexExtendAction', ['name', 'token', 'leaseSeconds'], ['name', 'token']],
  ['MutexUnlockAction', ['name', 'token'], ['name', 'token']],
])('%s is described with its inputs', async (action, inputs, required) => {
  const described = (await send('GET', action)) as { inputs: { required: boolean }[] };
  expect(names(described.inputs)).toEqual(inputs);
  expect(names(described.inputs.filter((input) => input.required))).toEqual(required);
});

const ENQUEUE = `PlayHandler.enqueue('a', new List<String>{ 'one', 'two', 'three' });`;
const items = (): ReturnType<typeof rows> =>
  rows(world.org, 'SELECT Id, Status__c FROM Queue_Item__c ORDER BY Ticket__c');
const audit = async (): Promise<string[]> =>
  (await rows(world.org, 'SELECT Lane__c, Action__c, Reason__c FROM Mutex_Action__c')).map(
    (row) =>
      `${String(row['Lane__c'])} ${String(row['Action__c'])}: ${String(row['Reason__c'] ?? '')}`,
  );

test('a lane is operated from outside, each operation with its reason', async () => {
  await invoke('LaneOperateAction', { operation: 'pause', lane: 'a', reason: 'first' });
  await anonymous(world.org, ENQUEUE);
  const [one, two] = await items();
  const answers = await invoke(
    'LaneOperateAction',
    { operation: 'skip', itemId: one!['Id'], reason: 'poison' },
    { operation: 'cancel', itemId: two!['Id'], reason: 'not wanted' },
    { operation: 'redriveDead', itemId: one!['Id'], reason: 'mended' },
    { operation: 'drain', lane: 'a', reason: 'moving' },
    { operation: 'cancelAll', lane: 'a', reason: 'all of it' },
    { operation: 'reopen', lane: 'a', reason: 'moved' },
    { operation: 'forceRelease', lane: 'a', reason: 'to be sure' },
  );
  expect(answers.map(({ done }) => done)).toEqual(Array(7).fill(true));
  const stored = await items();
  expect(stored.map((item) => item['Status__c'])).toEqual([
    ...['Dead', 'Cancelled', 'Cancelled', 'Cancelled'],
  ]);
  expect(answers[2]).toMatchObject({ newItemId: stored[3]!['Id'], error: null });
  expect(answers[6]!['token']).toEqual(expect.any(Number));
  expect(await audit()).toEqual([
    ...['a pause: first', 'a skip: poison', 'a cancel: not wanted', 'a redriveDead: mended'],
    ...['a drain: moving', 'a cancelAll: all of it', 'a reopen: moved'],
    'a forceRelease: to be sure',
  ]);
});

test('requests without a reason go on working, and what is refused is told', async () => {
  const answers = await invoke(
    'LaneOperateAction',
    { operation: 'pause', lane: 'a' },
    { operation: 'resume', lane: 'nowhere' },
    { operation: 'forceRelease', lane: 'a' },
    { operation: 'dance', lane: 'a' },
    { operation: 'resume', lane: 'a' },
  );
  expect(answers).toMatchObject([
    { done: true, error: null },
    { done: false, errorType: 'MutexException', error: 'There is no lane "nowhere".' },
    {
      done: false,
      errorType: 'MutexException',
      error: expect.stringMatching(/^reason/) as unknown,
    },
    {
      done: false,
      errorType: 'QueueException',
      error: expect.stringMatching(/^operation/) as unknown,
    },
    { done: true, error: null },
  ]);
  expect(await audit()).toEqual(['a pause: ', 'a resume: ']);
});

test('work with all its options goes in, and a permit is taken and given back', async () => {
  const work = { lane: 'b', handler: 'PlayHandler', payload: '{"key":"k"}', dedupKey: 'd' };
  const [first, second] = await invoke('LaneEnqueueAction', work, {
    ...work,
    onSettled: 'PlayHandler',
    onSettledLane: 'told',
    notBefore: '2026-01-01T00:00:00Z',
  });
  expect(first).toMatchObject({ isStored: true, status: 'Pending', ticket: 0 });
  expect(second!['itemId']).toBe(first!['itemId']);
  const permits = { name: 'api', permits: 1, leaseSeconds: 60 };
  const [mine, none] = await invoke('MutexLockAction', permits, permits);
  expect(mine).toMatchObject({ acquired: true, heldName: 'api#1', token: 1 });
  expect(none).toMatchObject({ acquired: false, heldName: null });
  expect(await invoke('MutexUnlockAction', { name: 'api#1', token: mine!['token'] })).toMatchObject(
    [{ done: true }],
  );
  expect(await invoke('MutexLockAction', permits)).toMatchObject([{ acquired: true }]);
});
