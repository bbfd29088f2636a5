/** The tests that an adopter would write, and the classes of docs/testing.md, deployed and run. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createLocalOrg, type EmbeddedOrg } from '../../local-org/org';
import { sourcePackage } from '../../scripts/local-org/package';

const ROOT = resolve(__dirname, '../..');
const PAGE = readFileSync(resolve(ROOT, 'docs/testing.md'), 'utf8');
const META = `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>65.0</apiVersion><status>Active</status></ApexClass>`;
const PACKAGE = `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata">
    <types><members>*</members><name>ApexClass</name></types><version>65.0</version>
</Package>`;

/** Test classes of the page, by name. */
function pageClasses(): Map<string, string> {
  const blocks = [...PAGE.matchAll(/^```apex\n([\s\S]*?)^```/gm)].map(([, text]) => text!);
  return new Map(blocks.map((text) => [/class (\w+)/.exec(text)![1]!, text]));
}

let org: EmbeddedOrg;
beforeAll(async () => {
  org = await createLocalOrg({ seed: 1, clock: 'virtual' });
  const files = new Map([['package.xml', Buffer.from(PACKAGE)]]);
  for (const [name, text] of pageClasses()) {
    files.set(`classes/${name}.cls`, Buffer.from(text));
    files.set(`classes/${name}.cls-meta.xml`, Buffer.from(META));
  }
  for (const folder of ['force-app', 'examples/adopter'])
    await deploy(await sourcePackage(resolve(ROOT, folder)));
  await deploy(files);
});
afterAll(() => org.close());

async function deploy(files: ReadonlyMap<string, Buffer>): Promise<void> {
  const { components } = await org.deploy({ files });
  expect(components.filter(({ success }) => !success)).toEqual([]);
}

test.each(['WelcomeHandlerTest', ...pageClasses().keys()])('%s passes', async (name) => {
  const run = await org.runTests({ classes: [name] });
  expect(run.tests.length).toBeGreaterThan(0);
  expect(run.tests.filter(({ outcome }) => outcome !== 'Pass')).toEqual([]);
});

test('the kit refuses to work outside of tests', async () => {
  const result = await org.executeAnonymous('QueueTestKit.install();');
  expect(result.exceptionMessage).toContain('QueueTestKit is for tests only.');
});
