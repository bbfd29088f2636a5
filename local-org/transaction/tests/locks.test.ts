import { column, orgWith, run } from '../../org/tests/support/kit';
import { RoundRobinStrategy } from '../../scheduler';

const HOLD = {
  classes: {
    // Holds the row's lock for many operations.
    Hold: `public class Hold {
      public static void lockFor(String key, Integer operations) {
        Thing__c t = [SELECT Id, Count__c FROM Thing__c WHERE Key__c = :key FOR UPDATE];
        for (Integer i = 0; i < operations; i++) { List<Account> a = [SELECT Id FROM Account]; }
        t.Count__c = (t.Count__c == null ? 0 : t.Count__c) + 1;
        update t;
      }
    }`,
  },
};

describe('row locks', () => {
  test('a second locker waits for the first, and sees fresh values', async () => {
    const org = await orgWith(HOLD, { strategy: new RoundRobinStrategy() });
    await run(org, `insert new Thing__c(Key__c = 'a', Count__c = 0);`);
    const apex = `Hold.lockFor('a', 5);`;
    const results = await Promise.all([1, 2, 3].map(() => org.executeAnonymous(apex)));
    expect(results.map((r) => r.success)).toEqual([true, true, true]);
    expect(await column(org, 'SELECT Count__c FROM Thing__c', 'Count__c')).toEqual([3]);
    expect(org.statistics().lockWaits).toBeGreaterThan(0);
    expect(org.statistics().lockTimeouts).toBe(0);
  });

  test('a wait ends after exactly ten seconds, as QueryException or DmlException', async () => {
    const org = await orgWith(HOLD);
    const [thing] = await org.insert('Thing__c', [{ Key__c: 'a' }]);
    const holder = org.database.begin();
    holder.lock('Thing__c', [thing!.id!]);
    const start = org.clock.now();
    const [query, update] = await Promise.all([
      org.executeAnonymous(`Thing__c t = [SELECT Id FROM Thing__c WHERE Key__c = 'a' FOR UPDATE];`),
      org.executeAnonymous(`update new Thing__c(Id = '${thing!.id}', Count__c = 1);`),
    ]);
    expect(org.clock.now() - start).toBe(10_000);
    expect(query.exceptionMessage).toBe(
      'System.QueryException: Record Currently Unavailable: The record you are attempting to edit, or ' +
        'one of its related records, is currently being modified by another user. Please try again.',
    );
    expect(update.exceptionMessage).toBe(
      `System.DmlException: Update failed. First exception on row 0 with id ${thing!.id}; first error: ` +
        `UNABLE_TO_LOCK_ROW, unable to obtain exclusive access to this record or 1 records: ${thing!.id}: []`,
    );
    holder.rollback();
  });

  test('with allOrNone false a lock failure is a row error without an id', async () => {
    const org = await orgWith(HOLD);
    const rows = await org.insert('Thing__c', [{ Key__c: 'a' }, { Key__c: 'b' }]);
    const holder = org.database.begin();
    holder.lock('Thing__c', [rows[0]!.id!]);
    const lines = await run(
      org,
      `List<Thing__c> all = [SELECT Id FROM Thing__c ORDER BY Key__c];
       for (Thing__c t : all) t.Count__c = 7;
       for (Database.SaveResult r : Database.update(all, false))
         System.debug(r.isSuccess() + ' ' + r.getId() + ' ' + (r.isSuccess() ? '' : '' + r.getErrors()[0].getStatusCode()));`,
    );
    expect(lines[0]).toBe('false null UNABLE_TO_LOCK_ROW');
    expect(lines[1]).toBe(`true ${rows[1]!.id}`);
    holder.rollback();
  });

  test('a second insert of an uncommitted unique value waits, then fails as a duplicate', async () => {
    const org = await orgWith(HOLD, { strategy: new RoundRobinStrategy() });
    const apex = `insert new Thing__c(Key__c = 'same');
      for (Integer i = 0; i < 5; i++) { List<Account> a = [SELECT Id FROM Account]; }`;
    const [first, second] = await Promise.all([
      org.executeAnonymous(apex),
      org.executeAnonymous(apex),
    ]);
    expect(first.success).toBe(true);
    const ids = await column(org, 'SELECT Id FROM Thing__c', 'Id');
    expect(second.exceptionMessage).toBe(
      'System.DmlException: Insert failed. First exception on row 0; first error: DUPLICATE_VALUE, ' +
        `duplicate value found: Key__c duplicates value on record with id: ${String(ids[0])}: []`,
    );
  });

  const CROSS = (first: string, second: string): string =>
    `Thing__c one = [SELECT Id FROM Thing__c WHERE Key__c = '${first}' FOR UPDATE];
     Thing__c two = [SELECT Id FROM Thing__c WHERE Key__c = '${second}' FOR UPDATE];`;

  test('opposite lock orders: one side times out, which lets the other go on', async () => {
    const org = await orgWith(HOLD, { strategy: new RoundRobinStrategy() });
    await org.insert('Thing__c', [{ Key__c: 'a' }, { Key__c: 'b' }]);
    const start = org.clock.now();
    const results = await Promise.all([
      org.executeAnonymous(CROSS('a', 'b')),
      org.executeAnonymous(CROSS('b', 'a')),
    ]);
    expect(results.map((r) => r.success).sort()).toEqual([false, true]);
    expect(org.clock.now() - start).toBe(10_000);
  });

  test('with deadlock detection nobody waits for that', async () => {
    const strategy = new RoundRobinStrategy();
    const org = await orgWith(HOLD, { strategy, deadlockDetection: true });
    await org.insert('Thing__c', [{ Key__c: 'a' }, { Key__c: 'b' }]);
    const start = org.clock.now();
    const results = await Promise.all([
      org.executeAnonymous(CROSS('a', 'b')),
      org.executeAnonymous(CROSS('b', 'a')),
    ]);
    expect(results.map((r) => r.success).sort()).toEqual([false, true]);
    expect(org.clock.now() - start).toBe(0);
  });

  test.each([
    ['afterLock', 'true', 6],
    ['beforeLock', 'false', 6],
  ] as const)('Trigger.old loaded %s', async (loadOld, expected, count) => {
    const org = await orgWith(
      {
        classes: { Seen: `public class Seen { public static String old; }` },
        triggers: {
          Look: `trigger Look on Thing__c (before update) { Seen.old = '' + Trigger.old[0].Flag__c; }`,
        },
      },
      { strategy: new RoundRobinStrategy(), loadOld },
    );
    const [thing] = await org.insert('Thing__c', [{ Key__c: 'a', Count__c: 5 }]);
    const set = `update new Thing__c(Id = '${thing!.id}', `;
    const [, second] = await Promise.all([
      org.executeAnonymous(`${set} Flag__c = true); List<Account> a = [SELECT Id FROM Account];`),
      org.executeAnonymous(`${set} Count__c = ${count}); System.debug(Seen.old);`),
    ]);
    expect(second.log).toContain(`|DEBUG|${expected}`);
    // A save of everything that was loaded too early takes the other one's change back.
    expect(await column(org, 'SELECT Flag__c FROM Thing__c', 'Flag__c')).toEqual([
      loadOld === 'afterLock',
    ]);
  });

  test('rollback to a savepoint frees locks and forgets jobs taken since', async () => {
    const org = await orgWith({
      classes: {
        ...HOLD.classes,
        Nothing: `public class Nothing implements Queueable { public void execute(QueueableContext c) {} }`,
      },
    });
    await run(org, `insert new Thing__c(Key__c = 'a');`);
    await run(
      org,
      `Savepoint before = Database.setSavepoint();
       Thing__c t = [SELECT Id FROM Thing__c FOR UPDATE];
       System.enqueueJob(new Nothing());
       System.assertEquals(1, [SELECT COUNT() FROM AsyncApexJob]);
       Database.rollback(before);
       System.assertEquals(0, [SELECT COUNT() FROM AsyncApexJob]);
       System.assertEquals(1, Limits.getQueueableJobs());`,
    );
    await org.idle();
    expect((await org.query('SELECT Id FROM AsyncApexJob')).totalSize).toBe(0);
  });
});
