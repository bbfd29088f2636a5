/** Events of changes, as a subscriber sees them; the trigger of docs/operating.md is deployed, too. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EmbeddedOrg } from '../../local-org/org';
import { anonymous, packageOrg, rows, type PackageOrg } from './kit/package-org';
import { parts, Recorder } from './kit/recorder';

const PAGE = readFileSync(resolve(__dirname, '../../docs/operating.md'), 'utf8');
const EXAMPLE = /^```trigger\n([\s\S]*?)^```/m.exec(PAGE)![1]!;
const TRIGGER_META = `<?xml version="1.0" encoding="UTF-8"?>
<ApexTrigger xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>65.0</apiVersion><status>Active</status></ApexTrigger>`;

/** Writes each event down, in the order of delivery. */
const SUBSCRIBER = {
  'objects/Heard__c.object': `<?xml version="1.0" encoding="UTF-8"?>
<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata">
    <deploymentStatus>Deployed</deploymentStatus>
    <fields><fullName>What__c</fullName><label>What</label><length>255</length><type>Text</type></fields>
    <label>Heard</label>
    <nameField><displayFormat>H-{000000}</displayFormat><label>Heard</label><type>AutoNumber</type></nameField>
    <pluralLabel>Heard</pluralLabel>
    <sharingModel>ReadWrite</sharingModel>
</CustomObject>`,
  'triggers/HeardTrigger.trigger': `trigger HeardTrigger on Mutex_Change__e (after insert) {
    List<Heard__c> heard = new List<Heard__c>();
    for (Mutex_Change__e each : Trigger.new) {
        heard.add(new Heard__c(What__c = each.Key__c + ' ' + each.Change__c + ' ' + each.Token__c.intValue()));
    }
    insert as system heard;
}`,
  'triggers/HeardTrigger.trigger-meta.xml': TRIGGER_META,
  'triggers/BlockedLanes.trigger': EXAMPLE,
  'triggers/BlockedLanes.trigger-meta.xml': TRIGGER_META,
  'customMetadata/Lane_Setting.Told.md': `<?xml version="1.0" encoding="UTF-8"?>
<CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
    <label>Told</label><protected>false</protected>
    <values><field>Lane__c</field><value xsi:type="xsd:string">told*</value></values>
    <values><field>Publish_Changes__c</field><value xsi:type="xsd:boolean">true</value></values>
</CustomMetadata>`,
  'package.xml': `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types><members>*</members><name>ApexTrigger</name></types>
    <types><members>Heard__c</members><name>CustomObject</name></types>
    <types><members>Lane_Setting.Told</members><name>CustomMetadata</name></types>
    <version>65.0</version>
</Package>`,
};

let world: PackageOrg;
beforeAll(async () => {
  world = await packageOrg();
  const files = Object.entries(SUBSCRIBER).map(
    ([path, text]) => [path, Buffer.from(text)] as const,
  );
  const outcome = await world.org.deploy({ files: new Map(files) });
  expect(outcome.components.filter(({ success }) => !success)).toEqual([]);
  world.org.mark();
});
afterAll(() => world.org.close());
beforeEach(() => world.begin(1));

async function heard(org: EmbeddedOrg): Promise<string[]> {
  await org.idle();
  const found = await rows(org, 'SELECT What__c FROM Heard__c ORDER BY Name');
  return found.map((row) => String(row['What__c']));
}

test('a lane tells of its runs in the order of their tokens; others say nothing', async () => {
  const recorder = new Recorder(world.org);
  await recorder.enqueue('told/a', parts('a', 3), 'collection');
  await recorder.enqueue('silent', parts('s', 3), 'collection');
  await recorder.drain(5);
  const all = await heard(world.org);
  expect(all[0]).toBe('told/a Taken 1');
  expect(all.at(-1)).toMatch(/^told\/a Released \d+$/);
  const tokens = all.map((text) => Number(text.split(' ').at(-1)));
  expect(tokens).toEqual(tokens.toSorted((a, b) => a - b));
  expect(all.filter((text) => text.startsWith('silent'))).toEqual([]);
});

test('what rolls back is not told', async () => {
  await anonymous(
    world.org,
    "Savepoint before = Database.setSavepoint(); new Mutex('told').lock(0); Database.rollback(before);",
  );
  await expect(
    anonymous(world.org, "new Mutex('told').lock(0); Integer none = 1 / 0;"),
  ).rejects.toThrow(/Divide by 0/);
  expect(await heard(world.org)).toEqual([]);
  await anonymous(world.org, "new Mutex('told').lock(0);");
  expect(await heard(world.org)).toEqual(['told Taken 1']);
});

test('a pause saved by hand is told', async () => {
  await world.org.insert('Mutex__c', [{ Key__c: 'told' }]);
  const [row] = await rows(world.org, "SELECT Id FROM Mutex__c WHERE Key__c = 'told'");
  await world.org.update('Mutex__c', [{ Id: String(row!['Id']), Paused__c: true }]);
  expect(await heard(world.org)).toEqual(['told Paused 1']);
});
