import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { column, orgWith, packageOf, run, runFailing } from '../../org/tests/support/kit';
import { createLocalOrg } from '../../org';
import type { MemoryOrg } from '../../org/local-org';
import { executeJob } from '../run-job';

const CLASSES = {
  Later: `public class Later {
    static Integer calls = 0;
    @future public static void note(String text) {
      calls++;
      insert new Thing__c(Log__c = text + ' ' + calls + ' ' + System.isFuture() + ' ' + UserInfo.getUserName());
    }
    @future public static void all(List<String> texts, Map<String, Integer> counts, Date due) {
      for (String text : texts) insert new Thing__c(Log__c = text + counts.get(text) + ' ' + due);
    }
    @future public static void fails() { insert new Thing__c(Log__c = 'undone'); Integer i = 1 / 0; }
    @future public static void nested() {
      try { note('never'); } catch (AsyncException e) { insert new Thing__c(Log__c = e.getMessage()); }
    }
    @future public static void uses() {
      insert new Thing__c(Log__c = Limits.getLimitFutureCalls() + ' ' + Limits.getLimitQueries() + ' ' + Request.getCurrent().getQuiddity());
    }
    @future public static void chains() { System.enqueueJob(new Job()); }
    @future(callout=true) public static void calls(String url) { insert new Thing__c(Log__c = get(url)); }
    @future public static void mayNotCall(String url) { insert new Thing__c(Log__c = get(url)); }
    static String get(String url) {
      HttpRequest request = new HttpRequest();
      request.setEndpoint(url); request.setMethod('GET');
      try { return new Http().send(request).getBody(); } catch (CalloutException e) { return e.getMessage(); }
    }
  }`,
  Job: `public class Job implements Queueable {
    public void execute(QueueableContext c) { Later.note('from a job'); }
  }`,
  Done: `public class Done implements Queueable, Finalizer {
    public void execute(QueueableContext c) { System.attachFinalizer(this); }
    public void execute(FinalizerContext c) { Later.note('first'); Later.note('second'); }
  }`,
};

const TRIGGERS = {
  OnThing: `trigger OnThing on Thing__c (after insert) {
    if (!System.isFuture()) Later.note('after ' + Trigger.size);
  }`,
};

const logs = (org: Awaited<ReturnType<typeof orgWith>>): Promise<unknown[]> =>
  column(org, 'SELECT Log__c FROM Thing__c ORDER BY Name', 'Log__c');

