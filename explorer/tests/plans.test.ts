/** One fault at most, planned beforehand, against brute force: every trace and every end. */
import type { Move, Option, Run } from '../model';
import { FaultPlan, type PlannedFault } from '../plans';
import type { Player } from '../strategies/contract';
import { DepthFirstPlayer } from '../strategies/depth-first';
import { PlansPlayer } from '../strategies/plans';
import { allRuns } from './support/all-runs';
import type { Program } from './support/programs';
import { randomProgram } from './support/random-programs';
import { traceOf } from './support/traces';

const MOST = 500;

/** The fault of a run in which it was a choice. */
function faultOf({ moves }: Run): PlannedFault | null {
  const waits = new Map<string, boolean>();
  const begun = new Map<string, number>();
  for (const { id, variant, blocked } of moves) {
    const before = begun.get(id) ?? 0;
    const again = waits.get(id) === true;
    if (variant !== '') return { task: id, ordinal: again ? before - 1 : before, variant };
    if (!again) begun.set(id, before + 1);
    waits.set(id, blocked);
  }
  return null;
}

/** Repeats a run under the plan of its fault, so that all its moves have footprints. */
class Follower implements Player {
  readonly name = 'follower';
  readonly plan: FaultPlan;
  #at = 0;

  constructor(readonly run: Run) {
    this.plan = new FaultPlan(faultOf(run));
  }

  begin(): boolean {
    return true;
  }

  choose(options: readonly Option[]): number {
    return options.findIndex(({ id }) => id === this.run.moves[this.#at]!.id);
  }

  observe(_move: Move): void {
    this.#at++;
  }
}

async function tracesOf(program: Program, runs: readonly Run[]): Promise<ReadonlySet<string>> {
  const traces = new Set<string>();
  for (const run of runs) {
    const again = await program.run(new Follower(run));
    expect(again.fingerprint).toBe(run.fingerprint);
    traces.add(traceOf(again));
  }
  return traces;
}

interface Compared {
  readonly schedules: number;
  readonly runs: number;
}

async function compare(seed: number, faults: number, merge: boolean): Promise<Compared | null> {
  const [all, planned] = [randomProgram(seed, faults, 1), randomProgram(seed, faults, 1)];
  const brute = await allRuns(all, new DepthFirstPlayer(), MOST);
  if (!brute) return null;
  const player = new PlansPlayer(merge);
  const runs = await allRuns(planned, player, MOST);
  const ends = [...planned.ends].sort();
  expect({ seed, ends }).toEqual({ seed, ends: [...all.ends].sort() });
  expect(player.complete).toBe(true);
  if (!merge) {
    const wanted = await tracesOf(randomProgram(seed, faults, 1), brute);
    const met = new Set(runs!.filter((run) => !run.abandoned).map(traceOf));
    const missed = [...wanted].filter((trace) => !met.has(trace)).length;
    const { traces, redundant } = player.counts;
    const verdict = { seed, missed, met: met.size, traces, redundant };
    const size = wanted.size;
    expect(verdict).toEqual({ seed, missed: 0, met: size, traces: size, redundant: 0 });
  }
  return { schedules: brute.length, runs: runs!.length };
}

describe.each([
  ['tasks are killed', 1],
  ['waits time out', 2],
  ['killed, and waits time out', 4],
])('%s', (_, faults) => {
  test.each([
    ['every trace is met, each once', false],
    ['every end is met without the kills that change nothing', true],
  ])('%s', async (__, merge) => {
    let [compared, saved] = [0, 0];
    for (let seed = 1; seed <= 24; seed++) {
      const result = await compare(seed, faults, merge);
      if (!result) continue;
      compared++;
      saved += result.schedules - result.runs;
    }
    expect(compared).toBeGreaterThan(8);
    expect(saved).toBeGreaterThan(200);
  });
});
