/** Wrong and extreme arguments: a typed error, nothing half-done, and the caller goes on. */
import { anonymous, packageOrg, type PackageOrg } from './kit/package-org';
import { endings } from './kit/bad-calls';
import { Recorder } from './kit/recorder';

let world: PackageOrg;
beforeAll(async () => (world = await packageOrg()));
afterAll(() => world.org.close());
beforeEach(() => world.begin(1));

const item = (fields: string): string =>
  `new List<Queue_Item__c>{ new Queue_Item__c(Handler__c = 'PlayHandler'), new Queue_Item__c(${fields}) }`;

test.each([
  ['no name', `FIFOQueue.enqueue('', ${item('')});`, /QueueException: queueName must not be blank/],
  ['no items at all', `FIFOQueue.enqueue('x', null);`, /QueueException: items must not be null/],
  [
    'a name of 243 characters',
    `FIFOQueue.enqueue('x'.repeat(243), ${item('')});`,
    /QueueException: queueName has 243 characters; at most 242 are allowed/,
  ],
  [
    '10,001 items',
    `List<Queue_Item__c> items = new List<Queue_Item__c>();
     for (Integer i = 0; i < 10001; i++) { items.add(new Queue_Item__c(Handler__c = 'PlayHandler')); }
     FIFOQueue.enqueue('x', items);`,
    /QueueException: items are 10001; at most 10000/,
  ],
  [
    '9,999 items, to which the rows of the lane come',
    `List<Queue_Item__c> items = new List<Queue_Item__c>();
     for (Integer i = 0; i < 9999; i++) { items.add(new Queue_Item__c(Handler__c = 'PlayHandler')); }
     FIFOQueue.enqueue('x', items);`,
    /QueueException: items are more than this transaction may still write/,
  ],
  [
    'a payload that is too long',
    `FIFOQueue.enqueue('x', ${item(`Handler__c = 'PlayHandler', Payload__c = 'x'.repeat(131073)`)});`,
    /QueueException: Payload__c has 131073 characters/,
  ],
  [
    'an unknown handler',
    `FIFOQueue.enqueue('x', ${item(`Handler__c = 'NoSuchHandler'`)});`,
    /QueueException: Handler__c names no class that can be found: NoSuchHandler/,
  ],
  [
    'a handler of a namespace that is not there',
    `FIFOQueue.enqueue('x', ${item(`Handler__c = 'nowhere.PlayHandler'`)});`,
    /QueueException: Handler__c names no class that can be found: nowhere\.PlayHandler/,
  ],
  [
    'a handler written as an object of a namespace',
    `FIFOQueue.enqueue('x', ${item(`Handler__c = 'nowhere__PlayHandler'`)});`,
    /QueueException: Handler__c names no class that can be found: nowhere__PlayHandler/,
  ],
  [
    'a handler that is a piece of SOQL',
    `FIFOQueue.enqueue('x', ${item("Handler__c = 'x\\' OR Name != \\''")});`,
    /QueueException: Handler__c names no class that can be found: x' OR Name != '/,
  ],
  [
    'a task that cannot be made again',
    `FIFOQueue.of('x').enqueue(new HungryTask(1));`,
    /QueueException: Handler__c names a class that cannot be made without arguments/,
  ],
  [
    'a handler that is none',
    `FIFOQueue.enqueue('x', ${item(`Handler__c = 'MutexName'`)});`,
    /QueueException: Handler__c names a class that is no Callable/,
  ],
  [
    'a de-duplication key beside a request key',
    `FIFOQueue.enqueue('x', ${item(`Handler__c = 'PlayHandler', Dedup_Key__c = 'd', Request_Key__c = 'r'`)});`,
    /QueueException: Dedup_Key__c cannot stand beside a Request_Key__c/,
  ],
  [
    'a de-duplication key of 256 characters',
    `FIFOQueue.enqueue('x', ${item(`Handler__c = 'PlayHandler', Dedup_Key__c = 'x'.repeat(256)`)});`,
    /QueueException: Dedup_Key__c is longer than 255 characters/,
  ],
  [
    'a callback that is no handler',
    `FIFOQueue.enqueue('x', ${item(`Handler__c = 'PlayHandler', On_Settled__c = 'MutexName'`)});`,
    /QueueException: On_Settled__c names a class that is no Callable/,
  ],
  [
    'a callback into a lane that cannot be',
    `FIFOQueue.enqueue('x', ${item(`Handler__c = 'PlayHandler', On_Settled__c = 'PlayHandler', On_Settled_Lane__c = 'a\nb'`)});`,
    /QueueException: On_Settled_Lane__c must not contain control characters/,
  ],
  ['closing no lane', `LaneAdmin.drain('', 'why');`, /MutexException: The mutex name must not be/],
  ['opening null', `LaneAdmin.reopen(null, 'why');`, /MutexException: The mutex name must not be/],
  [
    'emptying a piece of SOQL',
    `LaneAdmin.cancelAll('x\\' OR Name != \\'', 'why');`,
    /MutexException: There is no lane "x' OR Name != '"/,
  ],
  [
    'doing something again that is no item',
    `LaneAdmin.redriveDead(UserInfo.getUserId(), null);`,
    /QueueException: itemId names no dead queue item/,
  ],
  ['an empty list', `FIFOQueue.enqueue('x', new List<Queue_Item__c>());`, /^well$/],
  [
    'a mutex name with a line feed',
    `new Mutex('a\\nb').lock(0);`,
    /MutexException: The mutex name must not contain control characters/,
  ],
  ['no work', `Mutexes.run('m', null);`, /MutexException: work must not be null/],
  [
    'a scope without a name',
    `Mutexes.run(null, new PlayHandler());`,
    /MutexException: The mutex name must not be blank/,
  ],
  [
    'a time-out below zero',
    `Mutexes.tryLock('m', 1000, -1);`,
    /MutexException: timeoutMs must be 0 or more/,
  ],
  ['no reason', `Mutexes.forceRelease('m', ' ');`, /MutexException: reason must not be blank/],
  ['no permits', `new Semaphore('s', 0).tryAcquire();`, /MutexException: permits must be 1 to 100/],
  [
    'a semaphore name of 256 characters',
    `new Semaphore('x'.repeat(256), 2).tryAcquire();`,
    /MutexException: The mutex name has 256 characters/,
  ],
  [
    'a fence without a lease',
    `Fence.save(null, new Queue_Item__c(), Queue_Item__c.Ticket__c);`,
    /MutexException: lease must not be null/,
  ],
  [
    'a fence for a record that is not stored',
    `Fence.save(new Lease('m', 1), new Queue_Item__c(), Queue_Item__c.Ticket__c);`,
    /MutexException: records must have an Id each/,
  ],
])('%s', async (_, call, answer) => {
  const [ending] = await endings(world, [call]);
  expect(ending).toMatch(answer);
});

