/** How many runs of a scenario the explorer makes in a second on one core, with and without its memory. */
import { MODES, type Mode } from '../../explorer/modes';
import { explorerOrg, OrgSubject } from '../../explorer/org-subject';
import { SCENARIOS } from '../../explorer/scenarios';
import { STRATEGIES } from '../../explorer/strategies';
import type { EmbeddedOrg } from '../../local-org/org';
import { prepareFolders } from '../load/folders';
import { sourcePackage } from './source-package';
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

/** @param runs measured after half as many that warm the compiler and the memory up */
async function speedOf(
  org: EmbeddedOrg,
  name: string,
  runs: number,
  remember: boolean,
): Promise<Speed> {
  const scenario = SCENARIOS.find((each) => each.name === name)!;
  const subject = new OrgSubject(org, scenario, { remember });
  const player = STRATEGIES.random(1);
  let moves = 0;
  const perform = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      player.begin();
      const run = await subject.run(player);
      player.end?.(run);
      moves += run.moves.length;
    }
  };
  await perform(runs / 2);
  moves = 0;
  const began = cpuSeconds();
  await perform(runs);
  return { runsPerSecond: runs / (cpuSeconds() - began), movesPerRun: moves / runs };
}

/** @param runs for each scenario */
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
  const fresh = 1 / (cpuSeconds() - before);
  const rows: (string | number)[][] = [];
  for (const name of MEASURED) {
    const without = await speedOf(plain, name, runs, false);
    const repeated = await speedOf(remembering, name, runs, false);
    const walked = await speedOf(remembering, name, runs, true);
    rows.push([
      name,
      repeated.movesPerRun.toFixed(0),
      without.runsPerSecond.toFixed(0),
      repeated.runsPerSecond.toFixed(0),
      walked.runsPerSecond.toFixed(0),
      (walked.runsPerSecond / without.runsPerSecond).toFixed(1),
      (walked.runsPerSecond / fresh).toFixed(0),
    ]);
  }
  table(
    'Explorer, runs per second of one core',
    ['', 'moves', 'run', 'repeated', 'walked', 'ratio', 'to an org for each run'],
    rows,
  );
  await Promise.all([plain.close(), remembering.close()]);
}
