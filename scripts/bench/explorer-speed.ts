/** How many runs of a scenario the explorer makes in a second on one core, with and without its memory. */
import { MODES, type Mode } from '../../explorer/modes';
import { explorerOrg, OrgSubject } from '../../explorer/org-subject';
import { SCENARIOS } from '../../explorer/scenarios';
import { STRATEGIES } from '../../explorer/strategies';
import type { EmbeddedOrg } from '../../local-org/org';
import { prepareFolders } from '../load/folders';
import { sourcePackage } from '../local-org/package';
import { table } from './table';

const MEASURED = ['two-callers', 'new-lane', 'take-over', 'crash', 'two-lanes'];

/** User and system time of this process in seconds: other processes on the machine do not count. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

interface Speed {
  readonly runsPerSecond: number;
  readonly movesPerRun: number;
}

/** One sample after another, of one scenario on one org. */
class Sampler {
  readonly #subject: OrgSubject;
  readonly #player = STRATEGIES.random(1);

  constructor(org: EmbeddedOrg, name: string, remember: boolean) {
    const scenario = SCENARIOS.find((each) => each.name === name)!;
    this.#subject = new OrgSubject(org, scenario, { remember });
  }

  async speed(runs: number): Promise<Speed> {
    let moves = 0;
    const began = cpuSeconds();
    for (let i = 0; i < runs; i++) {
      this.#player.begin();
      const run = await this.#subject.run(this.#player);
      this.#player.end?.(run);
      moves += run.moves.length;
    }
    return { runsPerSecond: runs / (cpuSeconds() - began), movesPerRun: moves / runs };
  }
}

/** Without memory of whole runs, after half as many that warm the compiler up. */
async function speedOf(org: EmbeddedOrg, name: string, runs: number): Promise<Speed> {
  const sampler = new Sampler(org, name, false);
  await sampler.speed(runs / 2);
  return sampler.speed(runs);
}

/** A sample that goes on meets fewer and fewer states that are new: how many runs are made at each speed. */
const WALKED = [1000, 4000, 15_000, 80_000];

/** @param runs for each scenario, where no states are remembered */
export async function explorerSpeed(runs: number): Promise<void> {
  const folders = prepareFolders();
  const packages = await Promise.all(folders.paths.map(sourcePackage));
  folders.remove();
  const orgOf = (memo: boolean): Promise<EmbeddedOrg> => {
    const mode: Mode & { readonly memo: boolean } = { ...MODES.restart, memo };
    return explorerOrg(packages, undefined, mode);
  };
  const [plain, remembering] = [await orgOf(false), await orgOf(true)];
  const before = cpuSeconds();
  await (await orgOf(true)).close();
  const fresh = cpuSeconds() - before;
  const rows: (string | number)[][] = [];
  for (const name of MEASURED) {
    const without = await speedOf(plain, name, runs);
    const repeated = await speedOf(remembering, name, runs);
    const sampler = new Sampler(remembering, name, true);
    const speeds = [without, repeated];
    for (const count of WALKED) speeds.push(await sampler.speed(count));
    const cells = speeds.map(({ runsPerSecond }) => runsPerSecond.toFixed(0));
    rows.push([name, repeated.movesPerRun.toFixed(0), ...cells]);
  }
  table(
    'Explorer, runs per second of one core',
    ['', 'moves', 'run', 'repeated', ...WALKED.map((count) => `next ${count}`)],
    rows,
  );
  console.log(`An org for each run: ${fresh.toFixed(1)} s of one core.`);
  await Promise.all([plain.close(), remembering.close()]);
}
