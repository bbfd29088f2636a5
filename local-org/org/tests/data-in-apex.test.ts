/** What Apex sees of its own data work: triggers, errors on fields, partial success, savepoints, aggregates. */
import { orgWith, run, runFailing } from './support/kit';

const TRIGGERS = {
  OnThing: `trigger OnThing on Thing__c (before insert, after insert, before update, after update, before delete, after delete) {
    Watch.seen(Trigger.operationType + ' ' + Trigger.size + ' ' + (Trigger.old == null) + ' ' + (Trigger.newMap == null));
    if (Trigger.isBefore && !Trigger.isDelete)
      for (Thing__c t : Trigger.new) {
        if (t.Count__c == 13) t.Count__c.addError('unlucky');
        if (t.Count__c == 14) t.addError('record');
        if (t.Count__c == 15) t.Log__c = 'by trigger';
      }
    if (Trigger.isAfter && Trigger.isUpdate) Watch.again(Trigger.new);
  }`,
};

const CLASSES = {
  Watch: `public class Watch {
    public static List<String> notes = new List<String>();
    public static Integer depth = 0;
    public static Boolean quiet = true;
    public static void seen(String what) { if (!quiet) notes.add(what); }
    public static void again(List<Thing__c> rows) {
      if (quiet || depth++ > 1) return;
      List<Thing__c> copies = rows.deepClone(true);
      for (Thing__c copy : copies) copy.Count__c += 1;
      update copies;
    }
  }`,
};

const org = () => orgWith({ classes: CLASSES, triggers: TRIGGERS });

test('the events and variables of triggers, in order', async () => {
  expect(
    await run(
      await org(),
      `Watch.quiet = false; Watch.depth = 9;
       Thing__c t = new Thing__c(Count__c = 1);
       insert t; t.Count__c = 2; update t; delete t;
       for (String note : Watch.notes) System.debug(note);`,
    ),
  ).toEqual([
    'BEFORE_INSERT 1 true true',
    'AFTER_INSERT 1 true false',
    'BEFORE_UPDATE 1 false false',
    'AFTER_UPDATE 1 false false',
    'BEFORE_DELETE 1 false true',
    'AFTER_DELETE 1 false true',
  ]);
});

test('an update within its own trigger runs the triggers again', async () => {
  expect(
    await run(
      await org(),
      `Thing__c t = new Thing__c(Count__c = 1); insert t;
       Watch.quiet = false; update t;
       System.debug([SELECT Count__c FROM Thing__c].Count__c + ' ' + Watch.notes.size());`,
    ),
  ).toEqual(['3 6']);
});

test('errors on fields and records: texts, codes and fields', async () => {
  const things = await org();
  expect(await runFailing(things, `insert new Thing__c(Count__c = 13);`)).toBe(
    'System.DmlException: Insert failed. First exception on row 0; first error: ' +
      'FIELD_CUSTOM_VALIDATION_EXCEPTION, unlucky: [Count__c]',
  );
  expect(
    await run(
      things,
      `List<Thing__c> rows = new List<Thing__c>{ new Thing__c(Count__c = 15), new Thing__c(Count__c = 14), new Thing__c(Count__c = 13) };
       for (Database.SaveResult r : Database.insert(rows, false))
         System.debug(r.isSuccess() + ' ' + (r.getId() == null) + ' ' + (r.isSuccess() ? '' : r.getErrors()[0].getMessage() + r.getErrors()[0].getFields()));
       System.debug((rows[0].Id != null) + ' ' + rows[1].Id + ' ' + rows[0].Log__c);
       System.debug([SELECT Log__c FROM Thing__c].Log__c);`,
    ),
  ).toEqual([
    'true false',
    'false true record()',
    'false true unlucky(Count__c)',
    'true null null',
    'by trigger',
  ]);
  expect(
    await run(
      things,
      `try { insert new List<Thing__c>{ new Thing__c(), new Thing__c(Count__c = 13) }; }
       catch (DmlException e) {
         System.debug(e.getNumDml() + ' ' + e.getDmlIndex(0) + ' ' + e.getDmlType(0) + ' ' + e.getDmlFieldNames(0) + ' ' + e.getDmlMessage(0));
       }
       System.debug([SELECT COUNT() FROM Thing__c]);`,
    ),
  ).toEqual(['1 1 FIELD_CUSTOM_VALIDATION_EXCEPTION (Count__c) unlucky', '1']);
});

