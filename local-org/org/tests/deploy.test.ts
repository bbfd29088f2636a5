import { createLocalOrg } from '..';
import { column, orgWith, packageOf, run, THING } from './support/kit';

const GOOD = `public class Good { public static Integer one() { return 1; } }`;
const TESTS = `@IsTest private class GoodTest {
  @TestSetup static void setup() { insert new Thing__c(Key__c = 'setup'); }
  @IsTest static void passes() { Assert.areEqual(1, Good.one()); insert new Thing__c(Key__c = 'mine'); Assert.areEqual(2, [SELECT COUNT() FROM Thing__c]); }
  @IsTest static void seesFreshSetup() { Assert.areEqual(1, [SELECT COUNT() FROM Thing__c]); }
}`;
const FAILING = `@IsTest private class BadTest { @IsTest static void fails() { Assert.areEqual(2, Good.one(), 'wrong'); } }`;

describe('deploys', () => {
  test('report each component, and are all or nothing', async () => {
    const org = await createLocalOrg({ clock: 'virtual' });
    const broken = await org.deploy({
      files: packageOf({
        objects: { Thing__c: THING },
        classes: { Good: GOOD, Broken: 'public class Broken {\n  Nope x;\n}' },
      }),
    });
    expect(broken.success).toBe(false);
    expect(broken.components.find((c) => c.fullName === 'Broken')).toMatchObject({
      success: false,
      line: 2,
      problemType: 'Error',
    });
    expect(org.describe('Thing__c')).toBeUndefined();
    expect(org.files().size).toBe(0);
  });

  test('keep the data when the shape changes, and can be repeated', async () => {
    const org = await orgWith({ classes: { Good: GOOD } });
    await org.insert('Thing__c', [{ Key__c: 'a', Count__c: 3 }]);
    const more = `<fields><fullName>Extra__c</fullName><label>Extra</label><type>Text</type><length>10</length></fields>`;
    const outcome = await org.deploy({ files: packageOf({ objects: { Thing__c: THING + more } }) });
    expect(outcome.success).toBe(true);
    expect(
      (await org.query('SELECT Key__c, Count__c, Extra__c FROM Thing__c')).rows[0]!.values,
    ).toEqual({ Key__c: 'a', Count__c: 3, Extra__c: null });
    expect(await column(org, 'SELECT Name FROM ApexClass', 'Name')).toEqual(['Good']);
  });

  test('test levels run tests before anything is installed', async () => {
    const org = await orgWith({ classes: { Good: GOOD } });
    const bad = await org.deploy({
      files: packageOf({ classes: { BadTest: FAILING } }),
      testLevel: 'RunLocalTests',
    });
    expect(bad.success).toBe(false);
    expect(bad.tests?.tests[0]).toMatchObject({
      outcome: 'Fail',
      message: 'System.AssertException: Assertion Failed: wrong: Expected: 2, Actual: 1',
    });
    expect(await column(org, 'SELECT Name FROM ApexClass', 'Name')).toEqual(['Good']);
    const good = await org.deploy({
      files: packageOf({ classes: { GoodTest: TESTS } }),
      testLevel: 'RunLocalTests',
      checkOnly: true,
    });
    expect(good.success).toBe(true);
    expect(good.tests?.tests.map((t) => t.outcome)).toEqual(['Pass', 'Pass']);
    expect(good.tests?.coverage.find((c) => c.name === 'Good')?.uncovered).toEqual([]);
    expect(await column(org, 'SELECT Name FROM ApexClass', 'Name')).toEqual(['Good']);
  });

  test('tests see no data of the org, and leave none', async () => {
    const org = await orgWith({ classes: { Good: GOOD, GoodTest: TESTS } });
    await org.insert('Thing__c', [{ Key__c: 'real' }]);
    const result = await org.runTests({ classes: ['GoodTest'] });
    expect(result.tests.map((t) => [t.methodName, t.outcome, t.message])).toEqual([
      ['passes', 'Pass', null],
      ['seesFreshSetup', 'Pass', null],
    ]);
    expect(await column(org, 'SELECT Key__c FROM Thing__c', 'Key__c')).toEqual(['real']);
  });

  test('a waiting job wakes up as an object of the new class', async () => {
    const job = (word: string): string =>
      `public class Job implements Queueable { public String name = 'n';
        public void execute(QueueableContext c) { insert new Thing__c(Log__c = '${word} ' + name); } }`;
    const org = await orgWith({ classes: { Job: job('old') } });
    await run(org, `Job j = new Job(); j.name = 'kept'; System.enqueueJob(j, 1);`);
    await org.deploy({ files: packageOf({ classes: { Job: job('new') } }) });
    await org.advance(60_000);
    expect(await column(org, 'SELECT Log__c FROM Thing__c', 'Log__c')).toEqual(['new kept']);
  });
});

describe('reset', () => {
  test('brings back data, jobs and code of the mark, however the shape changed since', async () => {
    const org = await orgWith({ classes: { Good: GOOD } });
    await org.insert('Thing__c', [{ Key__c: 'kept' }]);
    org.mark();
    await org.insert('Thing__c', [{ Key__c: 'gone' }]);
    await org.reset();
    expect(await column(org, 'SELECT Key__c FROM Thing__c', 'Key__c')).toEqual(['kept']);
    await org.insert('Thing__c', [{ Key__c: 'gone too' }]);
    const more = `<fields><fullName>Extra__c</fullName><label>Extra</label><type>Text</type><length>10</length></fields>`;
    await org.deploy({ files: packageOf({ objects: { Thing__c: THING + more } }) });
    await org.reset();
    expect(await column(org, 'SELECT Key__c FROM Thing__c', 'Key__c')).toEqual(['kept']);
    expect(org.describe('Thing__c')!.fields.has('extra__c')).toBe(false);
    await org.reset();
    expect(await column(org, 'SELECT Key__c FROM Thing__c', 'Key__c')).toEqual(['kept']);
  });

  test('a run can be repeated: same seed, same choices, same rows', async () => {
    const job = `public class Job implements Queueable {
      public void execute(QueueableContext c) {
        Thing__c t = [SELECT Id, Log__c FROM Thing__c WHERE Key__c = 'log' FOR UPDATE];
        t.Log__c = t.Log__c + c.getJobId().to15().right(1);
        update t;
      }
    }`;
    const org = await orgWith({ classes: { Job: job } }, { interleaving: 'random', seed: 42 });
    const story = async (): Promise<unknown> => {
      await run(org, `insert new Thing__c(Key__c = 'log', Log__c = '');`);
      await run(org, `for (Integer i = 0; i < 8; i++) System.enqueueJob(new Job());`);
      await org.idle();
      const log = await column(org, 'SELECT Log__c FROM Thing__c', 'Log__c');
      return { log, choices: [...choices] };
    };
    org.mark();
    await org.reset();
    const choices = org.scheduler.recordChoices();
    const first = await story();
    await org.reset();
    expect(await story()).toEqual(first);
  });
});
