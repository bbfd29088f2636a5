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
