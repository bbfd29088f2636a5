/** Enqueueing from every context that Apex runs in; one async slot or none is no reason to refuse. */
import { anonymous, packageOrg, rows, type PackageOrg } from './kit/package-org';
import { Recorder } from './kit/recorder';

let world: PackageOrg;
beforeAll(async () => (world = await packageOrg()));
afterAll(() => world.org.close());
beforeEach(() => world.begin(1));

test.each([
  ['anonymous Apex', `ContextDoors.enqueue('anonymous');`, ['anonymous']],
  ['a trigger', `insert as system new Probe_Effect__c(Item_Key__c = 'from trigger');`, ['trigger']],
  ['a queueable', `System.enqueueJob(new ContextDoors('queueable'));`, ['queueable']],
  ['a future method', `ContextDoors.later('future');`, ['future']],
  [
    'a batch, its execute and its finish',
    `Database.executeBatch(new ContextDoors('batch'));`,
    ['batch', 'batch finish'],
  ],
  [
    'a scheduled job',
    `System.schedule('contexts', '0 30 * * * ?', new ContextDoors('scheduled'));`,
    ['scheduled'],
  ],
  [
    'the subscriber of an event',
    `EventBus.publish(new Lane_Wake__e(Key__c = 'no such lane'));`,
    ['event'],
  ],
])('%s', async (_, apex, keys) => {
  await anonymous(world.org, apex);
  await world.org.idle();
  await world.org.advance(60 * 60_000);
  const recorder = new Recorder(world.org);
  expect(await recorder.drain(2)).toBeLessThanOrEqual(2);
  const { effects } = await recorder.history();
  expect(effects.filter(({ lane }) => lane === 'contexts').map(({ key }) => key)).toEqual(keys);
  const failed = await rows(world.org, "SELECT Id FROM AsyncApexJob WHERE Status = 'Failed'");
  expect(failed).toEqual([]);
});

/** What the same contexts do with work whose order does not matter; the trigger and the event have one key each. */
test.each([
  ['anonymous Apex', `ContextDoors.enqueue('spread ');`],
  ['a queueable', `System.enqueueJob(new ContextDoors('spread '));`],
  ['a future method', `ContextDoors.later('spread ');`],
  ['a batch', `Database.executeBatch(new ContextDoors('spread '));`],
  ['a scheduled job', `System.schedule('spread', '0 30 * * * ?', new ContextDoors('spread '));`],
])('work without an order, from %s, is done in several lanes side by side', async (_, apex) => {
  await anonymous(world.org, apex);
  await world.org.idle();
  await world.org.advance(60 * 60_000);
  const recorder = new Recorder(world.org);
  expect(await recorder.drain(2)).toBeLessThanOrEqual(2);
  const { effects, lanes } = await recorder.history();
  const wanted = Array.from({ length: 8 }, (__, i) => `spread ${i}`);
  const done = effects.map(({ key }) => key);
  expect(wanted.filter((key) => !done.includes(key))).toEqual([]);
  expect(new Set(effects.map(({ lane }) => lane)).size).toBe(4);
  expect(new Set(effects.map(({ job }) => job)).size).toBeGreaterThanOrEqual(4);
  expect(lanes.every(({ holder, flag }) => holder === null && !flag)).toBe(true);
  const failed = await rows(world.org, "SELECT Id FROM AsyncApexJob WHERE Status = 'Failed'");
  expect(failed).toEqual([]);
});

/** Uses up this many async slots, then enqueues: the item is stored, and the lane started, all the same. */
const without = (slots: number): string =>
  `for (Integer i = 0; i < ${slots}; i++) { System.enqueueJob(new ContextDoors(null)); }
   ContextDoors.enqueue('no slot');`;

test.each([
  ['all slots of a request are used up', without(50)],
  ['fewer are left than the caller may still want', without(41)],
  ['the only slot of a job is used up', `System.enqueueJob(new SlotUser());`],
])('where %s, an event starts the lane', async (_, apex) => {
  await anonymous(world.org, apex);
  await world.org.idle();
  const recorder = new Recorder(world.org);
  expect(await recorder.drain(0)).toBe(0);
  const { effects } = await recorder.history();
  expect(effects.map(({ key }) => key)).toEqual(['no slot']);
  const failed = await rows(world.org, "SELECT Id FROM AsyncApexJob WHERE Status = 'Failed'");
  expect(failed).toEqual([]);
});
