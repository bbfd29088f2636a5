import { column, orgWith, run, runFailing } from '../../org/tests/support/kit';
import { RandomStrategy } from '../../scheduler';

/** Writes what happens to Thing__c rows, in the order of commits. */
const JOBS = {
  Note: `public class Note {
    public static void down(String text) { insert new Thing__c(Log__c = text); }
  }`,
  Job: `public class Job implements Queueable {
    public String name; public transient String secret; public Integer chain = 0;
    public Boolean fails = false; public Boolean limits = false; public Job shared;
    public Job(String name) { this.name = name; this.secret = 'hidden'; }
    public void execute(QueueableContext c) {
      System.attachFinalizer(new Done(name));
      Note.down(name + ' ' + secret + ' ' + (c.getJobId() == [SELECT Id FROM AsyncApexJob WHERE Status = 'Processing' LIMIT 1].Id));
      if (chain > 0) { Job next = new Job(name + '+'); next.chain = chain - 1; System.enqueueJob(next); }
      if (limits) { while (true) { List<Account> a = [SELECT Id FROM Account]; } }
      if (fails) throw new IllegalArgumentException('failed on purpose');
    }
  }`,
  Done: `public class Done implements Finalizer {
    public String name; public Integer touched = 0;
    public Done(String name) { this.name = name; }
    public void execute(FinalizerContext c) {
      String error = c.getException() == null ? '' : c.getException().getTypeName() + ': ' + c.getException().getMessage();
      Note.down('finalizer ' + name + ' ' + c.getResult() + ' ' + error);
    }
  }`,
};

const logs = (org: Awaited<ReturnType<typeof orgWith>>): Promise<unknown[]> =>
  column(org, 'SELECT Log__c FROM Thing__c ORDER BY Name', 'Log__c');

describe('queueables', () => {
  test('run after the commit, as they stood when enqueued, without transient fields', async () => {
    const org = await orgWith({ classes: JOBS });
    const lines = await run(
      org,
      `Job j = new Job('a'); Id id = System.enqueueJob(j); j.name = 'changed later';
       System.debug([SELECT Status FROM AsyncApexJob WHERE Id = :id].Status);`,
    );
    expect(lines).toEqual(['Queued']);
    await org.idle();
    expect(await logs(org)).toEqual(['a null true', 'finalizer a SUCCESS ']);
    const [job] = (
      await org.query('SELECT Status, JobType, ApexClass.Name, NumberOfErrors FROM AsyncApexJob')
    ).rows;
    expect(job!.values).toMatchObject({ Status: 'Completed', JobType: 'Queueable' });
    expect(job!.values['ApexClass']).toMatchObject({ values: { Name: 'Job' } });
  });

  test('a rolled back transaction leaves no job', async () => {
    const org = await orgWith({ classes: JOBS });
    await runFailing(org, `System.enqueueJob(new Job('a')); Integer i = 1 / 0;`);
    await org.idle();
    expect(await logs(org)).toEqual([]);
    expect((await org.query('SELECT Id FROM AsyncApexJob')).totalSize).toBe(0);
  });

  test('the finalizer runs after a failure and after a limit exception, the work is undone', async () => {
    const org = await orgWith({ classes: JOBS });
    await run(org, `Job j = new Job('a'); j.fails = true; System.enqueueJob(j);`);
    await org.idle();
    await run(org, `Job j = new Job('b'); j.limits = true; System.enqueueJob(j);`);
    await org.idle();
    expect(await logs(org)).toEqual([
      'finalizer a UNHANDLED_EXCEPTION System.IllegalArgumentException: failed on purpose',
      'finalizer b UNHANDLED_EXCEPTION System.LimitException: Too many SOQL queries: 201',
    ]);
    expect(await column(org, 'SELECT Status FROM AsyncApexJob', 'Status')).toEqual([
      'Failed',
      'Failed',
    ]);
  });

  test('delays wait for the clock', async () => {
    const org = await orgWith({ classes: JOBS });
    await run(org, `System.enqueueJob(new Job('late'), 2); System.enqueueJob(new Job('soon'));`);
    await org.idle();
    expect(await logs(org)).toEqual(['soon null true', 'finalizer soon SUCCESS ']);
    await org.advance(119_000);
    expect(await logs(org)).toHaveLength(2);
    await org.advance(1000);
    expect(await logs(org)).toHaveLength(4);
  });

  test('Developer Edition chains have five jobs; Enterprise chains have no end', async () => {
    const chain = `Job j = new Job('a'); j.chain = 6; System.enqueueJob(j);`;
    const small = await orgWith({ classes: JOBS }, { edition: 'Developer' });
    await run(small, chain);
    await small.idle();
    expect((await logs(small)).at(-1)).toBe(
      'finalizer a++++ UNHANDLED_EXCEPTION System.AsyncException: Maximum stack depth has been reached.',
    );
    const large = await orgWith({ classes: JOBS });
    await run(large, chain);
    await large.idle();
    expect(await logs(large)).toHaveLength(14);
  });

  test('chains can be made shorter, until the org is reset', async () => {
    const org = await orgWith({ classes: JOBS });
    org.mark();
    const chain = `Job j = new Job('a'); j.chain = 2; System.enqueueJob(j);`;
    org.limitChains(2);
    await run(org, chain);
    await org.idle();
    expect((await logs(org)).at(-1)).toMatch(/^finalizer a\+ UNHANDLED_EXCEPTION .*stack depth/);
    await org.reset();
    await run(org, chain);
    await org.idle();
    expect((await logs(org)).at(-1)).toBe('finalizer a++ SUCCESS ');
  });

  test('MaximumQueueableStackDepth bounds a chain, and AsyncInfo tells', async () => {
    const org = await orgWith({
      classes: {
        ...JOBS,
        Deep: `public class Deep implements Queueable {
          public void execute(QueueableContext c) {
            Note.down(AsyncInfo.getCurrentQueueableStackDepth() + ' of ' + AsyncInfo.getMaximumQueueableStackDepth());
            if (AsyncInfo.getCurrentQueueableStackDepth() < AsyncInfo.getMaximumQueueableStackDepth()) System.enqueueJob(new Deep());
          }
        }`,
      },
    });
    await run(
      org,
      `AsyncOptions o = new AsyncOptions(); o.MaximumQueueableStackDepth = 3; System.enqueueJob(new Deep(), o);`,
    );
    await org.idle();
    expect(await logs(org)).toEqual(['1 of 3', '2 of 3', '3 of 3']);
  });

  test('an equal signature is refused while the job waits, and free once it is dequeued', async () => {
    const org = await orgWith({ classes: JOBS });
    const enqueue = `AsyncOptions o = new AsyncOptions();
      o.DuplicateSignature = QueueableDuplicateSignature.Builder().addString('x').build();
      System.enqueueJob(new Job('a'), o);`;
    await run(
      org,
      `AsyncOptions d = new AsyncOptions(); d.MinimumQueueableDelayInMinutes = 1;
      d.DuplicateSignature = QueueableDuplicateSignature.Builder().addString('x').build();
      System.enqueueJob(new Job('first'), d);`,
    );
    expect(await runFailing(org, enqueue)).toMatch(/^System.DuplicateMessageException/);
    await org.advance(60_000);
    await run(org, enqueue);
  });

  test('a finalizer may revive a failing job five times in a row', async () => {
    const org = await orgWith({
      classes: {
        ...JOBS,
        Poison: `public class Poison implements Queueable {
          public void execute(QueueableContext c) { System.attachFinalizer(new Again()); Integer i = 1 / 0; }
        }`,
        Again: `public class Again implements Finalizer {
          public void execute(FinalizerContext c) {
            try { System.enqueueJob(new Poison()); Note.down('again'); }
            catch (AsyncException e) { Note.down('no more'); }
          }
        }`,
      },
    });
    await run(org, 'System.enqueueJob(new Poison());');
    await org.idle();
    expect(await logs(org)).toEqual(['again', 'again', 'again', 'again', 'again', 'no more']);
  });

  test('an aborted job never starts', async () => {
    const org = await orgWith({ classes: JOBS });
    const [id] = await run(org, `System.debug(System.enqueueJob(new Job('a'), 1));`);
    await run(org, `System.abortJob('${id}');`);
    await org.advance(120_000);
    expect(await logs(org)).toEqual([]);
    expect(await column(org, 'SELECT Status FROM AsyncApexJob', 'Status')).toEqual(['Aborted']);
  });

  test('others run between a job and its finalizer, in an order that the seed chooses', async () => {
    const orders = new Set<string>();
    for (let seed = 1; seed <= 12; seed++) {
      const org = await orgWith({ classes: JOBS }, { strategy: new RandomStrategy(seed) });
      await run(org, `System.enqueueJob(new Job('a')); System.enqueueJob(new Job('b'));`);
      await org.idle();
      orders.add((await logs(org)).map((l) => String(l).split(' ').slice(0, 2).join(' ')).join());
    }
    expect(orders.size).toBeGreaterThan(2);
  });
});

