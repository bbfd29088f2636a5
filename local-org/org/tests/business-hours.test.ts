import { orgWith, run } from './support/kit';

test('groups are ordered by what they count', async () => {
  const org = await orgWith({});
  const lines = await run(
    org,
    `for (String log : new List<String>{ 'a', 'b', 'b', 'c', 'c', 'c' }) insert new Thing__c(Flag__c = log != 'b', Count__c = log == 'a' ? 9 : 1);
     for (AggregateResult r : [SELECT Count__c n, COUNT(Id) c FROM Thing__c GROUP BY Count__c ORDER BY COUNT(Id) DESC])
       System.debug(r.get('n') + ' ' + r.get('c'));
     for (AggregateResult r : [SELECT Flag__c f FROM Thing__c GROUP BY Flag__c ORDER BY MAX(Count__c), Flag__c])
       System.debug(r.get('f'));
     System.debug(Database.query('SELECT Flag__c f FROM Thing__c GROUP BY Flag__c ORDER BY MAX(Count__c) DESC')[0].get('f'));`,
  );
  expect(lines).toEqual(['1 5', '9 1', 'false', 'true', 'true']);
});

test('business hours are around the clock', async () => {
  const org = await orgWith({});
  const lines = await run(
    org,
    `Id hours = [SELECT Id FROM BusinessHours WHERE IsDefault = TRUE].Id;
     Datetime at = Datetime.newInstanceGmt(2026, 1, 4, 3, 0, 0);
     System.debug(BusinessHours.isWithin(hours, at) + ' ' + BusinessHours.diff(hours, at, at.addHours(2))
       + ' ' + (BusinessHours.add(hours, at, 60000L) == at.addMinutes(1)) + ' ' + (BusinessHours.nextStartDate(hours, at) == at));`,
  );
  expect(lines).toEqual(['true 7200000 true true']);
});

test('no action can be invoked', async () => {
  const org = await orgWith({});
  const lines = await run(
    org,
    `try { Invocable.Action.createCustomAction('flow', 'None').invoke(); } catch (TypeException e) { System.debug(e.getMessage()); }`,
  );
  expect(lines[0]).toContain('There is no action flow None that the local org could invoke');
});
