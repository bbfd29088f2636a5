import { column, orgWith, run, runFailing } from '../../org/tests/support/kit';
import type { EmbeddedOrg } from '../../org';

const CLASSES = {
  All: `public class All implements Database.Batchable<SObject>, Database.Stateful {
    Integer seen = 0;
    static Integer kept = 0;
    public Database.QueryLocator start(Database.BatchableContext context) {
      Integer one = 1;
      return Database.getQueryLocator('SELECT Id, Log__c FROM Thing__c WHERE Count__c = :one ORDER BY Name');
    }
    public void execute(Database.BatchableContext context, List<Thing__c> scope) {
      seen += scope.size();
      kept++;
      insert new Thing__c(Log__c = 'chunk ' + scope.size() + ' ' + seen + ' ' + kept + ' ' + scope[0].Log__c
        + ' ' + System.isBatch() + ' ' + Limits.getLimitQueries() + ' ' + Request.getCurrent().getQuiddity());
      if (scope[0].Log__c == 'abad') Integer i = 1 / 0;
    }
    public void finish(Database.BatchableContext context) {
      insert new Thing__c(Log__c = 'finish ' + seen);
    }
  }`,
  Texts: `public class Texts implements Database.Batchable<String> {
    Integer seen = 0;
    public Iterable<String> start(Database.BatchableContext context) {
      seen = 100;
      return new List<String>{ 'x', 'y', 'z' };
    }
    public void execute(Database.BatchableContext context, List<String> scope) {
      seen++;
      AsyncApexJob worker = [SELECT JobType, ParentJobId FROM AsyncApexJob WHERE Id = :context.getChildJobId()];
      insert new Thing__c(Log__c = String.join(scope, '') + ' ' + seen + ' ' + worker.JobType + ' ' + (worker.ParentJobId == context.getJobId()));
    }
    public void finish(Database.BatchableContext context) {
      Database.executeBatch(new Inline(), 5);
    }
  }`,
  Inline: `public class Inline implements Database.Batchable<SObject> {
    public Database.QueryLocator start(Database.BatchableContext context) {
      return Database.getQueryLocator([SELECT Id FROM Thing__c WHERE Count__c = 2]);
    }
    public void execute(Database.BatchableContext context, List<SObject> scope) {}
    public void finish(Database.BatchableContext context) {
      AsyncApexJob job = [SELECT TotalJobItems, Status FROM AsyncApexJob WHERE Id = :context.getJobId()];
      insert new Thing__c(Log__c = 'inline ' + job.TotalJobItems + ' ' + job.Status + ' ' + context.getChildJobId());
    }
  }`,
  Counted: `public class Counted implements Iterable<Integer>, Iterator<Integer> {
    Integer at = 0;
    public Iterator<Integer> iterator() { return this; }
    public Boolean hasNext() { return at < 3; }
    public Integer next() { return ++at; }
  }`,
  Own: `public class Own implements Database.Batchable<Integer> {
    String atWhere;
    public Own(String w) { atWhere = w; }
    public Iterable<Integer> start(Database.BatchableContext context) {
      if (atWhere == 'start') insert new Thing__c(Log__c = 'undone');
      if (atWhere == 'start') throw new IllegalArgumentException('no start');
      if (atWhere == 'starts another') Database.executeBatch(new Inline());
      if (atWhere == 'null') return null;
      return new Counted();
    }
    public void execute(Database.BatchableContext context, List<Integer> scope) {
      if (atWhere == 'aborts') System.abortJob(context.getJobId());
      insert new Thing__c(Log__c = 'own ' + scope);
    }
    public void finish(Database.BatchableContext context) {
      if (atWhere == 'finish') throw new IllegalArgumentException('no finish');
      insert new Thing__c(Log__c = 'finished');
    }
  }`,
};

const logs = (org: EmbeddedOrg): Promise<unknown[]> =>
  column(org, 'SELECT Log__c FROM Thing__c WHERE Count__c = NULL ORDER BY Name', 'Log__c');

