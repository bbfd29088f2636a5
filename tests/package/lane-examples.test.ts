/** The examples of docs/lanes.md compile beside the package, do what they say, and stay as they are shown. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLocalOrg, type EmbeddedOrg } from '../../local-org/org';
import { sourcePackage } from '../../scripts/local-org/package';
import { anonymous, rows } from './kit/package-org';

const ROOT = resolve(__dirname, '../..');
const EXAMPLES = 'examples/handlers';
const SUBSCRIBER =
  'platformEventSubscriberConfigs/LaneWakeUser.platformEventSubscriberConfig-meta.xml';
const INTEGRATION = 'user@local.org';

let org: EmbeddedOrg;
beforeAll(async () => {
  org = await createLocalOrg({ clock: 'virtual', seed: 1 });
  const own = new Map(await sourcePackage(join(ROOT, 'force-app')));
  const examples = new Map(await sourcePackage(join(ROOT, EXAMPLES)));
  for (const [name, bytes] of examples)
    examples.set(
      name,
      Buffer.from(bytes.toString('utf8').replace('integration@example.com', INTEGRATION)),
    );
  for (const files of [own, examples]) {
    const outcome = await org.deploy({ files });
    expect(outcome.components.filter(({ success }) => !success)).toEqual([]);
  }
});
afterAll(() => org.close());

test('their own tests pass', async () => {
  const { tests } = await org.runTests({ classes: ['HandlerExamplesTest'] });
  expect(tests.filter(({ outcome }) => outcome !== 'Pass')).toEqual([]);
  expect(tests).toHaveLength(4);
});

test('the deployed record for all lanes says what holds without it', async () => {
  const shown = `LaneConfig config = LaneConfig.of('x');
    Assert.areEqual('Block/3/50/60000/600000/Any/Refuse', String.join(new List<Object>{
      config.policy, config.maxAttempts, config.batch, config.firstBackoffMs,
      config.longestBackoffMs, config.runnerUser, config.onBusy }, '/'));
    Assert.isFalse(config.stopped || config.publishesChanges);
    Assert.isNull(config.attemptDeadlineMs);
    Assert.isNull(config.hooks);
    Assert.isNull(config.retentionDays);`;
  await anonymous(org, shown);
  const [record] = await rows(org, 'SELECT Lane__c, Batch__c FROM Lane_Setting__mdt');
  expect(record).toEqual({ Lane__c: '*', Batch__c: 50 });
});

test('every piece of Apex and XML of the document is a file, or part of one', () => {
  const text = readFileSync(join(ROOT, 'docs/lanes.md'), 'utf8');
  const pieces = [...text.matchAll(/```(?:apex|xml)\n([\s\S]*?)```/g)].map((match) => match[1]!);
  const folder = join(ROOT, EXAMPLES, 'main');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  expect(pieces.length).toBeGreaterThan(3);
  for (const piece of pieces)
    expect(files.some((file) => plain(file).includes(plain(piece))) ? '' : piece).toBe('');
});

test('the example of an event user names the trigger of the package', () => {
  const file = join(ROOT, EXAMPLES, 'main', SUBSCRIBER);
  expect(readFileSync(file, 'utf8')).toContain('>LaneWakeTrigger<');
});

/** Without comments, and without what indents a line. */
const plain = (text: string): string =>
  text
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
