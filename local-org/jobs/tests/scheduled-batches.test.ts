import { column, orgWith, run, runFailing } from '../../org/tests/support/kit';

const CLASSES = {
  Words: `public class Words implements Database.Batchable<String> {
    String first;
    public Words(String first) { this.first = first; }
    public Iterable<String> start(Database.BatchableContext context) {
      return new List<String>{ first, 'b', 'c' };
    }
    public void execute(Database.BatchableContext context, List<String> scope) {
      insert new Thing__c(Log__c = String.join(scope, ''));
    }
    public void finish(Database.BatchableContext context) {}
  }`,
  WordsTest: `@IsTest private class WordsTest {
    @IsTest static void onlyScheduled() {
      Test.startTest();
      Id planned = System.scheduleBatch(new Words('a'), 'in a test', 5);
      Test.stopTest();
      Assert.areEqual(0, [SELECT COUNT() FROM Thing__c]);
      Assert.areEqual('in a test', [SELECT CronJobDetail.Name FROM CronTrigger WHERE Id = :planned].CronJobDetail.Name);
    }
  }`,
};

const MINUTE = 60_000;
const NINE = Date.UTC(2026, 0, 5, 9);

async function org() {
  return orgWith({ classes: CLASSES }, { startTime: NINE + 500 });
}

const logs = (of: Awaited<ReturnType<typeof org>>): Promise<unknown[]> =>
  column(of, 'SELECT Log__c FROM Thing__c ORDER BY Name', 'Log__c');

describe('System.scheduleBatch', () => {
  test('puts the job into the queue when its minutes are over, once', async () => {
    const subject = await org();
    await run(
      subject,
      `Words job = new Words('a'); System.scheduleBatch(job, 'words', 10, 2); job = null;`,
    );
    const soql =
      'SELECT State, CronExpression, NextFireTime, CronJobDetail.JobType FROM CronTrigger';
    expect((await subject.query(soql)).rows[0]!.values).toMatchObject({
      State: 'WAITING',
      CronExpression: '0 10 9 5 1 ? 2026',
      NextFireTime: NINE + 10 * MINUTE,
    });
    expect(await column(subject, 'SELECT JobType FROM CronJobDetail', 'JobType')).toEqual(['9']);
    await subject.advance(9 * MINUTE);
    expect(await logs(subject)).toEqual([]);
    expect(await column(subject, 'SELECT Id FROM AsyncApexJob', 'Id')).toEqual([]);
    await subject.advance(60 * MINUTE);
    expect(await logs(subject)).toEqual(['ab', 'c']);
    const jobs = "SELECT Status FROM AsyncApexJob WHERE JobType = 'BatchApex'";
    expect(await column(subject, jobs, 'Status')).toEqual(['Completed']);
    expect((await subject.query('SELECT Id FROM CronTrigger')).totalSize).toBe(0);
  });

  test('is undone by abortJob, and frees its name', async () => {
    const subject = await org();
    await run(subject, `System.abortJob(System.scheduleBatch(new Words('x'), 'words', 1));`);
    await run(subject, `System.scheduleBatch(new Words('y'), 'words', 1);`);
    await subject.advance(5 * MINUTE);
    expect(await logs(subject)).toEqual(['ybc']);
  });

  test.each([
    [`System.scheduleBatch('text', 'words', 1)`, 'must implement the Batchable interface'],
    [`System.scheduleBatch(new Words('x'), 'words', 0)`, 'must be greater than 0'],
    [`System.scheduleBatch(new Words('x'), 'words', 1, 0)`, 'The scope must be greater than 0.'],
    [`System.scheduleBatch(new Words('x'), null, 1)`, 'NullPointerException'],
    [
      `System.scheduleBatch(new Words('x'), 'w', 1); System.scheduleBatch(new Words('x'), 'w', 2)`,
      'The Apex job named "w" is already scheduled for execution.',
    ],
  ])('%s is refused', async (apex, message) => {
    expect(await runFailing(await org(), `${apex};`)).toContain(message);
  });

  test('in a test the job does not run', async () => {
    const subject = await org();
    const { tests } = await subject.runTests({});
    expect(tests).toMatchObject([{ outcome: 'Pass', message: null }]);
  });
});
