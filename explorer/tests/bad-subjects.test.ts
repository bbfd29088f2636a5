/** Subjects that are wrong themselves: without an end, or with a check that throws. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { explore } from '../explore';
import { explorerOrg, OrgSubject } from '../org-subject';
import { runs, type Scenario } from '../scenario';
import { tell } from '../story';
import { STRATEGIES } from '../strategies';
import type { World } from '../world';

const text = (content: string): Buffer => Buffer.from(content);

const FOREVER = `public class Forever implements Queueable {
  public void execute(QueueableContext context) { System.enqueueJob(new Forever()); }
}`;
const META = `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>65.0</apiVersion><status>Active</status></ApexClass>`;
const MANIFEST = `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>Forever</members><name>ApexClass</name></types><version>65.0</version></Package>`;

const WORLD: World<number> = {
  name: 'nothing',
  look: () => 0,
  always: [],
  drained: () => true,
  judgeEnd: () => null,
  describeChange: () => '',
  prepare: () => Promise.resolve(),
};

let org: EmbeddedOrg;
beforeAll(async () => {
  const files = new Map([
    ['package.xml', text(MANIFEST)],
    ['classes/Forever.cls', text(FOREVER)],
    ['classes/Forever.cls-meta.xml', text(META)],
  ]);
  org = await explorerOrg([files], WORLD);
});
afterAll(() => org.close());

const starts = runs('caller A', 'starts a job', 'System.enqueueJob(new Forever());');

const explored = async (world: World, actors: Scenario['actors']) => {
  const scenario: Scenario = { name: 'bad', summary: 'A bad subject.', actors, world };
  const options = { schedules: 2, checkEvery: 0, stopped: () => false };
  const result = await explore(new OrgSubject(org, scenario), STRATEGIES.pos(1), options);
  return { failure: result.found?.failure, story: tell(scenario, result.found!.shortest) };
};

test('jobs that go on for ever end the run, and the story is short', async () => {
  const { failure, story } = await explored(WORLD, [starts]);
  expect(failure).toMatchObject({ invariant: 'end', message: 'There is no end after 3000 moves.' });
  expect(story.length).toBeLessThan(120);
  expect(story.at(-1)).toBe('Broken: end. There is no end after 3000 moves.');
  expect(story.join('\n')).toMatch(/… \d+ lines …/);
});

const broken = (): never => {
  throw new TypeError('row is not what it was');
};
const quiet = runs('caller A', 'inserts an account', "insert new Account(Name = 'A');");

test('an invariant that throws is not taken for one that is broken, nor for one that holds', async () => {
  const invariant = { name: 'bad check', promise: '', check: broken };
  const { failure, story } = await explored({ ...WORLD, always: [invariant] }, [quiet]);
  expect(failure).toMatchObject({ invariant: 'bad check', unjudged: true });
  expect(story.at(-1)).toBe('Not judged: bad check. Its check failed: row is not what it was');
  expect(story.join('\n')).toContain('caller A: inserts Account');
});

test.each([
  ['the end', { judgeEnd: broken }, 'end of nothing'],
  ['the change', { describeChange: broken }, 'changes of nothing'],
])('so are checks of %s', async (_, parts, name) => {
  const { failure } = await explored({ ...WORLD, ...parts }, [quiet]);
  expect(failure).toMatchObject({ invariant: name, unjudged: true });
});
