/** Enqueueing on behalf of a flow and of a guest: what an action answers, and with whose rights a run works. */
import { anonymous, packageOrg, rows, type PackageOrg } from './kit/package-org';
import { Recorder } from './kit/recorder';

/** What a flow hands to the action "Enqueue Work" for one interview. */
interface Interview {
  readonly lane: string;
  readonly handler: string;
  readonly payload?: string;
}

let world: PackageOrg;
beforeAll(async () => (world = await packageOrg()));
afterAll(() => world.org.close());
beforeEach(() => world.begin(1));

const interview = (lane: string, key: string): Interview => ({
  lane,
  handler: 'PlayHandler',
  payload: JSON.stringify({ key }),
});

const settled = (lane: string): ReturnType<typeof rows> =>
  rows(
    world.org,
    `SELECT Ticket__c, Status__c FROM Queue_Item__c WHERE Lane__c = '${lane}' ORDER BY Ticket__c`,
  );

describe('the action of flows', () => {
  const enqueue = (interviews: readonly Interview[]): ReturnType<typeof world.org.invokeAction> =>
    world.org.invokeAction('LaneEnqueueAction', interviews as never);

  test('200 interviews are one order, in two lanes, with one lock each', async () => {
    const lanes = ['a', 'b'];
    const interviews = Array.from({ length: 200 }, (_, i) => interview(lanes[i % 2]!, `k${i}`));
    const answers = await enqueue(interviews);
    expect(answers.map(({ isStored }) => isStored)).toEqual(Array(200).fill(true));
    expect(answers.map(({ ticket }) => ticket)).toEqual(
      interviews.map((_, i) => Math.floor(i / 2)),
    );
    const recorder = new Recorder(world.org);
    expect(await recorder.drain(2)).toBeLessThanOrEqual(2);
    const { effects } = await recorder.history();
    for (const [i, lane] of lanes.entries())
      expect(effects.filter((effect) => effect.lane === lane).map(({ key }) => key)).toEqual(
        interviews.flatMap((_, at) => (at % 2 === i ? [`k${at}`] : [])),
      );
  });

  test('a wrong interview is told what is wrong, and keeps no other one out', async () => {
    const answers = await enqueue([
      interview('a', 'first'),
      { lane: 'x'.repeat(243), handler: 'PlayHandler' },
      { lane: 'a', handler: 'NoSuchHandler' },
      interview('a', 'last'),
    ]);
    expect(answers).toMatchObject([
      { isStored: true, ticket: 0 },
      {
        isStored: false,
        errorType: 'QueueException',
        error: expect.stringContaining('Lane__c') as unknown,
      },
      {
        isStored: false,
        errorType: 'QueueException',
        error: expect.stringContaining('Handler__c') as unknown,
      },
      { isStored: true, ticket: 1 },
    ]);
  });

  test('a lane that is closed is an answer, not a fault', async () => {
    await anonymous(world.org, `LaneAdmin.drain('closed', 'moving');`);
    const [answer] = await enqueue([interview('closed', 'late')]);
    expect(answer).toMatchObject({ isStored: false, errorType: 'LaneClosedException' });
    expect(await settled('closed')).toEqual([]);
  });
});

/**
 * The org has no sites. A guest is a user whose type says Guest and who has no permission set: what
 * the package does for him it does in system mode, and what he asks for himself is refused.
 */
describe('a guest', () => {
  const GUEST = 'user@local.org';

  async function guest(): Promise<typeof world.org.adminUser> {
    const [user] = await rows(
      world.org,
      `SELECT Id, ProfileId FROM User WHERE Username = '${GUEST}'`,
    );
    const { Id: id, ProfileId: profileId } = user as Record<string, string>;
    return {
      ...world.org.adminUser,
      id: id!,
      username: GUEST,
      profileId: profileId!,
      type: 'Guest',
    };
  }

  const asGuest = async (apex: string): Promise<string> =>
    (await world.org.executeAnonymous(apex, { user: await guest() })).exceptionMessage ?? '';

  const ENQUEUE = (key: string): string =>
    `PlayHandler.enqueue('site', new List<String>{ '${key}' });`;

  test('enqueues through Apex, in one order with the others, and his run is his own', async () => {
    expect(
      await asGuest(`Assert.areEqual('Guest', UserInfo.getUserType()); ${ENQUEUE('one')}`),
    ).toBe('');
    await anonymous(world.org, ENQUEUE('two'));
    expect(await asGuest(ENQUEUE('three'))).toBe('');
    const recorder = new Recorder(world.org);
    expect(await recorder.drain(0)).toBe(0);
    const { effects } = await recorder.history();
    expect(effects.map(({ key }) => key)).toEqual(['one', 'two', 'three']);
    const { id } = await guest();
    const items = await rows(
      world.org,
      'SELECT Enqueued_By__c FROM Queue_Item__c ORDER BY Ticket__c',
    );
    expect(items.map((item) => item['Enqueued_By__c'] === id)).toEqual([true, false, true]);
    const [job] = await rows(
      world.org,
      `SELECT CreatedById FROM AsyncApexJob WHERE JobType = 'Queueable' ORDER BY CreatedDate, Id LIMIT 1`,
    );
    expect(job).toEqual({ CreatedById: id });
  });

  test('is shut out by a lock that he may not see, and shuts others out', async () => {
    await anonymous(world.org, `new Mutex('m').lock(0);`);
    expect(await asGuest(`new Mutex('m').lock(0);`)).toMatch(/MutexTimeoutException.*is held by/);
    expect(await asGuest(`new Mutex('n').lock(0);`)).toBe('');
    expect(
      (await world.org.executeAnonymous(`new Mutex('n').lock(0);`)).exceptionMessage,
    ).toContain(`is held by ${GUEST}`);
  });

  test('is no operator, and sees nothing; his transaction goes on', async () => {
    await anonymous(world.org, ENQUEUE('one'));
    for (const call of [
      `LaneAdmin.pause('site', 'why');`,
      `LaneAdmin.wake('site');`,
      `Mutexes.forceRelease('site', 'why');`,
    ])
      expect(
        await asGuest(
          `try { ${call} Assert.fail(); } catch (MutexException e) {
             Assert.isTrue(e.getMessage().contains('Mutex_Admin'), e.getMessage());
           }
           ${ENQUEUE('after')}`,
        ),
      ).toBe('');
    expect(await asGuest(`MutexMonitor.lanes(10);`)).toMatch(
      /MutexException: The mutexes cannot be read/,
    );
  });

  test('inserts records only with a permission set', async () => {
    const user = await guest();
    const insert = async (): Promise<readonly unknown[]> =>
      world.org.insert(
        'Queue_Item__c',
        [{ Lane__c: 'site', Handler__c: 'PlayHandler', Payload__c: '{"key":"rest"}' }],
        { allOrNone: true, user },
      );
    expect(await insert()).toMatchObject([
      { success: false, errors: [{ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }] },
    ]);
    const [set] = await rows(world.org, "SELECT Id FROM PermissionSet WHERE Name = 'Mutex_User'");
    await world.org.insert('PermissionSetAssignment', [
      { AssigneeId: user.id, PermissionSetId: String(set!['Id']) },
    ]);
    expect(await insert()).toMatchObject([{ success: true }]);
    expect(await new Recorder(world.org).drain(0)).toBe(0);
    expect(await settled('site')).toEqual([{ Ticket__c: 0, Status__c: 'Done' }]);
  });
});
