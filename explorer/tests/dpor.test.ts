/** Partial-order reduction against brute force: every trace, each of them once, and every end. */
import { DepthFirstPlayer } from '../strategies/depth-first';
import { DporPlayer } from '../strategies/dpor';
import { rootsOf } from '../strategies/roots';
import { allRuns } from './support/all-runs';
import type { Program } from './support/programs';
import { randomProgram } from './support/random-programs';
import { traceOf } from './support/traces';

const MOST = 600;

async function compare(
  seed: number,
  faults: number,
): Promise<{ readonly schedules: number; readonly traces: number } | null> {
  const [all, reduced] = [randomProgram(seed, faults), randomProgram(seed, faults)];
  const brute = await allRuns(all, new DepthFirstPlayer(), MOST);
  if (!brute) return null;
  const player = new DporPlayer();
  const runs = await allRuns(reduced, player, MOST);
  const wanted = new Set(brute.map(traceOf));
  const met = runs!.filter((run) => !run.abandoned).map(traceOf);
  const verdict = {
    seed,
    ends: [...reduced.ends].sort(),
    unknown: met.filter((trace) => !wanted.has(trace)).length,
    met: new Set(met).size,
    traces: player.traces,
    redundant: faults % 3 === 1 ? 0 : player.redundant,
    claim: player.claim().replace(/; \d+ redundant runs given up/, ''),
  };
  expect(verdict).toEqual({
    seed,
    ends: [...all.ends].sort(),
    unknown: 0,
    met: wanted.size,
    traces: wanted.size,
    // Only where tasks are killed is a run begun that turns out to repeat others.
    redundant: 0,
    claim: `Every order of dependent operations: ${wanted.size} of ${wanted.size} traces.`,
  });
  return { schedules: brute.length, traces: wanted.size };
}

test.each([
  ['without faults', 0],
  ['tasks are killed', 1],
  ['waits time out', 2],
  ['time passes', 3],
  ['killed, and waits time out', 4],
])('%s: every trace is run once, and every end is met', async (_, faults) => {
  let compared = 0;
  let saved = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const result = await compare(seed, faults);
    if (!result) continue;
    compared++;
    saved += result.schedules - result.traces;
  }
  expect(compared).toBeGreaterThan(8);
  expect(saved).toBeGreaterThan(500);
});

describe('a search that goes on elsewhere', () => {
  /** Runs a search and loads it into a new player after every run. */
  async function inPieces(program: Program): Promise<readonly string[]> {
    const traces: string[] = [];
    let player = new DporPlayer();
    while (player.begin()) {
      const run = await program.run(player);
      player.end(run);
      traces.push(traceOf(run));
      const text = player.save();
      player = new DporPlayer();
      player.load(text);
    }
    expect(player.complete).toBe(true);
    expect(player.traces + player.redundant).toBe(traces.length);
    return traces;
  }

  test.each([4, 8, 14])('saved after each run: program %i', async (seed) => {
    const whole = await allRuns(randomProgram(seed, 1), new DporPlayer(), MOST);
    expect(await inPieces(randomProgram(seed, 1))).toEqual(whole!.map(traceOf));
  });

  test.each([4, 8, 14])('divided among processes: program %i', async (seed) => {
    for (const faults of [0, 1, 4]) {
      const whole = await allRuns(randomProgram(seed, faults), new DporPlayer(), MOST);
      const parts = new Set<string>();
      let traces = 0;
      for (const root of await rootsOf(randomProgram(seed, faults), 4)) {
        const player = new DporPlayer();
        player.load(root);
        const runs = await allRuns(randomProgram(seed, faults), player, MOST);
        expect(player.complete).toBe(true);
        for (const run of runs!) if (!run.abandoned) parts.add(traceOf(run));
        traces += player.traces;
      }
      const wanted = new Set(whole!.filter((run) => !run.abandoned).map(traceOf));
      expect(parts).toEqual(wanted);
      // No part repeats what another one does, except for runs that are found out to be redundant.
      expect(traces).toBe(parts.size);
    }
  });
});
