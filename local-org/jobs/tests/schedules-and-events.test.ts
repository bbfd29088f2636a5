import { column, orgWith, run, runFailing } from '../../org/tests/support/kit';
import type { Candidate } from '../../scheduler/strategy';
import { nextFireTime } from '../cron';

const NOTE = `public class Note {
  public static void down(String text) { insert new Thing__c(Log__c = text); }
}`;

const logs = (org: Awaited<ReturnType<typeof orgWith>>): Promise<unknown[]> =>
  column(org, 'SELECT Log__c FROM Thing__c ORDER BY Name', 'Log__c');

describe('cron', () => {
  const from = Date.UTC(2026, 0, 5, 9, 0, 0);
  test.each([
    ['0 0 * * * ?', '2026-01-05T10:00:00.000Z'],
    ['0 30 9 ? * MON-FRI', '2026-01-05T09:30:00.000Z'],
    ['0 0 13 ? * 1', '2026-01-11T13:00:00.000Z'],
    ['0 0 12 L * ?', '2026-01-31T12:00:00.000Z'],
    ['0 0 8 ? * 6#2', '2026-01-09T08:00:00.000Z'],
    ['0 0 0 1 1 ? 2027', '2027-01-01T00:00:00.000Z'],
  ])('%s', (expression, next) => {
    expect(new Date(nextFireTime(expression, from, 'GMT')!).toISOString()).toBe(next);
  });

  test('seconds and minutes must be integers; one of the two days must be ?', () => {
    expect(() => nextFireTime('0 0/15 * * * ?', from, 'GMT')).toThrow(
      'Seconds and minutes must be specified as integers: 0 0/15 * * * ?',
    );
    expect(() => nextFireTime('0 0 * * * *', from, 'GMT')).toThrow(
      'day-of-week AND a day-of-month',
    );
  });
});

const TICK = {
  Note: NOTE,
  Tick: `public class Tick implements Schedulable {
    public Integer n = 0;
    public void execute(SchedulableContext c) { n++; Note.down('tick ' + n + ' ' + c.getTriggerId()); }
  }`,
};

describe('schedules', () => {
  test('fire as the clock passes, and keep their rows', async () => {
    const org = await orgWith({ classes: TICK });
    const [id] = await run(
      org,
      `System.debug(System.schedule('hourly', '0 0 * * * ?', new Tick()));`,
    );
    await org.advance(2 * 3_600_000);
    expect(await logs(org)).toEqual([`tick 1 ${id}`, `tick 1 ${id}`]);
    const [row] = (
      await org.query(
        'SELECT State, TimesTriggered, NextFireTime, PreviousFireTime, CronJobDetail.Name FROM CronTrigger',
      )
    ).rows;
    const nine = Date.UTC(2026, 0, 5, 9);
    expect(row!.values).toMatchObject({
      State: 'WAITING',
      TimesTriggered: 2,
      PreviousFireTime: nine + 2 * 3_600_000,
      NextFireTime: nine + 3 * 3_600_000,
    });
  });

  test('names are unique; aborting frees them', async () => {
    const org = await orgWith({ classes: TICK });
    const [id] = await run(org, `System.debug(System.schedule('x', '0 0 * * * ?', new Tick()));`);
    expect(await runFailing(org, `System.schedule('x', '0 5 * * * ?', new Tick());`)).toBe(
      'System.AsyncException: The Apex job named "x" is already scheduled for execution.',
    );
    await run(org, `System.abortJob('${id}'); System.schedule('x', '0 5 * * * ?', new Tick());`);
    await org.advance(3_600_000);
    expect(await logs(org)).toHaveLength(1);
  });

  test('Developer Edition has room for five', async () => {
    const org = await orgWith({ classes: TICK }, { edition: 'Developer' });
    const message = await runFailing(
      org,
      `for (Integer i = 0; i < 6; i++) System.schedule('s' + i, '0 0 * * * ?', new Tick());`,
    );
    expect(message).toContain('maximum number (5) of Apex scheduled jobs');
  });

  test('a schedule without a next time leaves the org', async () => {
    const org = await orgWith({ classes: TICK });
    await run(org, `System.schedule('once', '0 30 9 5 1 ? 2026', new Tick());`);
    await org.advance(86_400_000);
    expect(await logs(org)).toHaveLength(1);
    expect((await org.query('SELECT Id FROM CronTrigger')).totalSize).toBe(0);
  });
});

