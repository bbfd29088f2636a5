/** Named locks between transactions: one holder, told apart from the dead, and waits that end. */
import { nameOf, packageOrg, anonymous, rows, VARIANTS, type PackageOrg } from './kit/package-org';
import { parts, Recorder } from './kit/recorder';

const LOCK_WAIT_MS = 10_000;
/** What `enqueue` waits at most for one lane: it asks twice. */
const ENQUEUE_WAIT_MS = 2 * LOCK_WAIT_MS;
/** Choices of the schedule take a millisecond each; a wait may seem longer by some of them. */
const TICKS_MS = 50;
/** Processor time of a call that waits: of its statements, as of one that does not wait. */
const MOST_CPU_MS = 200;
const MINUTE = 60_000;

describe.each(VARIANTS.slice(0, 2).map((variant) => [nameOf(variant), variant] as const))(
  '%s',
  (_, variant) => {
    let world: PackageOrg;
    beforeAll(async () => (world = await packageOrg(variant)));
    afterAll(() => world.org.close());

    /** @returns the exception that ended the script; empty when none did */
    const attempt = async (apex: string): Promise<string> =>
      (await world.org.executeAnonymous(apex)).exceptionMessage ?? '';

    test('of callers who lock at the same time one wins, and the others learn who', async () => {
      for (let seed = 1; seed <= 8; seed++) {
        await world.begin(seed);
        const answers = await Promise.all([1, 2, 3].map(() => attempt(`new Mutex('m').lock(0);`)));
        const refused = answers.filter((answer) => answer !== '');
        expect(refused).toHaveLength(2);
        for (const answer of refused) {
          expect(answer).toContain('MutexTimeoutException');
          expect(answer).toContain(
            `is held by ${world.org.adminUser.username} under token 1 since`,
          );
        }
        expect(await rows(world.org, 'SELECT Holder__c, Token__c FROM Mutex__c')).toEqual([
          { Holder__c: 'user', Token__c: 1 },
        ]);
      }
    });

    test('a lock that was rolled back is not taken for that of the next holder', async () => {
      for (let seed = 1; seed <= 12; seed++) {
        await world.begin(seed);
        const again = `Savepoint start = Database.setSavepoint();
          new Mutex('m').lock(0);
          Database.rollback(start);
          Integer others = [SELECT COUNT() FROM Mutex__c];
          new Mutex('m').lock(0);`;
        const answers = await Promise.all([again, again, `new Mutex('m').lock(0);`].map(attempt));
        expect([seed, answers.filter((answer) => answer === '')]).toEqual([seed, ['']]);
      }
    });

    test('a lease that has lapsed is kept while its job lives, and goes with it', async () => {
      await world.begin(1);
      const lock = `new Mutex('m').lock(0);`;
      await anonymous(
        world.org,
        `Id job = System.enqueueJob(new QueueWaker('nowhere', null), 10);
         new Mutex('m').forJob(job).withLease(1000).lock(0);`,
      );
      await world.org.advance(5 * MINUTE);
      expect(await attempt(lock)).toContain('MutexTimeoutException');
      await world.org.advance(6 * MINUTE);
      expect(await attempt(lock)).toBe('');
      const [row] = await rows(world.org, 'SELECT Token__c FROM Mutex__c');
      expect(row).toEqual({ Token__c: 2 });
    });

    test('a lapsed lease without a job, or of a job that was aborted, is taken over', async () => {
      for (const end of ['', 'System.abortJob(job);']) {
        await world.begin(1);
        await anonymous(
          world.org,
          `Id job = System.enqueueJob(new QueueWaker('nowhere', null), 10);
           new Mutex('m')${end === '' ? '' : '.forJob(job)'}.withLease(1000).lock(0);`,
        );
        if (end !== '')
          await anonymous(
            world.org,
            `System.abortJob([SELECT Job_Id__c FROM Mutex__c].Job_Id__c);`,
          );
        await world.org.advance(20_000);
        expect(await attempt(`new Mutex('m').lock(0);`)).toContain('MutexTimeoutException');
        await world.org.advance(20_000);
        expect(await attempt(`new Mutex('m').lock(0);`)).toBe('');
      }
    });

    test('a guarded write of a holder who was replaced does not commit', async () => {
      await world.begin(1);
      await anonymous(world.org, `new Mutex('m').withLease(1000).lock(0);`);
      await world.org.advance(MINUTE);
      await anonymous(world.org, `new Mutex('m').lock(0);`);
      const write = (token: number): string =>
        `insert as system new Probe_Effect__c(Item_Key__c = 'by ${token}');
         Mutexes.assertHeld('m', ${token});`;
      expect(await attempt(write(1))).toContain('MutexNotHeldException');
      expect(await attempt(write(2))).toBe('');
      expect(await rows(world.org, 'SELECT Item_Key__c FROM Probe_Effect__c')).toEqual([
        { Item_Key__c: 'by 2' },
      ]);
    });

    test('items behind a user lease wait for its end, and then run', async () => {
      for (let seed = 1; seed <= 4; seed++) {
        await world.begin(seed);
        await anonymous(world.org, `new Mutex('lane').lock(0);`);
        const recorder = new Recorder(world.org);
        const [row] = await rows(world.org, 'SELECT Token__c FROM Mutex__c');
        await Promise.all([
          recorder.enqueue('lane', parts('a', 2), 'collection'),
          anonymous(world.org, `Mutex.resume('lane', ${String(row?.['Token__c'])}).unlock();`),
          recorder.enqueue('lane', parts('b', 2)),
        ]);
        expect([seed, await recorder.drain(0)]).toEqual([seed, 0]);
      }
    });

    /** Runs a script while somebody else keeps the row of lane "m" locked for some time. */
    async function whileLocked(forMs: number, apex: string): Promise<string> {
      const { org } = world;
      await org.insert('Mutex__c', [{ Key__c: 'm' }]);
      const [row] = await rows(org, 'SELECT Id FROM Mutex__c');
      let locked = (): void => undefined;
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (locked = resolve));
      const over = new Promise<void>((resolve) => (release = resolve));
      const holder = org.atomic!(async (scope) => {
        await scope.update('Mutex__c', [{ Id: String(row?.['Id']), Max_Attempts__c: 2 }]);
        locked();
        await over;
      });
      await held;
      let answer: string | undefined;
      const caller = attempt(apex).then((text) => (answer = text));
      // Somebody else's requests keep coming, so the clock is looked at all the time.
      for (let ms = 0; ms < forMs && answer === undefined; ms += 1000) {
        await rows(org, 'SELECT Id FROM Mutex__c');
        await rows(org, 'SELECT Id FROM Mutex__c');
        org.clock.advance(1000);
      }
      await rows(org, 'SELECT Id FROM Mutex__c');
      release();
      await Promise.all([holder, caller]);
      return answer ?? '';
    }

    /** Notes how long a call waited and how it ended, in the same transaction; no CPU time is spent. */
    const timed = (call: string, caught: string): string =>
      `Long began = System.now().getTime();
       Integer cpu = Limits.getCpuTime();
       String ended = 'well';
       try { ${call} } catch (${caught} e) { ended = e.getMessage(); }
       Assert.isTrue(Limits.getCpuTime() - cpu < ${MOST_CPU_MS}, 'a wait is no work');
       insert as system new Probe_Effect__c(Item_Key__c = ended.left(120), Started__c = began, Finished__c = System.now().getTime());
       PlayHandler.enqueue('other', new List<String>{ 'goes on' });`;

    const enqueue = `PlayHandler.enqueue('m', new List<String>{ 'x' });`;
    const lock = `new Mutex('m').lock(0);`;

    test.each([
      ['lock', lock, 'MutexTimeoutException', LOCK_WAIT_MS, /Mutex "m" .*being changed/],
      ['enqueue', enqueue, 'LaneBusyException', ENQUEUE_WAIT_MS, /^UNABLE_TO_LOCK_ROW: lane "m"/],
    ])(
      'a wait of %s ends by a typed exception, and the caller goes on',
      async (_name, call, caught, wait, message) => {
        await world.begin(1);
        expect(await whileLocked(60_000, timed(call, caught))).toBe('');
        const notes = await rows(
          world.org,
          'SELECT Item_Key__c, Started__c, Finished__c FROM Probe_Effect__c WHERE Lane__c = NULL',
        );
        expect(notes[0]?.['Item_Key__c']).toMatch(message);
        const took = Number(notes[0]?.['Finished__c']) - Number(notes[0]?.['Started__c']);
        expect(took).toBeGreaterThanOrEqual(wait);
        expect(took).toBeLessThan(wait + 1000 + TICKS_MS);
        const recorder = new Recorder(world.org);
        expect(await recorder.drain(0)).toBe(0);
        const { items } = await recorder.history();
        expect(items.map(({ key, status }) => [key, status])).toEqual([['goes on', 'Done']]);
      },
    );

    test('who waits for less than ten seconds gets the lock', async () => {
      await world.begin(1);
      expect(await whileLocked(8000, timed(lock, 'MutexTimeoutException'))).toBe('');
      const [note] = await rows(
        world.org,
        'SELECT Item_Key__c FROM Probe_Effect__c WHERE Lane__c = NULL',
      );
      expect(note).toEqual({ Item_Key__c: 'well' });
    });
  },
);
