/** Jobs that die, finalizers that never come, a platform that refuses: every lane runs again in time. */
import { checkHistory } from '../../checkers';
import type { Fault } from '../../local-org/org';
import { packageOrg, rows, type PackageOrg } from './kit/package-org';
import { part, parts, Recorder } from './kit/recorder';

const REAPER_PER_HOUR = 4;
const REAPER_MINUTES = 60 / REAPER_PER_HOUR;
/** The clock of a case is looked at once a minute. */
const LOOK_MINUTES = 1;
/** A lost job or finalizer: the grace period, then the reaper's next visit. */
const LOST = 1 + REAPER_MINUTES + LOOK_MINUTES;
/** A job that stays Processing: longer than any transaction lives, seen by two visits. */
const STUCK = 11 + 2 * REAPER_MINUTES + LOOK_MINUTES;
/** More operations than a run has; a test that gets here has not found the end. */
const MOST_OPERATIONS = 200;

const RUNNER = { context: 'queueable', className: 'QueueRunner' };
const FINALIZER = { context: 'finalizer' };

let world: PackageOrg;
beforeAll(async () => (world = await packageOrg({ reaper: REAPER_PER_HOUR })));
afterAll(() => world.org.close());

/** Three items, one fault, and a caller of the same lane who comes later. */
async function recover(seed: number, fault: Fault, bound: number): Promise<void> {
  await world.begin(seed);
  const recorder = new Recorder(world.org);
  world.org.addFault(fault);
  await recorder.enqueue('lane', parts('a', 3), 'collection');
  const minutes = await recorder.drain(bound);
  expect([fault, checkHistory(await recorder.history())]).toEqual([fault, []]);
  expect(minutes).toBeLessThanOrEqual(bound);
}

const failedJobs = (): Promise<readonly unknown[]> =>
  rows(world.org, "SELECT Id FROM AsyncApexJob WHERE Status = 'Failed'");

test('a run may be killed before any of its operations', async () => {
  let operation = 0;
  do {
    operation += 1;
    const kill = { kind: 'kill', match: RUNNER, beforeOperation: operation } as const;
    await recover(operation, kill, LOST);
  } while ((await failedJobs()).length > 0 && operation < MOST_OPERATIONS);
  expect(operation).toBeGreaterThan(10);
  expect(operation).toBeLessThan(MOST_OPERATIONS);
});

test('a killed run that stays Processing for ever is found out', async () => {
  for (let operation = 1; operation <= 25; operation += 4)
    await recover(
      operation,
      { kind: 'kill', match: RUNNER, beforeOperation: operation, aftermath: 'processing' },
      STUCK,
    );
});

test('a run that is delivered again goes on at once', async () => {
  for (let operation = 1; operation <= 25; operation += 2)
    await recover(
      operation,
      { kind: 'kill', match: RUNNER, beforeOperation: operation, aftermath: 'requeued' },
      LOOK_MINUTES,
    );
});

test('a finalizer may be killed before any of its operations, or never come', async () => {
  for (let operation = 1; operation <= 12; operation++)
    await recover(operation, { kind: 'kill', match: FINALIZER, beforeOperation: operation }, LOST);
  await recover(1, { kind: 'skipFinalizer', match: RUNNER }, LOST);
});

test('a finalizer that is refused a job asks a fresh transaction, which starts one at once', async () => {
  for (const seed of [1, 2, 3]) {
    await world.begin(seed);
    const recorder = new Recorder(world.org);
    world.org.addFault({ kind: 'refuseEnqueue', match: FINALIZER });
    // More than one run takes, so that the finalizer has to chain.
    await recorder.enqueue('lane', parts('a', 60), 'collection');
    expect(await recorder.drain(LOOK_MINUTES)).toBeLessThanOrEqual(LOOK_MINUTES);
    expect(checkHistory(await recorder.history())).toEqual([]);
  }
});

