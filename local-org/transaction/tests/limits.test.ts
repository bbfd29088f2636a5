import { orgWith, run, runFailing } from '../../org/tests/support/kit';

describe('governor limits', () => {
  test.each([
    [
      'for (Integer i = 0; i < 101; i++) { List<Account> a = [SELECT Id FROM Account]; }',
      'Too many SOQL queries: 101',
    ],
    [
      'for (Integer i = 0; i < 151; i++) { insert new Thing__c(); }',
      'Too many DML statements: 151',
    ],
    [
      'for (Integer i = 0; i < 51; i++) { System.enqueueJob(new Nothing()); }',
      'Too many queueable jobs added to the queue: 51',
    ],
    ['Integer n = 0; while (true) { n++; }', 'Apex CPU time limit exceeded'],
  ])('%s', async (apex, message) => {
    const org = await orgWith({
      classes: {
        Nothing: `public class Nothing implements Queueable { public void execute(QueueableContext c) {} }`,
      },
    });
    const wrapped = `try { ${apex} } catch (Exception e) { System.debug('caught'); }`;
    expect(await runFailing(org, wrapped)).toBe(`System.LimitException: ${message}`);
    expect((await org.query('SELECT Id FROM Thing__c')).totalSize).toBe(0);
  });

  test('a queueable may enqueue one job; savepoints and events count as statements', async () => {
    const org = await orgWith({
      classes: {
        Greedy: `public class Greedy implements Queueable {
          public void execute(QueueableContext c) {
            System.enqueueJob(new Greedy());
            System.enqueueJob(new Greedy());
          }
        }`,
      },
    });
    const lines = await run(
      org,
      `System.enqueueJob(new Greedy());
       Savepoint s = Database.setSavepoint();
       Database.rollback(s);
       System.debug(Limits.getDmlStatements() + ' of ' + Limits.getLimitDmlStatements());
       System.debug(Limits.getLimitQueries() + ' ' + Limits.getLimitQueueableJobs());`,
    );
    expect(lines).toEqual(['2 of 150', '100 50']);
    await run(org, 'System.enqueueJob(new Greedy());');
    await org.idle();
    const [job] = (await org.query('SELECT Status, ExtendedStatus FROM AsyncApexJob')).rows;
    expect(job!.values).toEqual({
      Status: 'Failed',
      ExtendedStatus: 'First error: Too many queueable jobs added to the queue: 2',
    });
  });

  test('callouts refuse uncommitted work and open savepoints', async () => {
    const org = await orgWith({});
    const call = `HttpRequest r = new HttpRequest(); r.setEndpoint('http://x.example'); new Http().send(r);`;
    expect(await runFailing(org, `insert new Thing__c(); ${call}`)).toBe(
      'System.CalloutException: You have uncommitted work pending. Please commit or rollback before calling out',
    );
    expect(await runFailing(org, `Savepoint s = Database.setSavepoint(); ${call}`)).toBe(
      'System.CalloutException: All active Savepoints must be released before making callouts.',
    );
    expect(
      await runFailing(
        org,
        `Savepoint s = Database.setSavepoint(); insert new Thing__c(); Database.rollback(s);
         Database.releaseSavepoint(s); ${call}`,
      ),
    ).toContain('no network');
  });
});
