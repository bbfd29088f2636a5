import { column, orgWith, run, runFailing } from '../../org/tests/support/kit';

const TRACE = `public class Trace {
  public static List<String> lines = new List<String>();
  public static void add(String line) { lines.add(line); }
}`;

const TRIGGER = `trigger ThingTrigger on Thing__c (before insert, after insert, before update, after update,
    before delete, after delete, after undelete) {
  Trace.add(Trigger.operationType + ' ' + Trigger.size);
  if (Trigger.isBefore && !Trigger.isDelete)
    for (Thing__c t : Trigger.new) {
      if (t.Log__c == 'refuse') t.addError('refused');
      if (t.Log__c == 'break') throw new IllegalArgumentException('broken');
      if (Trigger.isInsert) t.Count__c = 1;
      else if (Trigger.oldMap.get(t.Id).Count__c != t.Count__c) t.Flag__c = true;
    }
  if (Trigger.isAfter && Trigger.isInsert)
    for (Thing__c t : Trigger.new)
      if (t.Log__c == 'late') t.Log__c.addError('too late');
}`;

const SOURCES = { classes: { Trace: TRACE }, triggers: { ThingTrigger: TRIGGER } };

describe('save order', () => {
  test('triggers fire before and after, in chunks of 200, and may change new values', async () => {
    const org = await orgWith(SOURCES);
    const lines = await run(
      org,
      `List<Thing__c> many = new List<Thing__c>();
       for (Integer i = 0; i < 201; i++) many.add(new Thing__c(Key__c = 'k' + i));
       insert many;
       System.debug(String.join(Trace.lines, ','));
       Trace.lines.clear();
       many[0].Count__c = 5;
       update many[0];
       System.debug(String.join(Trace.lines, ','));
       Thing__c fresh = [SELECT Count__c, Flag__c, Name FROM Thing__c WHERE Id = :many[0].Id];
       System.debug(fresh.Count__c + ' ' + fresh.Flag__c + ' ' + fresh.Name);
       Trace.lines.clear();
       delete many[0];
       undelete many[0];
       System.debug(String.join(Trace.lines, ','));`,
    );
    expect(lines).toEqual([
      'BEFORE_INSERT 200,AFTER_INSERT 200,BEFORE_INSERT 1,AFTER_INSERT 1',
      'BEFORE_UPDATE 1,AFTER_UPDATE 1',
      '5 true T-0001',
      'BEFORE_DELETE 1,AFTER_DELETE 1,AFTER_UNDELETE 1',
    ]);
  });

  test('what is not there is refused by what became of it', async () => {
    const org = await orgWith({});
    const lines = await run(
      org,
      `Thing__c gone = new Thing__c();
       insert gone;
       Id never = String.valueOf(gone.Id).left(3) + '000000000zzz';
       for (SObject row : new List<SObject>{ gone, new Thing__c(Id = never) })
         System.debug(Database.undelete(row, false).getErrors()[0].getMessage());
       delete gone;
       for (SObject row : new List<SObject>{ gone, new Thing__c(Id = never) }) {
         System.debug(Database.update(row, false).getErrors()[0].getStatusCode());
         System.debug(Database.delete(row, false).getErrors()[0].getStatusCode());
       }`,
    );
    expect(lines).toEqual([
      ...Array<string>(2).fill('Entity is not in the recycle bin'),
      ...Array<string>(2).fill('ENTITY_IS_DELETED'),
      ...Array<string>(2).fill('INVALID_CROSS_REFERENCE_KEY'),
    ]);
  });

  test('addError fails the statement, and everything it did is undone', async () => {
    const org = await orgWith(SOURCES);
    const message = await runFailing(
      org,
      `insert new List<Thing__c>{ new Thing__c(Key__c = 'a'), new Thing__c(Log__c = 'refuse') };`,
    );
    expect(message).toBe(
      'System.DmlException: Insert failed. First exception on row 1; first error: ' +
        'FIELD_CUSTOM_VALIDATION_EXCEPTION, refused: []',
    );
    expect((await org.query('SELECT Id FROM Thing__c')).totalSize).toBe(0);
  });

  test('an exception in a trigger names the trigger and its cause', async () => {
    const org = await orgWith(SOURCES);
    const message = await runFailing(org, `insert new Thing__c(Log__c = 'break');`);
    expect(message).toContain(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, ThingTrigger: execution of BeforeInsert\n\n' +
        'caused by: System.IllegalArgumentException: broken\n\nTrigger.ThingTrigger: line 7, column 1: []',
    );
  });

  test('partial success fires triggers again for the good rows; statics stay, limits go back', async () => {
    const org = await orgWith(SOURCES);
    const lines = await run(
      org,
      `List<Thing__c> rows = new List<Thing__c>{ new Thing__c(Key__c = 'a'), new Thing__c(Key__c = 'b', Log__c = 'late') };
       List<Database.SaveResult> results = Database.insert(rows, false);
       System.debug(String.join(Trace.lines, ','));
       System.debug(results[0].isSuccess() + ' ' + results[1].getErrors()[0].getMessage() + ' ' + results[1].getErrors()[0].getFields() + ' ' + rows[1].Id);
       System.debug(Limits.getDmlRows());`,
    );
    expect(lines).toEqual([
      'BEFORE_INSERT 2,AFTER_INSERT 2,BEFORE_INSERT 1,AFTER_INSERT 1',
      'true too late (Log__c) null',
      '2',
    ]);
    expect(await column(org, 'SELECT Key__c FROM Thing__c', 'Key__c')).toEqual(['a']);
  });

  test('upsert looks up by external id; race or not, the key stays unique', async () => {
    const org = await orgWith(SOURCES);
    const lines = await run(
      org,
      `upsert new Thing__c(Key__c = 'a', Log__c = 'one') Key__c;
       Database.UpsertResult r = Database.upsert(new Thing__c(Key__c = 'a', Log__c = 'two'), Thing__c.Key__c);
       System.debug(r.isCreated() + ' ' + [SELECT Log__c FROM Thing__c].Log__c);`,
    );
    expect(lines).toEqual(['false two']);
  });

  test('system validation speaks as the platform does', async () => {
    const org = await orgWith({});
    const problem = async (fields: string): Promise<string> =>
      (await runFailing(org, `insert new Thing__c(${fields});`)).replace(/^.*first error: /, '');
    expect(await problem(`Key__c = 'aaaaaaaaaaaaaaaaaaaaaaa'`)).toBe(
      'STRING_TOO_LONG, Key: data value too large: aaaaaaaaaaaaaaaaaaaaaaa (max length=20): [Key__c]',
    );
    expect(await problem('Count__c = 100000')).toBe(
      'NUMBER_OUTSIDE_VALID_RANGE, Count: value outside of valid range on numeric field: 100000: [Count__c]',
    );
    expect(await runFailing(org, 'insert new Contact();')).toContain(
      'REQUIRED_FIELD_MISSING, Required fields are missing: [LastName]: [LastName]',
    );
  });

  test('setup and ordinary objects do not mix', async () => {
    const org = await orgWith({});
    const message = await runFailing(
      org,
      `insert new Thing__c();
       insert new PermissionSet(Name = 'p', Label = 'p');`,
    );
    expect(message).toContain(
      'MIXED_DML_OPERATION, DML operation on setup object is not permitted',
    );
  });

  test('dates have whole seconds; the running user signs', async () => {
    const org = await orgWith({}, { startTime: Date.UTC(2026, 0, 1) + 789 });
    await run(org, 'insert new Thing__c();');
    const [row] = (await org.query('SELECT CreatedDate, CreatedById, OwnerId FROM Thing__c')).rows;
    expect(row!.values).toEqual({
      CreatedDate: Date.UTC(2026, 0, 1),
      CreatedById: org.adminUser.id,
      OwnerId: org.adminUser.id,
    });
  });
});
