/** A purge works beside lanes, and not in their way. */
import { packageOrg, anonymous, rows, type PackageOrg } from './kit/package-org';
import { parts, Recorder } from './kit/recorder';

const DAYS_MS = 2 * 86_400_000;

/** What settings say of lane `kept`. */
const SETTING = {
  'customMetadata/Lane_Setting.Kept.md': `<?xml version="1.0" encoding="UTF-8"?>
<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
    <label>Kept</label><protected>false</protected>
    <values><field>Lane__c</field><value xsi:type="xsd:string">kept</value></values>
    <values><field>Retention_Days__c</field><value xsi:type="xsd:double">1</value></values>
</CustomMetadata>`,
  'package.xml': `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types><members>Lane_Setting.Kept</members><name>CustomMetadata</name></types>
    <version>65.0</version>
</Package>`,
};

let world: PackageOrg;
beforeAll(async () => {
  world = await packageOrg({ reaper: 0 });
  const files = Object.entries(SETTING).map(([path, text]) => [path, Buffer.from(text)] as const);
  const { components } = await world.org.deploy({ files: new Map(files) });
  expect(components.filter(({ success }) => !success)).toEqual([]);
  world.org.mark();
});
afterAll(() => world.org.close());

const kept = (org: PackageOrg['org']): ReturnType<typeof rows> =>
  rows(org, 'SELECT Ticket__c FROM Queue_Item__c');

test('old items go while somebody keeps their lane locked, and nobody waits', async () => {
  await world.begin(1);
  const { org } = world;
  const recorder = new Recorder(org);
  await recorder.enqueue('kept', parts('old', 3), 'collection');
  expect(await recorder.drain(0)).toBe(0);
  await org.advance(DAYS_MS);
  const [lane] = await rows(org, "SELECT Id FROM Mutex__c WHERE Key__c = 'kept'");
  const waitsBefore = org.statistics().lockWaits;
  await org.atomic!(async (scope) => {
    await scope.update('Mutex__c', [{ Id: String(lane!['Id']), Max_Attempts__c: 2 }]);
    await anonymous(org, 'Assert.isTrue(QueuePurge.start());');
    // An org with an open transaction is never idle; each look lets its jobs go on.
    for (let looks = 0; looks < 100 && (await kept(org)).length > 1; looks++);
    // The newest item of a lane always stays: tickets go on from it.
    expect(await kept(org)).toEqual([{ Ticket__c: 2 }]);
  });
  expect(org.statistics().lockWaits).toEqual(waitsBefore);
});