test('a caller who is refused a job has stored his items all the same', async () => {
  await world.begin(1);
  const recorder = new Recorder(world.org);
  world.org.addFault({ kind: 'refuseEnqueue', match: { context: 'rest' } });
  expect(await recorder.enqueue('lane', parts('a', 2), 'collection')).toBe('');
  expect(await recorder.drain(LOOK_MINUTES)).toBeLessThanOrEqual(LOOK_MINUTES);
  expect(checkHistory(await recorder.history())).toEqual([]);
});

test('a caller who is killed leaves nothing behind, and the lane is free', async () => {
  for (let operation = 1; operation <= 20; operation++) {
    await world.begin(operation);
    const recorder = new Recorder(world.org);
    const match = { context: 'rest' };
    world.org.addFault({ kind: 'kill', match, beforeOperation: operation });
    await recorder.enqueue('lane', parts('a', 2), 'collection');
    world.org.clearFaults();
    await recorder.enqueue('lane', parts('b', 2), 'collection');
    expect(recorder.calls.at(-1)?.outcome).toBe('ok');
    expect(await recorder.drain(0)).toBe(0);
    expect([operation, checkHistory(await recorder.history())]).toEqual([operation, []]);
  }
});

test('the next enqueue repairs a lost run as soon as the grace period is over', async () => {
  await world.begin(1);
  const recorder = new Recorder(world.org);
  world.org.addFault({ kind: 'kill', match: RUNNER, beforeOperation: 8 });
  await recorder.enqueue('lane', parts('a', 3), 'collection');
  await world.org.idle();
  await world.org.advance(62_000);
  await recorder.enqueue('lane', parts('b', 1));
  expect(await recorder.drain(0)).toBe(0);
  expect(checkHistory(await recorder.history())).toEqual([]);
});

test('faults of every kind while a crowd comes in', async () => {
  for (const seed of [1, 2, 3, 4]) {
    await world.begin(seed);
    const recorder = new Recorder(world.org);
    for (const beforeOperation of [3 + seed, 9 + seed])
      world.org.addFault({ kind: 'kill', match: RUNNER, beforeOperation });
    world.org.addFault({ kind: 'skipFinalizer', match: { ...RUNNER, times: 2 } });
    world.org.addFault({ kind: 'refuseEnqueue', match: { ...FINALIZER, times: 2 } });
    world.org.addFault({ kind: 'loseAnswer', match: { context: 'rest' } });
    await Promise.all(
      [0, 1, 2, 3].map((n) => recorder.enqueue(`lane ${n % 2}`, parts(`${n}-`, 3), 'collection')),
    );
    // One lane may meet several faults, one after the other.
    const bound = 4 * (LOST + 10);
    expect(await recorder.drain(bound)).toBeLessThanOrEqual(bound);
    expect([seed, checkHistory(await recorder.history())]).toEqual([seed, []]);
  }
});

test('in a Developer Edition org, where a chain ends after five jobs, a long lane goes on', async () => {
  for (const finalizerDepth of ['counted', 'cleared'] as const) {
    const small = await packageOrg({ edition: 'Developer', settings: { finalizerDepth } });
    try {
      await small.begin(1);
      const recorder = new Recorder(small.org);
      // Each item is enqueued by the one before it: a run of its own for each, in one chain.
      let first = part('a13');
      for (let n = 12; n >= 0; n--) first = { ...part(`a${n}`), sends: { lane: [first] } };
      await recorder.enqueue('lane', [first], 'insert');
      expect(await recorder.drain(0)).toBe(0);
      const history = await recorder.history();
      expect(checkHistory(history)).toEqual([]);
      expect(history.effects.map(({ key }) => key)).toEqual(
        Array.from({ length: 14 }, (_, n) => `a${n}`),
      );
      expect(new Set(history.effects.map(({ job }) => job)).size).toBe(14);
    } finally {
      await small.org.close();
    }
  }
});