/** Status, items done of all, errors: of each batch job, oldest first. */
async function jobs(org: EmbeddedOrg): Promise<string[]> {
  const { rows } = await org.query(
    `SELECT Status, JobItemsProcessed, TotalJobItems, NumberOfErrors, ExtendedStatus
     FROM AsyncApexJob WHERE JobType = 'BatchApex' ORDER BY Id`,
  );
  return rows.map(({ values }) => {
    const [status, done, all, errors, more] = [
      'Status',
      'JobItemsProcessed',
      'TotalJobItems',
      'NumberOfErrors',
      'ExtendedStatus',
    ].map((field) => (values[field] ?? '') as string | number);
    return `${status} ${done}/${all} ${errors} ${more}`.trim();
  });
}

const things = (...texts: string[]): string =>
  texts.map((text) => `insert new Thing__c(Log__c = '${text}', Count__c = 1);`).join('\n');

describe('batch jobs', () => {
  test('run start, a transaction for each chunk, and finish; a Stateful one remembers', async () => {
    const org = await orgWith({ classes: CLASSES });
    await run(org, things('a1', 'a1', 'a1'));
    await run(org, 'Database.executeBatch(new All(), 2);');
    await org.idle();
    const tail = 'true 200 BATCH_APEX';
    expect(await logs(org)).toEqual([
      `chunk 2 2 1 a1 ${tail}`,
      `chunk 1 3 1 a1 ${tail}`,
      'finish 3',
    ]);
    expect(await jobs(org)).toEqual(['Completed 2/2 0']);
  });

  test('a chunk that fails is rolled back and counted, and the next one follows', async () => {
    const org = await orgWith({ classes: CLASSES });
    await run(org, things('a1', 'abad', 'a1'));
    await run(org, 'Database.executeBatch(new All(), 1);');
    await org.idle();
    const chunks = (await logs(org)).filter((log) => String(log).startsWith('chunk'));
    expect(chunks).toHaveLength(2);
    expect(await logs(org)).toContain('finish 2');
    expect(await jobs(org)).toEqual(['Completed 3/3 1 First error: Divide by 0']);
    const workers = await column(
      org,
      `SELECT Status FROM AsyncApexJob WHERE JobType = 'BatchApexWorker' ORDER BY Id`,
      'Status',
    );
    expect(workers).toEqual(['Completed', 'Failed', 'Completed']);
  });

  test('without Stateful each phase has the job as it was enqueued; finish may start another', async () => {
    const org = await orgWith({ classes: CLASSES });
    await run(org, 'Database.executeBatch(new Texts(), 2);');
    await org.idle();
    expect(await logs(org)).toEqual([
      'xy 1 BatchApexWorker true',
      'z 1 BatchApexWorker true',
      'inline 0 Processing null',
    ]);
    expect(await jobs(org)).toEqual(['Completed 2/2 0', 'Completed 0/0 0']);
  });

  test.each([
    ['start', ['Failed 0/0 1 First error: no start'], []],
    ['null', ['Failed 0/0 1 First error: start of a batch must not return null.'], []],
    [
      'starts another',
      [
        'Failed 0/0 1 First error: Database.executeBatch cannot be called from a batch start, batch execute, or future method.',
      ],
      [],
    ],
    ['finish', ['Failed 1/1 1 First error: no finish'], ['own (1, 2, 3)']],
    ['nowhere', ['Completed 1/1 0'], ['own (1, 2, 3)', 'finished']],
  ])('a job that fails in %s', async (where, expected, left) => {
    const org = await orgWith({ classes: CLASSES });
    await run(org, `Database.executeBatch(new Own('${where}'));`);
    await org.idle();
    expect(await jobs(org)).toEqual(expected);
    expect(await logs(org)).toEqual(left);
  });

  test('an abort stops a job after the chunk that is at work, and before finish', async () => {
    const org = await orgWith({ classes: CLASSES });
    await run(org, `Database.executeBatch(new Own('aborts'), 1);`);
    await org.idle();
    expect(await logs(org)).toEqual(['own (1)']);
    expect((await jobs(org))[0]).toMatch(/^Aborted 0\/3/);
  });

  test('five are at work, the others are held back and follow; one that is aborted there never runs', async () => {
    const org = await orgWith({ classes: CLASSES });
    await run(
      org,
      `List<Id> ids = new List<Id>();
       for (Integer i = 0; i < 8; i++) ids.add(Database.executeBatch(new Own('nowhere')));
       System.abortJob(ids[7]);
       Thing__c t = new Thing__c(Log__c = [SELECT Status FROM AsyncApexJob WHERE Id = :ids[0]].Status);
       insert t;`,
    );
    await org.idle();
    expect((await logs(org)).filter((log) => log === 'finished')).toHaveLength(7);
    expect(await logs(org)).toContain('Holding');
    expect((await jobs(org)).filter((job) => job === 'Completed 1/1 0')).toHaveLength(7);
  });

  test('what is wrong is refused', async () => {
    const org = await orgWith({ classes: CLASSES });
    expect(await runFailing(org, 'Database.executeBatch(new Counted());')).toContain(
      'must implement the Batchable interface',
    );
    expect(await runFailing(org, `Database.executeBatch(new Own('x'), 0);`)).toContain(
      'must be greater than 0',
    );
    await run(
      org,
      `for (Integer i = 0; i < 101; i++) {
         try { Database.executeBatch(new Own('x')); }
         catch (AsyncException e) { insert new Thing__c(Log__c = i + ' ' + e.getMessage()); }
       }`,
    );
    expect(await logs(org)).toContain(
      `100 You've exceeded the limit of 100 jobs in the flex queue.`,
    );
    await expect(
      orgWith({
        classes: {
          Loud: CLASSES.Own.replace('class Own', 'class Loud')
            .replace('public Own(', 'public Loud(')
            .replace('Batchable<Integer>', 'Batchable<Integer>, Database.RaisesPlatformEvents'),
          Counted: CLASSES.Counted,
          Inline: CLASSES.Inline,
        },
      }),
    ).rejects.toThrow(/does not support Database\.RaisesPlatformEvents yet/);
  });

  test('a chunk whose server dies is repeated, counted as failed, or leaves the job where it was', async () => {
    const expected = {
      requeued: ['Completed 3/3 0'],
      failed: ['Completed 3/3 1 First error: The job was interrupted'],
      processing: ['Processing 0/3 0'],
    };
    for (const aftermath of ['requeued', 'failed', 'processing'] as const) {
      const org = await orgWith({ classes: CLASSES });
      const kill = { kind: 'kill', match: { context: 'batch' }, aftermath } as const;
      // The first one is for \`start\`, which has no such operation.
      org.addFault({ ...kill, beforeOperation: 99 });
      org.addFault({ ...kill, beforeOperation: 2 });
      await run(org, `Database.executeBatch(new Own('nowhere'), 1);`);
      await org.idle();
      expect([aftermath, await jobs(org)]).toEqual([aftermath, expected[aftermath]]);
    }
  });

  test('stopTest runs one chunk, and a failure surfaces in the test', async () => {
    const OwnTest = `@IsTest private class OwnTest {
      @IsTest static void one() {
        Test.startTest(); Id jobId = Database.executeBatch(new Own('nowhere')); Test.stopTest();
        Assert.areEqual('Completed', [SELECT Status FROM AsyncApexJob WHERE Id = :jobId].Status);
        Assert.areEqual(2, [SELECT COUNT() FROM Thing__c]);
      }
      @IsTest static void two() {
        Test.startTest(); Database.executeBatch(new Own('nowhere'), 2); Test.stopTest();
      }
      @IsTest static void fails() {
        Test.startTest(); Id jobId = Database.executeBatch(new Own('finish'));
        try { Test.stopTest(); Assert.fail('no failure'); } catch (IllegalArgumentException e) {
          Assert.areEqual('Failed', [SELECT Status FROM AsyncApexJob WHERE Id = :jobId].Status);
        }
      }
    }`;
    const org = await orgWith({ classes: { ...CLASSES, OwnTest } });
    const { tests } = await org.runTests({});
    const outcomes = tests.map(({ methodName, outcome, message }) => [
      methodName,
      outcome,
      message,
    ]);
    expect(outcomes).toEqual([
      ['one', 'Pass', null],
      ['two', 'Fail', expect.stringContaining('No more than one executeBatch')],
      ['fails', 'Pass', null],
    ]);
  });

  test('a reset frees the places of jobs that were at work', async () => {
    const org = await orgWith({ classes: CLASSES });
    await run(org, `Database.executeBatch(new Own('nowhere'));`);
    await org.idle();
    org.mark();
    await run(org, `Database.executeBatch(new Own('nowhere'));`);
    await org.reset();
    await run(org, `Database.executeBatch(new Own('nowhere'));`);
    await org.idle();
    expect(await jobs(org)).toEqual(['Completed 1/1 0', 'Completed 1/1 0']);
  });
});