test('a savepoint takes back rows, not variables and not Ids', async () => {
  expect(
    await run(
      await org(),
      `Thing__c before = new Thing__c(Count__c = 1); insert before;
       Savepoint s = Database.setSavepoint();
       Thing__c after = new Thing__c(Count__c = 2); insert after;
       before.Count__c = 5; update before;
       Database.rollback(s);
       System.debug([SELECT COUNT() FROM Thing__c] + ' ' + [SELECT Count__c FROM Thing__c].Count__c + ' ' + before.Count__c + ' ' + (after.Id != null));
       System.debug(Limits.getDmlStatements());`,
    ),
  ).toEqual(['1 1 5 true', '5']);
});

test('aggregates have aliases, numbered names and types', async () => {
  expect(
    await run(
      await org(),
      `insert new List<Thing__c>{ new Thing__c(Count__c = 1), new Thing__c(Count__c = 1, Flag__c = true), new Thing__c(Count__c = 4) };
       for (AggregateResult r : [SELECT Count__c, COUNT(Id) n, SUM(Count__c) FROM Thing__c GROUP BY Count__c ORDER BY Count__c])
         System.debug(r.get('Count__c') + ' ' + r.get('n') + ' ' + r.get('expr0'));
       AggregateResult all = [SELECT MAX(Count__c) most, AVG(Count__c) middle, COUNT_DISTINCT(Count__c) kinds FROM Thing__c];
       System.debug(all.get('most') + ' ' + all.get('middle') + ' ' + all.get('kinds') + ' ' + (all.get('kinds') instanceof Integer));
       System.debug([SELECT SUM(Count__c) s FROM Thing__c WHERE Count__c > 100][0].get('s'));`,
    ),
  ).toEqual(['1 2 2', '4 1 4', '4 2 2 true', 'null']);
});

test('queries for one row, safe navigation and lists', async () => {
  const things = await org();
  expect(
    await run(
      things,
      `System.debug([SELECT Count__c FROM Thing__c LIMIT 1]?.Count__c);
       Thing__c none = [SELECT Count__c FROM Thing__c LIMIT 1] ?? new Thing__c(Count__c = 8);
       System.debug(none.Count__c);
       System.debug([SELECT Id FROM Thing__c].isEmpty());`,
    ),
  ).toEqual(['null', '8', 'true']);
  expect(await runFailing(things, `Thing__c t = [SELECT Id FROM Thing__c];`)).toBe(
    'System.QueryException: List has no rows for assignment to SObject',
  );
  expect(
    await runFailing(
      things,
      `insert new List<Thing__c>{ new Thing__c(), new Thing__c() }; Thing__c t = [SELECT Id FROM Thing__c];`,
    ),
  ).toBe('System.QueryException: List has more than 1 row for assignment to SObject');
  expect(
    await runFailing(
      things,
      `insert new Thing__c(); Thing__c t = [SELECT Id FROM Thing__c LIMIT 1]; System.debug(t.Count__c);`,
    ),
  ).toBe(
    'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Thing__c.Count__c',
  );
});

test('limits count what they should', async () => {
  expect(
    await run(
      await org(),
      `insert new List<Thing__c>{ new Thing__c(), new Thing__c() };
       List<Thing__c> rows = [SELECT Id FROM Thing__c];
       for (Thing__c t : [SELECT Id FROM Thing__c]) {}
       System.debug(Limits.getQueries() + ' ' + Limits.getQueryRows() + ' ' + Limits.getDmlStatements() + ' ' + Limits.getDmlRows());
       System.debug(Limits.getLimitQueries() + ' ' + Limits.getLimitDmlRows() + ' ' + Limits.getLimitQueueableJobs());`,
    ),
  ).toEqual(['2 4 1 2', '100 10000 50']);
});

test.each([
  [
    `insert new List<Thing__c>{ null };`,
    'System.NullPointerException: Attempt to de-reference a null object',
  ],
  [
    `Thing__c t = new Thing__c(); insert new List<Thing__c>{ t, t };`,
    'System.ListException: Before Insert or Upsert list must not have two identically equal elements',
  ],
  [
    `Thing__c t = new Thing__c(); insert t; insert t;`,
    'System.DmlException: Insert failed. First exception on row 0 with id \\w{18}; first error: INVALID_FIELD_FOR_INSERT_UPDATE, cannot specify Id in an insert call: \\[Id\\]',
  ],
  [
    `update new Thing__c();`,
    'System.DmlException: Update failed. First exception on row 0; first error: MISSING_ARGUMENT, Id not specified in an update call: \\[\\]',
  ],
  [
    `Thing__c t = new Thing__c(); insert t; delete t; update t;`,
    'System.DmlException: Update failed. First exception on row 0 with id \\w{18}; first error: ENTITY_IS_DELETED, entity is deleted: \\[\\]',
  ],
])('%s', async (apex, message) => {
  expect(await runFailing(await org(), apex)).toMatch(new RegExp(`^${message}$`));
});
