/** The org's daily allowance of jobs runs out: lanes stop before it does, say why, and go on. */
import { anonymous, packageOrg, rows, type PackageOrg } from './kit/package-org';
import { parts, Recorder } from './kit/recorder';

const HOUR = 3_600_000;
const ALLOWANCE = 60;
/** Five percent are left to others. */
const MOST = 57;

let world: PackageOrg;
let recorder: Recorder;
beforeAll(async () => {
  world = await packageOrg({ settings: { dailyAsyncLimit: ALLOWANCE }, reaper: 1 });
});
afterAll(() => world.org.close());
beforeEach(async () => {
  await world.begin(1);
  recorder = new Recorder(world.org);
});

const used = (): number => {
  const { Max, Remaining } = world.org.limits()['DailyAsyncApexExecutions']!;
  return Max - Remaining;
};

test('OrgLimits shows the executions of the last day', async () => {
  await recorder.enqueue('a', parts('a', 1), 'collection');
  await recorder.drain(0);
  expect(used()).toBeGreaterThan(0);
  await anonymous(
    world.org,
    `OrgLimit daily = OrgLimits.getMap().get('DailyAsyncApexExecutions');
     Assert.areEqual('DailyAsyncApexExecutions', daily.getName());
     Assert.areEqual(${ALLOWANCE}, daily.getLimit());
     Assert.areEqual(${used()}, daily.getValue());
     Assert.areEqual(OrgLimits.getMap().size(), OrgLimits.getAll().size());`,
  );
});

test('runs pause with a visible reason, enqueueing goes on, and all is done the day after', async () => {
  for (let i = 0; i < ALLOWANCE + 5; i++) {
    const told = await recorder.enqueue(`lane ${i}`, parts(`l${i}x`, 1), 'collection');
    await world.org.idle();
    expect(told).not.toMatch(/exception/i);
  }
  expect(used()).toBe(MOST);
  const waiting = await rows(
    world.org,
    'SELECT Waiting_Reason__c FROM Mutex__c WHERE Run_Queueable__c = TRUE AND Holder__c = NULL',
  );
  expect(waiting).toHaveLength(ALLOWANCE + 5 - MOST);
  expect(waiting[0]!['Waiting_Reason__c']).toContain(`Of the ${ALLOWANCE} asynchronous executions`);
  await world.org.advance(3 * HOUR);
  expect(used()).toBeLessThan(ALLOWANCE); // the reaper does not spend the rest on visits
  for (let i = 0; i < 27; i++) await world.org.advance(HOUR);
  const { items } = await recorder.history();
  expect(items.filter(({ status }) => status !== 'Done')).toEqual([]);
  const left = await rows(
    world.org,
    'SELECT Key__c FROM Mutex__c WHERE Run_Queueable__c = TRUE OR Waiting_Reason__c != NULL',
  );
  expect(left).toEqual([]);
});
