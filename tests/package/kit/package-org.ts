/** A local org with the package, the load test's probe and a handler that does as it is told. */
import { join, resolve } from 'node:path';
import { createLocalOrg, type EmbeddedOrg, type LocalOrgOptions } from '../../../local-org/org';
import { sourcePackage } from '../../../scripts/local-org/package';
import { prepareFolders } from '../../../scripts/load/folders';
import type { SabotageName } from '../../../scripts/load/sabotage';
import { SeededSchedule } from './schedule';

const APEX = resolve(__dirname, '../apex');
const SETS = ['Mutex_Admin', 'Load_Probe'];

export type Variant = Pick<LocalOrgOptions, 'waitMode' | 'loadOld'>;

/** What the platform leaves open, in every combination. */
export const VARIANTS: readonly Variant[] = [
  { waitMode: 'restart', loadOld: 'afterLock' },
  { waitMode: 'recheck', loadOld: 'beforeLock' },
  { waitMode: 'restart', loadOld: 'beforeLock' },
  { waitMode: 'recheck', loadOld: 'afterLock' },
];

export const nameOf = ({ waitMode, loadOld }: Variant): string => `${waitMode}, ${loadOld}`;

export interface PackageOrg {
  readonly org: EmbeddedOrg;
  /** Begins a case: an empty org in which this seed chooses who goes next. */
  begin(seed: number): Promise<void>;
}

export interface PackageOrgOptions extends Omit<LocalOrgOptions, 'clock' | 'strategy'> {
  readonly sabotage?: SabotageName;
  /** How often the reaper looks, per hour; 0: never. */
  readonly reaper?: number;
}

/**
 * Makes such an org and marks it as the state to which every case goes back.
 * @throws Error with the first problem when a deploy is refused
 */
export async function packageOrg(options: PackageOrgOptions = {}): Promise<PackageOrg> {
  const { sabotage, reaper = 4, ...rest } = options;
  const schedule = new SeededSchedule();
  const org = await createLocalOrg({ seed: 1, ...rest, clock: 'virtual', strategy: schedule });
  schedule.clock = org.clock;
  const folders = prepareFolders(sabotage);
  try {
    for (const folder of [...folders.paths, APEX]) await deploy(org, folder);
  } finally {
    folders.remove();
  }
  for (const set of SETS) await assign(org, set);
  if (reaper > 0) await anonymous(org, `MutexReaperSchedule.schedule(${reaper});`);
  org.mark();
  return {
    org,
    begin: async (seed) => {
      await org.reset();
      schedule.begin(seed);
    },
  };
}

async function deploy(org: EmbeddedOrg, folder: string): Promise<void> {
  const outcome = await org.deploy({ files: await sourcePackage(folder) });
  const failed = outcome.components.find((component) => !component.success);
  if (failed) throw new Error(`${join(folder, failed.fileName)}: ${failed.problem ?? 'refused'}`);
}

async function assign(org: EmbeddedOrg, name: string): Promise<void> {
  const [set] = await rows(org, `SELECT Id FROM PermissionSet WHERE Name = '${name}'`);
  await org.insert('PermissionSetAssignment', [
    { AssigneeId: org.adminUser.id, PermissionSetId: String(set?.['Id']) },
  ]);
}

/** Runs anonymous Apex; throws with the org's message when it fails. */
export async function anonymous(org: EmbeddedOrg, apex: string): Promise<void> {
  const result = await org.executeAnonymous(apex);
  if (!result.success)
    throw new Error(
      result.exceptionMessage ?? result.compileProblem?.message ?? 'anonymous Apex failed',
    );
}

export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Queries as plain rows: fields of the object itself, no relationships. */
export async function rows(org: EmbeddedOrg, soql: string): Promise<readonly Row[]> {
  return (await org.query(soql)).rows.map((row) => row.values as Row);
}
