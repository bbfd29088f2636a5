/** Each recipe breaks as docs/races.md says, and shows it again; this package does not. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PackageFiles } from '../../../local-org/org/contract';
import { sourcePackage } from '../../../scripts/local-org/package';
import { prepareFolders } from '../../../scripts/load/folders';
import { MODES } from '../../modes';
import { explorerOrg, OrgSubject } from '../../org-subject';
import { readReplay, writeReplay } from '../../replay-line';
import { ReplayPlayer } from '../../strategies/replay';
import { attempt, attemptOne, SCHEDULES, type Attempt } from '../attempt';
import { renewed } from '../document';
import { RECIPES, type Counterpart } from '../index';

const ROOT = resolve(__dirname, '../../..');
const load = (folder: string): Promise<PackageFiles> => sourcePackage(join(ROOT, folder));

/** Longest story; that of the flag needs three items of two jobs each, the others less than half. */
const MOVES = 70;

const tried = new Map<string, Promise<Attempt>>();
const trials = RECIPES.flatMap((recipe) => recipe.trials.map((trial) => ({ recipe, trial })));
const named = (races: boolean) =>
  trials.flatMap(({ trial }) => ((trial.breaks !== null) === races ? [trial.scenario.name] : []));

/** Each is tried once for all tests. */
function attemptOf(name: string): Promise<Attempt> {
  const { recipe, trial } = trials.find((each) => each.trial.scenario.name === name)!;
  const known = tried.get(name) ?? attemptOne(recipe, trial, load);
  tried.set(name, known);
  return known;
}

const allAttempts = () => Promise.all(trials.map(({ trial }) => attemptOf(trial.scenario.name)));

test.each(named(true))('%s breaks, and its replay line breaks it again', async (name) => {
  const { trial, result } = await attemptOf(name);
  const { found } = result;
  expect(found?.failure.invariant).toBe(trial.breaks);
  const [failure] = found!.shortest.failures;
  expect(failure!.after).toBeLessThan(MOVES);
  const { mode = 'restart', scenario } = trial;
  const { choices } = found!.shortest;
  const line = writeReplay({ version: 'now', scenario: name, sabotage: null, mode, choices });
  const { recipe } = trials.find((each) => each.trial === trial)!;
  const org = await explorerOrg([await load(recipe.folder)], scenario.world, MODES[mode]);
  const player = new ReplayPlayer(readReplay(line, 'now').choices);
  player.begin();
  const again = await new OrgSubject(org, scenario).run(player);
  expect(again.failures).toEqual([failure]);
  await org.close();
});

test.each(named(false))('%s holds', async (name) => {
  const { trial, result } = await attemptOf(name);
  expect(result).toMatchObject({ found: null, unsteady: null });
  // The jobs of the flag may queue themselves again for as long as nobody else goes on.
  if (trial.strategy === 'dpor') expect(result.finished).toBe(true);
  else expect(result.schedules).toBe(SCHEDULES);
});

test('docs/races.md tells what happens', async () => {
  const page = readFileSync(join(ROOT, 'docs/races.md'), 'utf8');
  // Otherwise: npx tsx scripts/races.ts
  expect(renewed(page, await allAttempts())).toBe(page);
});

test('a page that leaves a story out is refused', async () => {
  const page = readFileSync(join(ROOT, 'docs/races.md'), 'utf8');
  const without = page.replace('<!-- story: roll-up-lookup -->', '');
  const attempts = await allAttempts();
  expect(() => renewed(without, attempts)).toThrow('it must tell each of');
});

describe('this package', () => {
  const key = ({ scenario, mode }: Counterpart) => `${scenario.name} ${mode ?? ''}`.trim();
  const ours = new Map(RECIPES.flatMap((recipe) => recipe.ours.map((each) => [key(each), each])));

  test.each([...ours.keys()])('holds: %s', async (name) => {
    const { folders = [], ...counterpart } = ours.get(name)!;
    const source = prepareFolders();
    const packages = await Promise.all([...source.paths.map(sourcePackage), ...folders.map(load)]);
    source.remove();
    const result = await attempt(counterpart, packages, 30);
    expect(result.found?.failure ?? null).toBeNull();
    expect(result.distinct).toBeGreaterThan(4);
  });
});
