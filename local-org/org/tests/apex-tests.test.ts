import { orgWith } from './support/kit';

const JOB = `public class Job implements Queueable, Finalizer {
  public Integer chain = 0;
  public void execute(QueueableContext c) {
    System.attachFinalizer(this);
    insert new Thing__c(Log__c = 'job');
    if (chain > 0) { Job next = new Job(); next.chain = chain - 1; System.enqueueJob(next); }
  }
  public void execute(FinalizerContext c) { insert new Thing__c(Log__c = 'finalizer ' + c.getResult()); }
}`;

const TESTS = `@IsTest private class JobTest {
  static Integer count(String text) { return [SELECT COUNT() FROM Thing__c WHERE Key__c = :text]; }
  @IsTest static void jobsRunAtStopTest() {
    Test.startTest();
    Job j = new Job(); j.chain = 2;
    Id id = System.enqueueJob(j);
    Assert.areEqual(0, [SELECT COUNT() FROM Thing__c]);
    Test.stopTest();
    Assert.areEqual(6, [SELECT COUNT() FROM Thing__c]);
    Assert.areEqual('Completed', [SELECT Status FROM AsyncApexJob WHERE Id = :id].Status);
  }
  @IsTest static void limitsAreFreshInside() {
    for (Integer i = 0; i < 60; i++) count('x');
    Test.startTest();
    for (Integer i = 0; i < 60; i++) count('x');
    Assert.areEqual(60, Limits.getQueries());
    Test.stopTest();
    Assert.areEqual(60, Limits.getQueries());
  }
  @IsTest static void schedulesRunAtStopTest() {
    Test.startTest();
    System.schedule('t', '0 0 * * * ?', new Tick());
    Test.stopTest();
    Assert.areEqual(1, [SELECT COUNT() FROM Thing__c]);
  }
  @IsTest static void runsAsAnother() {
    User u = [SELECT Id FROM User WHERE Username = 'user@local.org'];
    System.runAs(u) { Assert.areEqual(u.Id, UserInfo.getUserId()); insert new Thing__c(); }
    Assert.areEqual(u.Id, [SELECT OwnerId FROM Thing__c].OwnerId);
    Assert.areNotEqual(u.Id, UserInfo.getUserId());
  }
  @IsTest static void mocksAnswer() {
    Test.setMock(HttpCalloutMock.class, new Mock());
    HttpRequest r = new HttpRequest(); r.setEndpoint('callout:x'); r.setMethod('POST'); r.setBody('hi');
    HttpResponse a = new Http().send(r);
    Assert.areEqual(201, a.getStatusCode());
    Assert.areEqual('got hi', a.getBody());
  }
  @IsTest static void eventsAreDelivered() {
    EventBus.publish(new Ping__e(Text__c = 'one'));
    Test.getEventBus().deliver();
    Assert.areEqual(1, [SELECT COUNT() FROM Thing__c]);
  }
  @IsTest static void failingJobSurfaces() {
    Test.startTest();
    System.enqueueJob(new Failing());
    try { Test.stopTest(); Assert.fail('expected'); } catch (MathException e) { Assert.areEqual('Divide by 0', e.getMessage()); }
  }
  @IsTest static void jobsCallOutWhateverTheTestHasWritten() {
    Test.setMock(HttpCalloutMock.class, new Mock());
    Test.startTest();
    insert new Thing__c(Key__c = 'before');
    System.enqueueJob(new Remote(false));
    Test.stopTest();
    Assert.areEqual(1, [SELECT COUNT() FROM Thing__c WHERE Key__c = 'got hi']);
  }
  @IsTest static void jobsDoNotCallOutAfterTheirOwnWrites() {
    Test.setMock(HttpCalloutMock.class, new Mock());
    Test.startTest();
    System.enqueueJob(new Remote(true));
    try { Test.stopTest(); Assert.fail('expected'); } catch (CalloutException e) { Assert.isTrue(e.getMessage().contains('uncommitted work')); }
  }
  class Remote implements Queueable, Database.AllowsCallouts {
    Boolean writes;
    Remote(Boolean writes) { this.writes = writes; }
    public void execute(QueueableContext c) {
      if (writes) insert new Thing__c(Key__c = 'early');
      HttpRequest r = new HttpRequest(); r.setEndpoint('callout:x'); r.setMethod('POST'); r.setBody('hi');
      insert new Thing__c(Key__c = new Http().send(r).getBody());
    }
  }
  class Mock implements HttpCalloutMock {
    public HttpResponse respond(HttpRequest r) { HttpResponse a = new HttpResponse(); a.setStatusCode(201); a.setBody('got ' + r.getBody()); return a; }
  }
}`;

const EVENT = `<label>Ping</label><pluralLabel>Pings</pluralLabel><deploymentStatus>Deployed</deploymentStatus>
  <eventType>HighVolume</eventType><publishBehavior>PublishAfterCommit</publishBehavior>
  <fields><fullName>Text__c</fullName><label>Text</label><type>Text</type><length>50</length></fields>`;

test('the test context: jobs, schedules, events, limits, users and mocks', async () => {
  const org = await orgWith({
    classes: {
      Job: JOB,
      JobTest: TESTS,
      Tick: `public class Tick implements Schedulable { public void execute(SchedulableContext c) { insert new Thing__c(); } }`,
      Failing: `public class Failing implements Queueable { public void execute(QueueableContext c) { Integer i = 1 / 0; } }`,
    },
    triggers: {
      PingTrigger: 'trigger PingTrigger on Ping__e (after insert) { insert new Thing__c(); }',
    },
    objects: { Ping__e: EVENT },
  });
  const { tests } = await org.runTests({});
  expect(tests.filter((t) => t.outcome !== 'Pass').map((t) => [t.methodName, t.message])).toEqual(
    [],
  );
  expect(tests).toHaveLength(9);
  expect((await org.query('SELECT Id FROM Thing__c')).totalSize).toBe(0);
});
