/** A search through states against brute force, on random small programs with and without faults. */
import { Trail } from '../../../local-org/scheduler/trail';
import type { Run } from '../../model';
import { DepthFirstPlayer } from '../../strategies/depth-first';
import { DporPlayer } from '../../strategies/dpor';
import { ReplayPlayer } from '../../strategies/replay';
import { allRuns } from '../../tests/support/all-runs';
import { adders, type Program } from '../../tests/support/programs';
import { randomProgram } from '../../tests/support/random-programs';
import { FloodPlayer } from '../player';

const MOST = 400;

interface Seen {
  readonly ends: readonly string[];
  /** Runs that there are. */
  readonly schedules: number;
}

async function flood(program: Program): Promise<Seen & { readonly runs: number }> {
  const player = new FloodPlayer();
  const runs = (await allRuns(program, player, 100_000))!;
  const { open, schedules } = player.counts;
  expect(open).toBe(0);
  return {
    ends: [...program.ends].sort(),
    schedules: Number(schedules),
    runs: runs.length,
  };
}

async function brute(program: Program): Promise<Seen | null> {
  const runs = await allRuns(program, new DepthFirstPlayer(), MOST);
  return runs && { ends: [...program.ends].sort(), schedules: runs.length };
}

const KINDS = [
  ['nothing goes wrong', 0],
  ['tasks are killed', 1],
  ['waits time out', 2],
  ['time passes', 3],
  ['tasks are killed and waits time out', 4],
] as const;

describe.each(KINDS)('%s', (_, faults) => {
  test.each([1, 2])(
    'up to %d times: every end is met, and every schedule counted',
    async (budget) => {
      let [compared, saved] = [0, 0];
      for (let seed = 1; seed <= 24; seed++) {
        const all = await brute(randomProgram(seed, faults, budget));
        if (!all) continue;
        const { runs, ...seen } = await flood(randomProgram(seed, faults, budget));
        expect({ seed, ...seen }).toEqual({ seed, ...all });
        compared++;
        saved += all.schedules - runs;
      }
      expect(compared).toBeGreaterThan(4);
      expect(saved).toBeGreaterThan(100);
    },
  );
});

test('ends are those of every order that matters', async () => {
  for (let seed = 1; seed <= 24; seed++) {
    const [one, other] = [randomProgram(seed, 0), randomProgram(seed, 0)];
    const traces = await allRuns(one, new DporPlayer(), MOST);
    if (!traces) continue;
    const { ends } = await flood(other);
    expect({ seed, ends }).toEqual({ seed, ends: [...one.ends].sort() });
  }
});

test('a failure is found, and its choices repeat it', async () => {
  const program = adders(3);
  const player = new FloodPlayer();
  let failed: Run | undefined;
  while (!failed && player.begin()) {
    const run = await program.run(player);
    if (run.failures.length > 0) failed = run;
  }
  const again = await program.run(new ReplayPlayer(failed!.choices));
  expect(again.fingerprint).toBe(failed!.fingerprint);
});

describe('a state that lacks a part', () => {
  afterEach(() => jest.restoreAllMocks());

  /** Programs of which something is seen that is wrong: an end that is missing, another number of schedules, two ways. */
  async function noticed(): Promise<number> {
    let count = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const all = await brute(randomProgram(seed, 0));
      if (!all) continue;
      try {
        const { ends, schedules } = await flood(randomProgram(seed, 0));
        if (schedules !== all.schedules || ends.join() !== all.ends.join()) count++;
      } catch {
        count++;
      }
    }
    return count;
  }

  test('is noticed when tasks forget what they were told', async () => {
    jest.spyOn(Trail.prototype, 'text', 'get').mockReturnValue('');
    expect(await noticed()).toBeGreaterThan(0);
  });
});
