/** Anonymous Apex: variables in queries given as text, and what only tests may do. */
import { orgWith } from './support/kit';

const FINDER = `public class Finder {
  public Integer count(String key) {
    Integer unset;
    for (String other : new List<String>{ 'b' }) {
      System.assertEquals(1, Database.countQuery('SELECT COUNT() FROM Thing__c WHERE Key__c = :OTHER'));
    }
    System.assertEquals(0, Database.query('SELECT Id FROM Thing__c WHERE Key__c = :unset').size());
    return Database.query('SELECT Id FROM Thing__c WHERE Key__c IN (:key, :other)').size();
  }
  public Integer all(List<String> keys) {
    return Database.query('SELECT Id FROM Thing__c WHERE Key__c IN :keys', AccessLevel.SYSTEM_MODE).size();
  }
}`;

test('binds of a query given as text name the variables in sight', async () => {
  const org = await orgWith({ classes: { Finder: FINDER } });
  await org.insert('Thing__c', [{ Key__c: 'a' }, { Key__c: 'b' }]);
  const run = (apex: string) => org.executeAnonymous(apex);
  expect(
    await run(
      "String k = 'a'; List<Thing__c> l = Database.query('SELECT Id FROM Thing__c WHERE Key__c = :k'); System.assertEquals(1, l.size());",
    ),
  ).toMatchObject({ success: true, exceptionMessage: null });
  expect(
    await run("System.assertEquals(2, new Finder().all(new List<String>{ 'a', 'b' }));"),
  ).toMatchObject({ exceptionMessage: null });
  expect(await run("new Finder().count('a');")).toMatchObject({
    exceptionMessage: 'System.QueryException: Variable does not exist: other',
  });
});

test('System.runAs outside of tests is an exception', async () => {
  const org = await orgWith({});
  expect(
    await org.executeAnonymous('System.runAs(new User(Id = UserInfo.getUserId())) { }'),
  ).toMatchObject({
    compiled: true,
    exceptionMessage: 'System.UnexpectedException: Test methods must be called from a test context',
  });
});

test.each([
  ["Blob b = Blob.toPdf('x');", 'toPdf'],
  ["Test.loadData(Thing__c.SObjectType, 'x');", 'loadData'],
])('%s is refused when it is compiled', async (apex, name) => {
  const org = await orgWith({});
  const { compileProblem } = await org.executeAnonymous(apex);
  expect(compileProblem?.message).toMatch(/^The local org does not support /);
  expect(compileProblem?.message).toContain(name);
});
