/** Items that cannot be done: what happens to them, and to the lane behind them. */
import { checkHistory } from '../../checkers';
import { anonymous, packageOrg, rows, type PackageOrg } from './kit/package-org';
import { part, parts, Recorder, type Part } from './kit/recorder';

/** Attempts of an item unless its lane says otherwise. */
const ATTEMPTS = 3;
/** Waits after the first and the second failure are one and two minutes at most. */
const BACK_OFF_MINUTES = 1 + 2;
const LOOK_MINUTES = 2;
const BOUND = BACK_OFF_MINUTES + LOOK_MINUTES;

let world: PackageOrg;
let recorder: Recorder;
beforeAll(async () => (world = await packageOrg()));
afterAll(() => world.org.close());
beforeEach(async () => {
  await world.begin(1);
  recorder = new Recorder(world.org);
});

const POISON: readonly [string, Partial<Part>][] = [
  ['an exception', { fails: 99 }],
  ['a governor limit', { dies: 99 }],
];

/** A lane with this policy, and two items before and two behind a poisoned one. */
async function poisoned(policy: string, poison: Partial<Part>): Promise<void> {
  await world.org.insert('Mutex__c', [{ Key__c: 'lane', Policy__c: policy }]);
  const items = [...parts('a', 2), { ...part('bad'), ...poison }, ...parts('b', 2)];
  await recorder.enqueue('lane', items, 'collection');
}

const statuses = async (): Promise<string> =>
  (await recorder.history()).items.map(({ key, status }) => `${key} ${status}`).join(', ');

const lane = async (): Promise<Readonly<Record<string, unknown>> | undefined> =>
  (await rows(world.org, 'SELECT Blocked__c, Holder__c, Run_Queueable__c FROM Mutex__c'))[0];

describe.each(POISON)('an item that dies of %s', (_, poison) => {
  test('Block: the lane stops at it, until an operator skips it', async () => {
    await poisoned('Block', poison);
    await recorder.drain(BOUND);
    expect(await statuses()).toBe('a0 Done, a1 Done, bad Pending, b0 Pending, b1 Pending');
    expect(await lane()).toEqual({ Blocked__c: true, Holder__c: null, Run_Queueable__c: false });
    const { items } = await recorder.history();
    expect(items.map(({ attempts }) => attempts)).toEqual([0, 0, ATTEMPTS, 0, 0]);
    await recorder.enqueue('lane', parts('c', 1));
    expect(await statuses()).toContain('c0 Pending');
    await anonymous(world.org, `LaneAdmin.skip('${items[2]!.id}');`);
    expect(await recorder.drain(0)).toBe(0);
    expect(await statuses()).toBe('a0 Done, a1 Done, bad Dead, b0 Done, b1 Done, c0 Done');
  });

  test('DeadLetter: it is given up, and the lane goes on in order', async () => {
    await poisoned('DeadLetter', poison);
    expect(await recorder.drain(BOUND)).toBeLessThanOrEqual(BOUND);
    expect(await statuses()).toBe('a0 Done, a1 Done, bad Dead, b0 Done, b1 Done');
    const { effects } = await recorder.history();
    expect(effects.map(({ key }) => key)).toEqual(['a0', 'a1', 'b0', 'b1']);
  });

  test('CancelRest: what waits behind it is cancelled, what comes later is not', async () => {
    await poisoned('CancelRest', poison);
    expect(await recorder.drain(BOUND)).toBeLessThanOrEqual(BOUND);
    expect(await statuses()).toBe('a0 Done, a1 Done, bad Dead, b0 Cancelled, b1 Cancelled');
    await recorder.enqueue('lane', parts('c', 1));
    expect(await recorder.drain(0)).toBe(0);
    expect(await statuses()).toContain('c0 Done');
  });

  test('another lane does not notice', async () => {
    await Promise.all([
      poisoned('Block', poison),
      recorder.enqueue('other', parts('x', 3), 'collection'),
    ]);
    await world.org.idle();
    const { effects } = await recorder.history();
    expect(effects.filter((effect) => effect.lane === 'other')).toHaveLength(3);
  });

  test('an item that succeeds in the end keeps its place, and nothing is done twice', async () => {
    const passing = Object.fromEntries(Object.keys(poison).map((name) => [name, ATTEMPTS - 1]));
    await poisoned('Block', passing);
    expect(await recorder.drain(BOUND)).toBeLessThanOrEqual(BOUND);
    const history = await recorder.history();
    expect(checkHistory(history)).toEqual([]);
    expect(history.effects.map(({ key }) => key)).toEqual(['a0', 'a1', 'bad', 'b0', 'b1']);
  });
});

test('a redriven item begins again with its first attempt, while others enqueue, and may block again', async () => {
  await poisoned('Block', { fails: ATTEMPTS - 1 });
  await world.org.update('Mutex__c', [
    {
      Id: String((await rows(world.org, 'SELECT Id FROM Mutex__c'))[0]?.['Id']),
      Max_Attempts__c: 1,
    },
  ]);
  await recorder.drain(BOUND);
  for (let n = 0; n < 4; n++) {
    await Promise.all([
      anonymous(world.org, `LaneAdmin.redrive('lane');`),
      recorder.enqueue('lane', parts(`c${n}-`, 1)),
    ]);
    await recorder.drain(1);
  }
  // With one attempt each time, the handler never sees the one in which it would succeed.
  expect(await statuses()).toContain('bad Pending');
  expect(await lane()).toMatchObject({ Blocked__c: true });
});

test('a request that is repeated after a lost answer is served once', async () => {
  world.org.addFault({ kind: 'loseAnswer', match: { context: 'rest' } });
  await recorder.enqueue('lane', parts('a', 1), 'insert');
  expect(recorder.calls[0]?.outcome).toBe('unknown');
  const again = await recorder.enqueue('lane', parts('a', 1), 'insert');
  expect(again).toMatch(/is stored already in this lane, under ticket 0/);
  recorder.calls.pop();
  // The Apex API answers the same question with the stored item.
  expect(await recorder.enqueue('lane', parts('a', 1), 'anonymous')).toBe('');
  recorder.calls.pop();
  expect(await recorder.drain(0)).toBe(0);
  const history = await recorder.history();
  expect(checkHistory(history)).toEqual([]);
  expect(history.items).toHaveLength(1);
});

test('the same request by many callers at once is served once', async () => {
  for (let seed = 1; seed <= 5; seed++) {
    await world.begin(seed);
    recorder = new Recorder(world.org);
    await Promise.all(
      [1, 2, 3, 4].map((n) =>
        recorder.enqueue('lane', parts('a', 2), n % 2 ? 'anonymous' : 'collection'),
      ),
    );
    recorder.calls.splice(0);
    expect(await recorder.drain(0)).toBe(0);
    const history = await recorder.history();
    expect(checkHistory(history)).toEqual([]);
    expect(history.items.map(({ key }) => key)).toEqual(['a0', 'a1']);
  }
});
