/** The read-only mode of maintenance. Type, code and text of the refusal are those of a real log. */
import type { EmbeddedOrg } from '..';
import { column, orgWith, packageOf, run } from './support/kit';

const REFUSED =
  "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE, Updates can't be made during maintenance. " +
  'Try again when maintenance is complete.';

const EVENT = `<label>Note</label><pluralLabel>Notes</pluralLabel><deploymentStatus>Deployed</deploymentStatus>
  <eventType>HighVolume</eventType><publishBehavior>PublishImmediately</publishBehavior>
  <fields><fullName>Text__c</fullName><label>Text</label><type>Text</type><length>40</length></fields>`;

const SOURCES = {
  objects: { Note__e: EVENT },
  classes: {
    Job: `public class Job implements Queueable, Schedulable, Finalizer, Database.Batchable<Integer> {
      public void execute(QueueableContext c) { System.attachFinalizer(this); note('job'); }
      public void execute(FinalizerContext c) { note('finalizer'); }
      public void execute(SchedulableContext c) { note('schedule'); }
      public Iterable<Integer> start(Database.BatchableContext c) { return new List<Integer>{ 1, 2 }; }
      public void execute(Database.BatchableContext c, List<Integer> scope) { note('chunk ' + scope[0]); }
      public void finish(Database.BatchableContext c) { note('finish'); }
      @future public static void later() { note('future'); }
      public static void note(String text) { insert new Thing__c(Log__c = text); }
    }`,
    Caught: `public class Caught {
      public static void writing(String way, Thing__c one) {
        try {
          switch on way {
            when 'insert' { insert new Thing__c(); }
            when 'update' { update one; }
            when 'upsert' { upsert one; }
            when 'delete' { delete one; }
            when 'lock' { one = [SELECT Id FROM Thing__c WHERE Id = :one.Id FOR UPDATE]; }
            when 'enqueue' { System.enqueueJob(new Job()); }
            when 'future' { Job.later(); }
            when 'batch' { Database.executeBatch(new Job(), 1); }
            when 'schedule' { System.schedule('x', '0 0 * * * ?', new Job()); }
            when 'abort' { System.abortJob([SELECT Id FROM CronTrigger LIMIT 1].Id); }
          }
          System.debug(way + ' was allowed');
        } catch (InvalidReadOnlyUserDmlException e) {
          System.debug(way + ': ' + e.getMessage());
        }
      }
    }`,
  },
  triggers: {
    OnNote: `trigger OnNote on Note__e (after insert) {
      for (Note__e note : Trigger.new) Job.note('event ' + note.Text__c);
    }`,
  },
};

const notes = (org: EmbeddedOrg): Promise<unknown[]> =>
  column(org, 'SELECT Log__c FROM Thing__c ORDER BY Name', 'Log__c');

const MODE = 'System.debug(System.getApplicationReadWriteMode());';

test('what writes throws what can be caught, nothing is written, and reads go on', async () => {
  const org = await orgWith(SOURCES);
  await run(org, `insert new Thing__c(); System.schedule('s', '0 0 * * * ?', new Job());`);
  expect(await run(org, MODE)).toEqual(['DEFAULT']);
  org.setReadWriteMode('readOnly');
  expect(await run(org, MODE)).toEqual(['READ_ONLY']);
  const ways = 'insert update upsert delete lock enqueue future batch schedule abort'.split(' ');
  const said = await run(
    org,
    `Thing__c one = [SELECT Id FROM Thing__c];
     for (String way : '${ways.join(' ')}'.split(' ')) Caught.writing(way, one);`,
  );
  const title = (way: string): string => way[0]!.toUpperCase() + way.slice(1);
  const row = (way: string): string => (way === 'insert' ? 'row 0' : 'row 0 with id \\w{18}');
  expect(said).toHaveLength(ways.length);
  for (const [i, way] of ways.entries()) {
    const dml = ['insert', 'update', 'upsert', 'delete'].includes(way);
    const head = dml ? `${title(way)} failed. First exception on ${row(way)}; first error: ` : '';
    expect(said[i]).toMatch(new RegExp(`^${way}: ${head}${REFUSED}$`));
  }
  const rows = await org.query('SELECT COUNT() FROM Thing__c');
  expect(rows.totalSize).toBe(1);
  expect((await org.query("SELECT Id FROM AsyncApexJob WHERE JobType = 'Queueable'")).rows).toEqual(
    [],
  );
});

