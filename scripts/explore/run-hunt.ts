/** One hunt of a mutant, as a part of a plan. */
import { resolve } from 'node:path';
import { Misfit } from '../../explorer/mutants/edit';
import { EQUIVALENTS, MUTANTS } from '../../explorer/mutants/catalogue';
import { hunt, type Hunted } from '../../explorer/mutants/hunt';
import type { Mutant } from '../../explorer/mutants/mutant';
import { SCENARIOS } from '../../explorer/scenarios';
import type { PackageFiles } from '../../local-org/org/contract';
import { sourcePackage } from '../local-org/package';
import { LoadError } from '../load/target';
import type { Part, Quarry } from './plan';
import type { PartHooks, PartResult } from './run-part';

const ROOT = resolve(__dirname, '../..');

/** Runs that are spent on making a story shorter. */
const SHRINK_RUNS = 40;

/** A mutant of the package, or one that is expected to break nothing. */
export function mutantOf(id: string): Mutant | undefined {
  return [...MUTANTS, ...EQUIVALENTS].find((each) => each.id === id);
}

/** The package as it is, and the probe that is deployed after it. */
export async function soundPackages(): Promise<[PackageFiles, PackageFiles]> {
  const read = (folder: string): Promise<PackageFiles> => sourcePackage(resolve(ROOT, folder));
  return [await read('force-app'), await read('scripts/load/probe')];
}

/** @throws LoadError when the mutant does not fit the package any more */
export async function runHunt(part: Part, quarry: Quarry, hooks: PartHooks): Promise<PartResult> {
  const { mutant: id, scenario, rounds } = quarry;
  const began = performance.now();
  const scenarios = SCENARIOS.filter(({ name }) => scenario === undefined || name === scenario);
  const plan = { scenarios, rounds, seed: part.seed, shrinkRuns: SHRINK_RUNS };
  try {
    const hunted = await hunt(await soundPackages(), mutantOf(id)!, {
      ...plan,
      ...hooks,
      now: () => performance.now(),
    });
    return resultOf(hunted, performance.now() - began);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new LoadError(`Mutant "${id}" does not fit the package any more. ${error.message}`);
  }
}

function resultOf(hunted: Hunted, ms: number): PartResult {
  const { id, caught, schedules, stopped } = hunted;
  const nothing = { least: 0, most: 0 };
  return {
    subject: id,
    strategy: caught?.strategy ?? 'all',
    schedules,
    abandoned: 0,
    // Runs of many scenarios are not compared.
    distinct: 0,
    seen: new Set(),
    moves: nothing,
    tasks: 0,
    decisions: { ...nothing, sum: 0 },
    found: caught && { ...caught.found, schedule: schedules },
    checked: 0,
    unsteady: null,
    finished: false,
    claim: '',
    ms,
    stopped,
    traces: 0,
    strays: 0,
    hunted,
  };
}
