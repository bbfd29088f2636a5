/** What Apex gets from aggregate functions. */
import { createLocalOrg } from '../../org';

test('MIN and MAX of moments are moments, of numbers numbers', async () => {
  const org = await createLocalOrg({ clock: 'virtual' });
  await org.insert('Account', [{ Name: 'a' }, { Name: 'b' }]);
  const { success, exceptionMessage, compileProblem } = await org.executeAnonymous(`
    AggregateResult found = [SELECT MIN(CreatedDate) first, MAX(CreatedDate), COUNT(Id) n FROM Account];
    Assert.isTrue(found.get('first') instanceof Datetime);
    Assert.isTrue(found.get('expr0') instanceof Datetime);
    Assert.areEqual(2, (Integer) found.get('n'));
    Datetime first = (Datetime) found.get('first');
    Assert.isTrue(first <= (Datetime) found.get('expr0'));
    for (AggregateResult each : [SELECT CreatedDate moment, Owner.CreatedDate other FROM Account GROUP BY CreatedDate, Owner.CreatedDate]) {
      Assert.areEqual(first, each.get('moment'));
      Assert.isTrue(each.get('other') instanceof Datetime);
    }
    AggregateResult none = [SELECT MIN(CreatedDate) first FROM Account WHERE Name = 'nobody'];
    Assert.isNull(none.get('first'));
  `);
  expect([compileProblem, exceptionMessage, success]).toEqual([null, null, true]);
  await org.close();
});