const event = (behavior: string): string => `
  <label>Ping</label><pluralLabel>Pings</pluralLabel><deploymentStatus>Deployed</deploymentStatus>
  <eventType>HighVolume</eventType><publishBehavior>${behavior}</publishBehavior>
  <fields><fullName>Text__c</fullName><label>Text</label><type>Text</type><length>50</length></fields>`;

const PING = `trigger PingTrigger on Ping__e (after insert) {
  List<String> texts = new List<String>();
  for (Ping__e p : Trigger.new) texts.add(p.Text__c);
  if (texts[0] == 'retry' && EventBus.TriggerContext.currentContext().retries < 2)
    throw new EventBus.RetryableException('again');
  Note.down(UserInfo.getUserType() + ' ' + String.join(texts, ','));
}`;

describe('platform events', () => {
  test('after-commit events vanish with a rollback, and come in one batch with the commit', async () => {
    const org = await orgWith({
      classes: { Note: NOTE },
      triggers: { PingTrigger: PING },
      objects: { Ping__e: event('PublishAfterCommit') },
    });
    await runFailing(org, `EventBus.publish(new Ping__e(Text__c = 'lost')); Integer i = 1 / 0;`);
    await run(
      org,
      `EventBus.publish(new List<Ping__e>{ new Ping__e(Text__c = 'a'), new Ping__e(Text__c = 'b') });
       Savepoint s = Database.setSavepoint();
       EventBus.publish(new Ping__e(Text__c = 'undone'));
       Database.rollback(s);
       System.debug(Limits.getDmlStatements());`,
    );
    await org.idle();
    expect(await logs(org)).toEqual(['AutomatedProcess a,b']);
  });

  test('immediate events leave at once, whatever becomes of the transaction', async () => {
    const org = await orgWith({
      classes: { Note: NOTE },
      triggers: { PingTrigger: PING },
      objects: { Ping__e: event('PublishImmediately') },
    });
    await runFailing(org, `EventBus.publish(new Ping__e(Text__c = 'out')); Integer i = 1 / 0;`);
    await org.idle();
    expect(await logs(org)).toEqual(['AutomatedProcess out']);
  });

  test('RetryableException delivers the batch again', async () => {
    const org = await orgWith({
      classes: { Note: NOTE },
      triggers: { PingTrigger: PING },
      objects: { Ping__e: event('PublishAfterCommit') },
    });
    const heard: number[] = [];
    org.onEvent((e) => heard.push(e.replayId));
    await run(org, `EventBus.publish(new Ping__e(Text__c = 'retry'));`);
    await org.idle();
    expect(await logs(org)).toEqual(['AutomatedProcess retry']);
    expect(heard).toEqual([1]);
    expect(org.statistics().byContext['event']).toMatchObject({ transactions: 3, failed: 2 });
  });

  test('a batch whose commit the bus did not hear of is delivered again', async () => {
    const org = await orgWith({
      classes: { Note: NOTE },
      triggers: { PingTrigger: PING },
      objects: { Ping__e: event('PublishAfterCommit') },
    });
    let struck = false;
    const { scheduler } = org;
    scheduler.strategy = {
      name: 'strikes once',
      always: true,
      choose([{ op, performer, task }]: readonly [Candidate]): number {
        if (!struck && op.kind === 'commit' && performer?.context === 'event') {
          struck = true;
          scheduler.strike(task, { kind: 'unheard' });
        }
        return 0;
      },
    };
    await run(
      org,
      `EventBus.publish(new List<Ping__e>{ new Ping__e(Text__c = 'a'), new Ping__e(Text__c = 'b') });`,
    );
    await org.idle();
    expect(await logs(org)).toEqual(['AutomatedProcess a,b', 'AutomatedProcess a,b']);
  });
});