describe('faults', () => {
  test('a job killed before its k-th operation leaves nothing, and no finalizer runs', async () => {
    const org = await orgWith({ classes: JOBS });
    org.addFault({ kind: 'kill', match: { context: 'queueable' }, beforeOperation: 2 });
    await run(org, `System.enqueueJob(new Job('a')); System.enqueueJob(new Job('b'));`);
    await org.idle();
    expect(await logs(org)).toEqual(['b null false', 'finalizer b SUCCESS ']);
    expect(await column(org, 'SELECT Status FROM AsyncApexJob ORDER BY Id', 'Status')).toEqual([
      'Failed',
      'Completed',
    ]);
  });

  test('a killed job may stay Processing for ever, or be delivered again', async () => {
    const org = await orgWith({ classes: JOBS });
    const kill = { kind: 'kill', match: { className: 'Job' }, beforeOperation: 1 } as const;
    org.addFault({ ...kill, aftermath: 'processing' });
    await run(org, `System.enqueueJob(new Job('a'));`);
    await org.idle();
    expect(await column(org, 'SELECT Status FROM AsyncApexJob', 'Status')).toEqual(['Processing']);
    org.addFault({ ...kill, aftermath: 'requeued' });
    await run(org, `System.enqueueJob(new Job('b'));`);
    await org.idle();
    expect((await logs(org)).at(-1)).toBe('finalizer b SUCCESS ');
  });

  test('a finalizer can be lost, an enqueue refused, an answer lost', async () => {
    const org = await orgWith({ classes: JOBS });
    org.addFault({ kind: 'skipFinalizer', match: {} });
    await run(org, `System.enqueueJob(new Job('a'));`);
    await org.idle();
    expect(await logs(org)).toEqual(['a null true']);
    org.addFault({ kind: 'refuseEnqueue', match: {} });
    expect(await runFailing(org, `System.enqueueJob(new Job('b'));`)).toMatch('AsyncException');
    org.addFault({ kind: 'loseAnswer', match: { context: 'rest' } });
    await expect(org.insert('Thing__c', [{ Key__c: 'x' }])).rejects.toThrow('its answer was lost');
    expect((await org.query('SELECT Id FROM Thing__c')).totalSize).toBe(2);
  });
});
