/** A run leaves enough of the limit on written rows to settle, whatever its handlers hold back. */
import { anonymous, packageOrg, rows, type PackageOrg } from './kit/package-org';

let world: PackageOrg;
beforeAll(async () => (world = await packageOrg({ reaper: 0 })));
afterAll(() => world.org.close());

test('two items that fit alone and not together are two runs, and none dies', async () => {
  await world.begin(1);
  // The children stay where they are: only what the parents' settlement writes is of interest.
  await anonymous(
    world.org,
    `LaneAdmin.pause('children');
     FIFOQueue.enqueue('parents', new List<Queue_Item__c>{
       new Queue_Item__c(Handler__c = 'HeavyHandler', Payload__c = '3600 900'),
       new Queue_Item__c(Handler__c = 'HeavyHandler', Payload__c = '3600 2000')
     });`,
  );
  await world.org.idle();
  const jobs = await rows(world.org, `SELECT Status FROM AsyncApexJob WHERE JobType = 'Queueable'`);
  expect(jobs).toEqual([{ Status: 'Completed' }, { Status: 'Completed' }]);
  const parents = await rows(
    world.org,
    `SELECT Status__c, Attempts__c FROM Queue_Item__c WHERE Lane__c = 'parents'`,
  );
  expect(parents).toEqual(Array(2).fill({ Status__c: 'Done', Attempts__c: 0 }));
  const { totalSize } = await world.org.query(
    `SELECT COUNT() FROM Queue_Item__c WHERE Lane__c = 'children'`,
  );
  expect(totalSize).toBe(2900);
});