test('without all-or-none each row has the error, and so has each event', async () => {
  const org = await orgWith(SOURCES);
  org.setReadWriteMode('readOnly');
  const said = await run(
    org,
    `for (Database.SaveResult r : Database.insert(new List<Thing__c>{ new Thing__c(), new Thing__c() }, false))
       System.debug(r.isSuccess() + ' ' + r.getErrors()[0].getStatusCode());
     Database.SaveResult published = EventBus.publish(new Note__e(Text__c = 'x'));
     System.debug(published.isSuccess() + ' ' + published.getErrors()[0].getMessage());`,
  );
  expect(said).toEqual([
    'false INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE',
    'false INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE',
    "false Updates can't be made during maintenance. Try again when maintenance is complete.",
  ]);
  const [result] = await org.insert('Thing__c', [{}]);
  expect(result).toMatchObject({
    success: false,
    errors: [{ statusCode: 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE' }],
  });
});

test('jobs, schedules, batches and events that are due wait for the end, and then begin', async () => {
  const org = await orgWith(SOURCES);
  await run(
    org,
    `System.enqueueJob(new Job(), 5); System.schedule('s', '0 0 * * * ?', new Job());
     System.scheduleBatch(new Job(), 'b', 7, 1);`,
  );
  org.setReadWriteMode('readOnly');
  await org.advance(3_600_000);
  expect(await notes(org)).toEqual([]);
  const failed = await org.query("SELECT Id FROM AsyncApexJob WHERE Status != 'Queued'");
  expect(failed.rows).toEqual([]);
  org.setReadWriteMode('default');
  await org.idle();
  expect((await notes(org)).sort()).toEqual(
    ['chunk 1', 'chunk 2', 'finalizer', 'finish', 'job', 'schedule'].sort(),
  );
});

/** Puts the org into the mode as soon as what has begun wants to take its `n`-th step. */
function stopAt(org: EmbeddedOrg, n: number): void {
  for (let i = 0; i < n && org.scheduler.stepOnce(); i++);
  org.setReadWriteMode('readOnly');
}

test('wherever the mode strikes a batch job or an event, nothing is lost when it ends', async () => {
  const org = await orgWith(SOURCES);
  org.mark();
  const all: string[][] = [];
  for (let n = 0; n < 40; n++) {
    await org.reset();
    await run(
      org,
      `EventBus.publish(new Note__e(Text__c = 'x')); Database.executeBatch(new Job(), 1);`,
    );
    stopAt(org, n);
    await org.idle();
    org.setReadWriteMode('default');
    await org.idle();
    all.push((await notes(org)).map(String).sort());
  }
  const whole = ['chunk 1', 'chunk 2', 'event x', 'finish'];
  for (const each of all) expect(each).toEqual(whole);
});

test('deploys are refused, and a reset ends the mode', async () => {
  const org = await orgWith(SOURCES);
  org.mark();
  org.setReadWriteMode('readOnly');
  const files = packageOf({ classes: { More: 'public class More {}' } });
  await expect(org.deploy({ files })).rejects.toMatchObject({
    errorCode: 'INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE',
  });
  await org.reset();
  expect(org.readWriteMode).toBe('default');
  expect((await org.deploy({ files })).success).toBe(true);
});

test('a test may pretend, and the mode ends with the test method', async () => {
  const org = await orgWith({
    ...SOURCES,
    classes: {
      ...SOURCES.classes,
      Pretends: `@IsTest private class Pretends {
        @IsTest static void a() {
          Test.setReadOnlyApplicationMode(true);
          Assert.areEqual(ApplicationReadWriteMode.READ_ONLY, System.getApplicationReadWriteMode());
          try { insert new Thing__c(); Assert.fail('was written'); }
          catch (InvalidReadOnlyUserDmlException e) { Assert.areEqual(0, [SELECT COUNT() FROM Thing__c]); }
        }
        @IsTest static void b() {
          Assert.areEqual(ApplicationReadWriteMode.DEFAULT, System.getApplicationReadWriteMode());
          Test.setReadOnlyApplicationMode(true);
          Test.setReadOnlyApplicationMode(false);
          insert new Thing__c();
        }
      }`,
    },
  });
  const { tests } = await org.runTests({ classes: ['Pretends'] });
  expect(tests.map((t) => [t.outcome, t.message])).toEqual([
    ['Pass', null],
    ['Pass', null],
  ]);
});
