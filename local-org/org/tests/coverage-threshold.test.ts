/** How much all tests together must cover before a deploy is done. */
import { createLocalOrg } from '..';
import { packageOf, THING, type Sources } from './support/kit';

const LINES = ['first', 'second', 'third', 'fourth'];
const METHODS = LINES.map((name) => `public static void ${name}() { Integer n = 1; }`).join('\n');

/** Tests that call the first `count` of four methods with one line each. */
function sources(count: number): Sources {
  const calls = LINES.slice(0, count).map((name) => `Four.${name}();`);
  return {
    classes: {
      Four: `public class Four {\n${METHODS}\n}`,
      FourTest: `@IsTest private class FourTest { @IsTest static void calls() {\n${calls.join('\n')}\n} }`,
    },
  };
}

async function outcome(
  testLevel: 'RunLocalTests' | 'RunAllTestsInOrg',
  given: Sources,
  checkOnly = false,
) {
  const org = await createLocalOrg({ clock: 'virtual' });
  const { success, coverageWarnings } = await org.deploy({
    files: packageOf(given),
    testLevel,
    checkOnly,
  });
  return { success, coverageWarnings, installed: org.files().has('classes/Four.cls') };
}

describe.each(['RunLocalTests', 'RunAllTestsInOrg'] as const)('%s', (level) => {
  it('wants three lines of four', async () => {
    expect(await outcome(level, sources(3))).toEqual({
      success: true,
      coverageWarnings: [],
      installed: true,
    });
  });

  it.each([false, true])(
    'does not take two of four, and changes nothing (check only: %s)',
    async (checkOnly) => {
      expect(await outcome(level, sources(2), checkOnly)).toEqual({
        success: false,
        coverageWarnings: [
          {
            name: null,
            kind: 'class',
            message:
              'Average test coverage across all Apex Classes and Triggers is 50%, at least 75% test coverage is required.',
          },
        ],
        installed: false,
      });
    },
  );

  it('wants every trigger to run, whatever the average', async () => {
    const idle = 'trigger Idle on Thing__c (before insert) { Integer n = 1; }';
    const { classes = {} } = sources(4);
    const withTrigger = { classes, objects: { Thing__c: THING }, triggers: { Idle: idle } };
    expect(await outcome(level, withTrigger)).toEqual({
      success: false,
      coverageWarnings: [
        {
          name: 'Idle',
          kind: 'trigger',
          message:
            'Test coverage of selected Apex Trigger is 0%, at least 1% test coverage is required',
        },
      ],
      installed: false,
    });
  });
});
