/** The example of docs/flow.md, and what becomes of a flow that the org cannot run. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { anonymous, packageOrg, rows, type PackageOrg } from './kit/package-org';

const PAGE = readFileSync(resolve(__dirname, '../../docs/flow.md'), 'utf8');
const EXAMPLE = /^```apex\n([\s\S]*?)^```/m.exec(PAGE)![1]!;

let world: PackageOrg;
beforeAll(async () => (world = await packageOrg()));
afterAll(() => world.org.close());
beforeEach(() => world.begin(1));

test('the example enqueues, and an item that names a missing flow says so', async () => {
  await anonymous(world.org, EXAMPLE);
  await world.org.idle();
  const [item] = await rows(
    world.org,
    'SELECT Lane__c, Attempts__c, Last_Error__c FROM Queue_Item__c',
  );
  expect(item).toMatchObject({ Lane__c: 'orders/EMEA', Attempts__c: 1 });
  expect(item!['Last_Error__c']).toContain('There is no flow Ship_Order');
});

test('every action of the page is an invocable method with that label', () => {
  const table = [...PAGE.matchAll(/^\| (\w[\w ]+?) +\| `(\w+Action)` /gm)];
  expect(table).toHaveLength(5);
  for (const [, label, name] of table) {
    const file = resolve(__dirname, `../../force-app/main/flow/classes/${name!}.cls`);
    expect(readFileSync(file, 'utf8')).toContain(`label='${label!}'`);
  }
});