test.each([
  ['242 characters', 'x'.repeat(242)],
  ['quotes', `O'Brien's "lane"`],
  ['a piece of SOQL', `x' OR Name != '`],
  ['wildcards and colons', `50%_:a:000000000001`],
  ['braces and a backslash', `{region}\\n \${x}`],
  ['letters beyond ASCII', `Zürich/東京/🚂`],
])('%s may be a name', async (_, name) => {
  const quoted = name.replaceAll('\\', '\\\\').replaceAll(`'`, `\\'`);
  const recorder = new Recorder(world.org);
  // A neighbour whose name differs in case only, or is the beginning of the other.
  await anonymous(
    world.org,
    `PlayHandler.enqueue('${quoted}', new List<String>{ '1', '2' });
     PlayHandler.enqueue('x', new List<String>{ '3' });
     PlayHandler.enqueue('X', new List<String>{ '4' });`,
  );
  expect(await recorder.drain(0)).toBe(0);
  const { items, effects } = await recorder.history();
  expect(items.filter(({ lane }) => lane === name).map(({ ticket }) => ticket)).toEqual([0, 1]);
  expect(effects).toHaveLength(4);
  await anonymous(world.org, `new Mutex('${quoted}').lock(0);`);
});

test('several hundred items in one call are one order', async () => {
  const keys = Array.from({ length: 450 }, (_, i) => `'${i}'`).join(',');
  await anonymous(world.org, `PlayHandler.enqueue('many', new List<String>{ ${keys} });`);
  const recorder = new Recorder(world.org);
  expect(await recorder.drain(0)).toBe(0);
  const { effects } = await recorder.history();
  expect(effects.map(({ key }) => key)).toEqual(Array.from({ length: 450 }, (_, i) => `${i}`));
});

test('one call goes to thirty new lanes, or to ninety known ones; more are refused by name', async () => {
  const enqueue = (from: number, to: number): string =>
    `Map<String, List<Queue_Item__c>> work = new Map<String, List<Queue_Item__c>>();
     for (Integer i = ${from}; i < ${to}; i++) {
       work.put('lane ' + i, new List<Queue_Item__c>{
         new Queue_Item__c(Handler__c = 'PlayHandler', Payload__c = '{"key":"${to}"}')
       });
     }
     FIFOQueue.enqueue(work);`;
  for (const from of [0, 30, 60]) await anonymous(world.org, enqueue(from, from + 30));
  await anonymous(world.org, enqueue(0, 90));
  const { exceptionMessage } = await world.org.executeAnonymous(enqueue(0, 120));
  expect(exceptionMessage).toMatch(/^MutexException: Lane ".*" is not touched: .*fewer lanes/);
  const recorder = new Recorder(world.org);
  expect(await recorder.drain(1)).toBeLessThanOrEqual(1);
  expect((await recorder.history()).effects).toHaveLength(180);
});