describe('future methods', () => {
  test('run after the commit, with statics of their own, as rows of AsyncApexJob', async () => {
    const org = await orgWith({ classes: CLASSES });
    await run(
      org,
      `Later.note('a'); Later.note('b'); System.debug([SELECT COUNT() FROM Thing__c]);`,
    );
    await org.idle();
    expect(await logs(org)).toEqual(['a 1 true admin@local.org', 'b 1 true admin@local.org']);
    const { rows } = await org.query(
      'SELECT JobType, MethodName, Status, ApexClass.Name FROM AsyncApexJob',
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]!.values).toMatchObject({
      JobType: 'Future',
      MethodName: 'note',
      Status: 'Completed',
      ApexClass: { values: { Name: 'Later' } },
    });
  });

  test('get their arguments as they were when they were called', async () => {
    const org = await orgWith({ classes: CLASSES });
    await run(
      org,
      `List<String> texts = new List<String>{ 'a' };
       Map<String, Integer> counts = new Map<String, Integer>{ 'a' => 1 };
       Later.all(texts, counts, Date.newInstance(2024, 2, 29));
       texts.add('b'); counts.put('a', 2);`,
    );
    await org.idle();
    expect(await logs(org)).toEqual(['a1 2024-02-29 00:00:00']);
  });

  test('a rolled back transaction calls none, a failing one leaves nothing but its row', async () => {
    const org = await orgWith({ classes: CLASSES });
    await runFailing(org, `Later.note('a'); Integer i = 1 / 0;`);
    await run(
      org,
      `Savepoint s = Database.setSavepoint(); Later.note('b'); Database.rollback(s); Later.fails();`,
    );
    await org.idle();
    expect(await logs(org)).toEqual([]);
    const { rows } = await org.query('SELECT Status, ExtendedStatus, MethodName FROM AsyncApexJob');
    expect(rows.map((r) => r.values)).toMatchObject([
      { Status: 'Failed', MethodName: 'fails', ExtendedStatus: 'First error: Divide by 0' },
    ]);
  });

  test('50 calls a transaction, none in another, one of them or a job in a finalizer', async () => {
    const org = await orgWith({ classes: CLASSES });
    const tooMany = `for (Integer i = 0; i < 51; i++) Later.note('x'); `;
    expect(await runFailing(org, tooMany)).toBe('System.LimitException: Too many future calls: 51');
    await run(org, `Later.nested(); Later.uses();`);
    await org.idle();
    expect(await logs(org)).toEqual([
      'Future method cannot be called from a future or batch method: Later.note(String)',
      '0 200 FUTURE',
    ]);
    await run(org, `System.enqueueJob(new Done());`);
    await org.idle();
    expect(await logs(org)).toHaveLength(2);
  });

  test('start jobs, and are started by jobs and triggers', async () => {
    const org = await orgWith({ classes: CLASSES, triggers: TRIGGERS });
    await run(org, `Later.chains(); insert new Thing__c(Log__c = 'own');`);
    await org.idle();
    expect(await logs(org)).toEqual([
      'own',
      'after 1 1 true admin@local.org',
      'from a job 1 true admin@local.org',
    ]);
  });

  test('make callouts only when they say so', async () => {
    const site = createHttpServer((_, answer) => void answer.end('hello'));
    await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(site.address() as AddressInfo).port}/`;
    const org = await orgWith(
      { classes: CLASSES },
      {
        network: async ({ url: to }) => {
          const answer = await fetch(to);
          const body = Buffer.from(await answer.arrayBuffer());
          return { status: answer.status, statusText: 'OK', headers: {}, body };
        },
      },
    );
    await run(org, `Later.calls('${url}'); Later.mayNotCall('${url}');`);
    await org.idle();
    site.close();
    expect((await logs(org)).sort()).toEqual([
      'Callout not allowed from this future method. Please enable callout by annotating the future method. eg: @Future(callout=true)',
      'hello',
    ]);
  });

  test('run at stopTest in a test, where their failure surfaces', async () => {
    const org = await orgWith({
      classes: {
        ...CLASSES,
        LaterTest: `@IsTest private class LaterTest {
          @IsTest static void runs() {
            Test.startTest(); Later.note('a'); System.assertEquals(0, [SELECT COUNT() FROM Thing__c]); Test.stopTest();
            System.assertEquals(1, [SELECT COUNT() FROM Thing__c]);
          }
          @IsTest static void surfaces() {
            Test.startTest(); Later.fails();
            try { Test.stopTest(); System.assert(false); } catch (MathException e) { System.assertEquals('Divide by 0', e.getMessage()); }
          }
        }`,
      },
    });
    const { tests } = await org.runTests({});
    expect(tests.map((t) => [t.methodName, t.outcome, t.message])).toEqual([
      ['runs', 'Pass', null],
      ['surfaces', 'Pass', null],
    ]);
  });

  test('a call that waits fails when a deploy has taken its method away', async () => {
    const org = (await orgWith({ classes: CLASSES }, { workers: 0 })) as MemoryOrg;
    await run(org, `Later.note('kept');`);
    const gone = 'public class Later {}';
    const idle = 'public class Job {}';
    const files = packageOf({ classes: { Later: gone, Job: idle, Done: 'public class Done {}' } });
    expect((await org.deploy({ files })).success).toBe(true);
    const { engine, scheduler } = org.wiring;
    const [waiting] = engine.queueables.save();
    const end = await scheduler
      .spawn({ name: 'job', run: () => executeJob(engine.services, waiting!) })
      .result();
    expect(end.failure).toMatchObject({
      type: 'System.AsyncException',
      message: 'The future method of this job is no longer in class Later',
    });
  });

  test.each([
    ['public class A { @future public static void f(Account a) {} }', 'Account'],
    ['public class A { @future public static void f(List<Account> a) {} }', 'List<Account>'],
    ['public class A { @future public static void f(Object a) {} }', 'Object'],
  ])('%s is refused', async (source, type) => {
    const org = await createLocalOrg();
    const { success, components } = await org.deploy({
      files: packageOf({ classes: { A: source } }),
    });
    expect(success).toBe(false);
    expect(components[0]!.problem).toBe(`Unsupported parameter type ${type} in a future method: f`);
  });

  test('a stable org repeats them from memory', async () => {
    const org = await orgWith({ classes: CLASSES }, { memo: true });
    org.mark();
    const seen: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      await run(org, `Later.note('a'); Later.note('b');`);
      await org.idle();
      seen.push(await logs(org));
      await org.reset();
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0]).toEqual(['a 1 true admin@local.org', 'b 1 true admin@local.org']);
  });
});
