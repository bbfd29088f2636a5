import type { DeployOutcome } from '../contract';
import type { EmbeddedOrg } from '../embedded';
import { orgWith, packageOf, type Sources, THING } from './support/kit';

const test = (annotation: string, name: string, body: string): string =>
  `${annotation} private class ${name} { @IsTest static void runs() { ${body} } }`;
const one = (name: string, body = '1'): string =>
  `public class ${name} { public static Integer one() { return ${body}; } }`;

const SOURCES: Sources = {
  objects: { Thing__c: THING },
  classes: {
    Leaf: one('Leaf'),
    Middle: one('Middle', 'Leaf.one()'),
    Stamp: one('Stamp'),
    Alone: one('Alone'),
    LeafTest: test('@IsTest', 'LeafTest', 'Assert.areEqual(1, Leaf.one());'),
    MiddleTest: test('@IsTest', 'MiddleTest', 'Assert.areEqual(1, Middle.one());'),
    AloneTest: test('@IsTest', 'AloneTest', "Assert.areEqual(1, Alone.one(), 'Leaf'); /* Leaf */"),
    ThingTest: test('@IsTest', 'ThingTest', "insert new Thing__c(Key__c = 'a');"),
    AlwaysTest: test('@IsTest(critical=true)', 'AlwaysTest', 'Assert.isTrue(true);'),
    DynamicTest: test(
      "@IsTest(testFor='ApexClass:Leaf, ApexTrigger:ThingTrigger')",
      'DynamicTest',
      'Assert.isTrue(true);',
    ),
  },
  triggers: { ThingTrigger: 'trigger ThingTrigger on Thing__c (before insert) { Stamp.one(); }' },
};

let org: EmbeddedOrg;
beforeAll(async () => {
  org = await orgWith(SOURCES);
  org.mark();
});
afterEach(() => org.reset());
afterAll(() => org.close());

const deploy = (sources: Sources): Promise<DeployOutcome> =>
  org.deploy({ files: packageOf(sources), testLevel: 'RunRelevantTests' });
const ran = ({ tests }: DeployOutcome): string[] =>
  (tests?.tests ?? []).map(({ className }) => className).sort();

describe('tests that are relevant', () => {
  const classes = (...names: string[]): Sources => ({
    classes: Object.fromEntries(names.map((name) => [name, SOURCES.classes![name]!])),
  });
  const { triggers } = SOURCES;

  it.each<[string, Sources, string[]]>([
    [
      'of a class: those that reach it, and who says so',
      classes('Leaf'),
      ['AlwaysTest', 'DynamicTest', 'LeafTest', 'MiddleTest'],
    ],
    ['of a class in between', classes('Middle'), ['AlwaysTest', 'MiddleTest']],
    [
      'of a class that only texts and comments name beside its test',
      classes('Alone'),
      ['AloneTest', 'AlwaysTest'],
    ],
    [
      'of a trigger: those that name its object',
      { triggers },
      ['AlwaysTest', 'DynamicTest', 'ThingTest'],
    ],
    ['of a class that a trigger calls', classes('Stamp'), ['AlwaysTest', 'ThingTest']],
    ['of an object', { objects: { Thing__c: THING } }, ['AlwaysTest', 'ThingTest']],
    ['in the package', classes('AloneTest'), ['AloneTest', 'AlwaysTest']],
  ])('%s', async (_, sources, names) => {
    const outcome = await deploy(sources);
    expect([outcome.success, ran(outcome)]).toEqual([true, names]);
  });

  it('must cover each class of the package, and pass', async () => {
    const uncovered = await deploy({ classes: { Lone: one('Lone') } });
    expect(uncovered).toMatchObject({
      success: false,
      coverageWarnings: [{ name: 'Lone', message: expect.stringContaining('at least 75%') }],
    });
    const broken = await deploy({ classes: { Leaf: one('Leaf', '2') } });
    expect(broken.success).toBe(false);
    const failed = broken.tests!.tests.filter(({ outcome }) => outcome === 'Fail');
    expect(failed.map(({ className }) => className).sort()).toEqual(['LeafTest', 'MiddleTest']);
    expect(org.files().get('classes/Leaf.cls')?.toString()).toBe(one('Leaf'));
  });
});
