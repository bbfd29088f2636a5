/** A copied org is made safe also if jobs of the reset fail on the way. */
import { anonymous, packageOrg, rows, type PackageOrg } from './kit/package-org';

/** As often in a row the platform lets a finalizer repeat a failed job. */
const REPETITIONS = 5;

/** Somebody else's trigger: it lets a row be written when so many jobs have failed as its name says. */
const OBSTACLE = `trigger Obstacle on Mutex__c(before update) {
    for (Mutex__c row : Trigger.new) {
        if (row.Holder__c == null && row.Key__c.startsWith('obstacle ')) {
            Integer failed = [SELECT COUNT() FROM AsyncApexJob WHERE Status = 'Failed'];
            if (failed < Integer.valueOf(row.Key__c.substringAfter(' '))) {
                row.addError('Not yet.');
            }
        }
    }
}`;
const meta = (type: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<${type} xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>65.0</apiVersion><status>Active</status></${type}>`;
const MANIFEST = `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types><members>*</members><name>ApexTrigger</name></types><version>65.0</version>
</Package>`;

let world: PackageOrg;
beforeAll(async () => {
  world = await packageOrg({ reaper: 0 });
  const files = {
    'package.xml': MANIFEST,
    'triggers/Obstacle.trigger': OBSTACLE,
    'triggers/Obstacle.trigger-meta.xml': meta('ApexTrigger'),
  };
  const { success } = await world.org.deploy({
    files: new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])),
  });
  expect(success).toBe(true);
  world.org.mark();
});
afterAll(() => world.org.close());

/** Two locks from another org, and a reset that fails so often before it can be done. */
async function resetAfter(failures: number): Promise<readonly unknown[]> {
  await world.begin(1);
  await anonymous(
    world.org,
    `for (String key : new List<String>{ 'a', 'obstacle ${failures}' }) {
       new Mutex(key).lock(0);
       Mutex__c row = MutexRows.lockRow(key, 1);
       row.Org_Id__c = '00DELSEWHERE000';
       MutexRows.save(new List<Mutex__c>{ row });
     }`,
  );
  await anonymous(world.org, `System.enqueueJob(new MutexSandboxReset());`);
  await world.org.idle();
  const failed = await rows(world.org, "SELECT Id FROM AsyncApexJob WHERE Status = 'Failed'");
  expect(failed).toHaveLength(failures);
  return rows(world.org, 'SELECT Holder__c, Token__c FROM Mutex__c');
}

test.each([0, 1, REPETITIONS])(
  'after %d failed jobs every lock is free, and recorded once',
  async (failures) => {
    expect(await resetAfter(failures)).toEqual(Array(2).fill({ Holder__c: null, Token__c: 2 }));
    const actions = await rows(world.org, 'SELECT Lane__c FROM Mutex_Action__c ORDER BY Lane__c');
    expect(actions.map((action) => action['Lane__c'])).toEqual(['a', `obstacle ${failures}`]);
  },
);
