/** The platform's read-only mode of maintenance: every way in refuses, nothing is lost, all drains after it. */
import { anonymous, packageOrg, rows, type PackageOrg } from './kit/package-org';
import { Recorder } from './kit/recorder';

let world: PackageOrg;
beforeAll(async () => (world = await packageOrg()));
afterAll(() => world.org.close());
beforeEach(() => world.begin(1));

const WAYS: readonly (readonly [name: string, apex: string])[] = [
  ['lock', `new Mutex('m').lock(0);`],
  ['tryLock', `Mutexes.tryLock('m');`],
  ['unlock', `Mutexes.unlock('held');`],
  ['extendLock', `Mutexes.maintain('held');`],
  ['assertHeld', `new Mutex('held').assertHeld();`],
  ['assertHeld with a token', `Mutexes.assertHeld('held', 1);`],
  ['acquire', `new Semaphore('s', 2).acquire();`],
  ['fence', `Fence.save(new Lease('held', 1), item, Queue_Item__c.Ticket__c);`],
  ['run', `Mutexes.run('m', new NumberTask());`],
  ['enqueue', `ContextDoors.enqueue('refused');`],
  ['enqueue into several lanes', `ContextDoors.enqueue('spread');`],
  ['pause', `LaneAdmin.pause('contexts', 'why');`],
  ['resume', `LaneAdmin.resume('contexts', 'why');`],
  ['wake', `LaneAdmin.wake('contexts');`],
  ['redrive', `LaneAdmin.redrive('contexts', 'why');`],
  ['skip', `LaneAdmin.skip(item.Id, 'why');`],
  ['cancel', `LaneAdmin.cancel(item.Id, 'why');`],
  ['cancelAll', `LaneAdmin.cancelAll('contexts', 'why');`],
  ['redriveDead', `LaneAdmin.redriveDead(dead.Id, 'why');`],
  ['drain', `LaneAdmin.drain('contexts', 'why');`],
  ['reopen', `LaneAdmin.reopen('contexts', 'why');`],
  ['forceRelease', `LaneAdmin.forceRelease('contexts', 'why');`],
];

/** Flow actions say it in their results. */
const FLOW: readonly (readonly [action: string, method: string, inputs: string])[] = [
  ['MutexLockAction', 'lock', `name = 'm'`],
  ['MutexExtendAction', 'extend', `name = 'held', token = 1`],
  ['MutexUnlockAction', 'unlock', `name = 'held', token = 1`],
  ['LaneEnqueueAction', 'enqueue', `lane = 'contexts', handler = 'PlayHandler'`],
  ...['pause', 'resume', 'drain', 'reopen', 'redrive', 'cancelAll', 'forceRelease', 'wake'].map(
    (operation) => operates(operation, `lane = 'contexts'`),
  ),
  ...['skip', 'cancel'].map((operation) => operates(operation, 'itemId = item.Id')),
  operates('redriveDead', 'itemId = dead.Id'),
];

function operates(operation: string, on: string): readonly [string, string, string] {
  return ['LaneOperateAction', 'operate', `operation = '${operation}', reason = 'why', ${on}`];
}

const viaFlow = FLOW.map(([action, method, inputs]) => {
  const fields = inputs.replace(/(\w+) = /g, 'request.$1 = ').replace(/, request/g, '; request');
  return [
    `${action} ${inputs}`,
    `${action}.Request request = new ${action}.Request(); ${fields};
     ${action}.Result said = ${action}.${method}(new List<${action}.Request>{ request })[0];
     answer = said.errorType + ': ' + said.error;`,
  ] as const;
});

/** Calls it, and goes on in the same transaction: how many items it sees then, and what it caught. */
async function caught(apex: string): Promise<string> {
  const { log, exceptionMessage, compileProblem } = await world.org.executeAnonymous(
    `Queue_Item__c item = [SELECT Id, Ticket__c FROM Queue_Item__c WHERE Status__c = 'Pending'];
     Queue_Item__c dead = [SELECT Id FROM Queue_Item__c WHERE Status__c = 'Dead'];
     String answer = 'nothing';
     try { ${apex} }
     catch (Exception e) { answer = e.getTypeName() + ': ' + e.getMessage(); }
     System.debug([SELECT COUNT() FROM Queue_Item__c] + ' and ' + answer);`,
  );
  const said = /\|USER_DEBUG\|.*\|DEBUG\|(.*)/.exec(log)?.[1];
  return compileProblem?.message ?? exceptionMessage ?? said ?? log;
}

test('every way in refuses with what can be caught, and the transaction goes on', async () => {
  await anonymous(
    world.org,
    `new Mutex('held').lock(0);
     ContextDoors.enqueue('dead');
     LaneAdmin.skip([SELECT Id FROM Queue_Item__c].Id, 'for redriveDead');
     ContextDoors.enqueue('before');`,
  );
  world.org.setReadWriteMode('readOnly');
  for (const [way, apex] of [...WAYS, ...viaFlow]) {
    const refused = expect.stringMatching(/^2 and (Mutex|Queue)Exception: .*may only read/);
    expect({ way, answer: await caught(apex) }).toEqual({ way, answer: refused as unknown });
  }
  expect(await caught('answer = String.valueOf(QueuePurge.start());')).toBe('2 and false');
  expect(await rows(world.org, `SELECT Id FROM Mutex__c WHERE Key__c = 'm'`)).toEqual([]);
});

const enqueue = (from: number, to: number): Promise<void> =>
  anonymous(world.org, `for (Integer i = ${from}; i < ${to}; i++) ContextDoors.enqueue('k' + i);`);

const keys = (n: number): string[] => Array.from({ length: n }, (_, i) => `k${i}`);

/** Lets two hours pass in the mode, ends it, and runs everything to its end: what was done, in order. */
async function outlast(): Promise<readonly string[]> {
  world.org.setReadWriteMode('readOnly');
  await world.org.advance(2 * 3_600_000);
  world.org.setReadWriteMode('default');
  const recorder = new Recorder(world.org);
  expect(await recorder.drain(2)).toBeLessThanOrEqual(2);
  return (await recorder.history()).effects.map(({ key }) => key);
}

test.each([0, 1, 5, 9, 14, 20, 27, 35, 44, 54, 65, 77, 90, 104])(
  'a lane that meets the mode %i steps after it got work does everything once, in order',
  async (steps) => {
    await enqueue(0, 4);
    for (let i = 0; i < steps && world.org.scheduler.stepOnce(); i++);
    expect(await outlast()).toEqual(keys(4));
    await enqueue(4, 6);
    const recorder = new Recorder(world.org);
    await recorder.drain(0);
    expect((await recorder.history()).effects.map(({ key }) => key)).toEqual(keys(6));
  },
);
