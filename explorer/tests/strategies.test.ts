/** Strategies on programs whose numbers of schedules and of traces are known. */
import { RandomSource } from '../../local-org/scheduler/random-source';
import { explore, repeats, type Exploration } from '../explore';
import type { Subject } from '../model';
import { switches } from '../shrink';
import { STRATEGIES } from '../strategies';
import { DepthFirstPlayer } from '../strategies/depth-first';
import { DporPlayer } from '../strategies/dpor';
import { PctPlayer } from '../strategies/pct';
import type { Player } from '../strategies/contract';
import { ReplayPlayer } from '../strategies/replay';
import { adders, Program, writers, type Task } from './support/programs';

const whole = (subject: Subject, player: Player): Promise<Exploration> =>
  explore(subject, player, { schedules: 20_000, checkEvery: 0, stopped: () => false });

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

describe('exhaustive', () => {
  // Each task also has a start, which is a move of its own.
  test.each([
    [[['x'], ['x']], 4, [2, 2]],
    [
      [
        ['x', 'x'],
        ['x', 'x'],
      ],
      6,
      [3, 3],
    ],
    [[['x'], ['y'], ['z']], 6, [2, 2, 2]],
    [[['x', 'x'], ['x'], ['x']], 7, [3, 2, 2]],
  ])('runs the multinomial number of schedules of %j', async (lists, moves, each) => {
    const expected = factorial(moves) / each.reduce((product, k) => product * factorial(k), 1);
    const result = await whole(writers(...lists), new DepthFirstPlayer());
    expect(result).toMatchObject({ schedules: expected, distinct: expected, finished: true });
  });
});

describe('dpor', () => {
  test.each([2, 3, 5])('%i independent writers are one trace', async (n) => {
    const lists = Array.from({ length: n }, (_, i) => [`x${i}`, `x${i}`]);
    const result = await whole(writers(...lists), new DporPlayer());
    expect(result).toMatchObject({ schedules: 1, abandoned: 0, finished: true });
  });

  test.each([
    [[['x'], ['x']], 2],
    [[['x'], ['x'], ['x']], 6],
    [
      [
        ['x', 'x'],
        ['x', 'x'],
      ],
      6,
    ],
    [
      [
        ['x', 'x'],
        ['x', 'x'],
        ['x', 'x'],
      ],
      90,
    ],
    [[['x'], ['y'], ['x']], 2],
    [[['x'], ['x'], ['y', 'y'], ['y']], 6],
  ])('orders of dependent moves of %j are all run, once each', async (lists, traces) => {
    const result = await whole(writers(...lists), new DporPlayer());
    expect(result).toMatchObject({ schedules: traces, distinct: traces, finished: true });
  });

  test('two that read and then write are four traces', async () => {
    const { tasks } = adders(2);
    expect(await whole(new Program(tasks), new DporPlayer())).toMatchObject({ schedules: 4 });
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'reaches every end that there is: program %i',
    async (seed) => {
      const random = new RandomSource(seed);
      const tasks = Array.from({ length: 3 }, () => randomTask(random));
      const all = new Program(tasks);
      const reduced = new Program(tasks);
      const exhaustive = await whole(all, new DepthFirstPlayer());
      const dpor = await whole(reduced, new DporPlayer());
      expect(exhaustive.finished && dpor.finished).toBe(true);
      expect([...reduced.ends].sort()).toEqual([...all.ends].sort());
      expect(dpor.schedules).toBeLessThan(exhaustive.schedules);
    },
  );
});

/** One or two reads and writes of two variables, perhaps under a lock. */
function randomTask(random: RandomSource): Task {
  const lock = random.below(3) === 0 ? 'l' : null;
  const plan = Array.from({ length: lock ? 1 : 1 + random.below(2) }, () => ({
    reads: random.below(2) === 0,
    name: ['x', 'y'][random.below(2)]!,
  }));
  return function* (shared, me) {
    if (lock) yield* shared.lock(lock, me);
    let seen = me;
    for (const { reads, name } of plan)
      if (reads) seen = 10 * seen + (yield* shared.read(name));
      else yield* shared.write(name, seen);
    if (lock) yield* shared.unlock(lock, me);
    shared.values.set(`seen by ${me}`, seen);
  };
}

describe('a lost update', () => {
  test.each(Object.entries(STRATEGIES))('is found by %s', async (_, make) => {
    const { found } = await whole(adders(2), make(1));
    expect(found?.failure.message).toBe('x is 1 after 2 additions');
    // The second task reads, the first goes on and the second writes: one switch in the middle.
    expect(switches(found!.shortest.choices).length).toBeLessThanOrEqual(2);
    expect(await repeats(adders(2), found!.shortest)).toBe(true);
  });

  test('needs a preemption', async () => {
    const result = await whole(adders(2), new DepthFirstPlayer(0));
    expect(result).toMatchObject({ found: null, finished: true, schedules: 2 });
  });
});

test('pct says what it promises', async () => {
  const player = new PctPlayer(1, 2);
  const options = { schedules: 10, checkEvery: 0, stopped: () => false };
  const { claim } = await explore(writers(['x', 'x'], ['x', 'x']), player, options);
  expect(claim).toContain('1/(n·k^(d-1)) = 1/(2·6^1) at least, in one of these 10');
});

test('a run that does not repeat is noticed', async () => {
  let runs = 0;
  const shaky = new Program([
    function* (shared) {
      if (++runs % 2 === 0) yield* shared.read('x');
      yield* shared.write('x', 1);
    },
    function* (shared) {
      yield* shared.write('x', 2);
    },
  ]);
  const player = STRATEGIES.random(1);
  const options = { schedules: 4, checkEvery: 1, stopped: () => false };
  expect(await explore(shaky, player, options)).toMatchObject({ unsteady: 1, checked: 4 });
});

test('stops when asked, with what there is', async () => {
  let runs = 0;
  const stopped = (): boolean => ++runs > 3;
  const options = { schedules: 100, checkEvery: 0, stopped };
  const result = await explore(writers(['x'], ['x']), STRATEGIES.random(1), options);
  expect(result).toMatchObject({ schedules: 3, finished: false });
});

test('a list that is too short or names too many options is still a schedule', async () => {
  const run = await writers(['x'], ['x']).run(new ReplayPlayer([99]));
  expect(run.moves.map((move) => move.id)).toEqual(['2', '2', '1', '1']);
});
