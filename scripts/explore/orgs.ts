/** Orgs that runs begin on: one for each package, world and mode, and few of them at a time. */
import { resolve } from 'node:path';
import { makeRoom } from '../../explorer/memory';
import { MODES } from '../../explorer/modes';
import { explorerOrg } from '../../explorer/org-subject';
import { LANES } from '../../explorer/lanes';
import { edited } from '../../explorer/mutants/edit';
import type { EmbeddedOrg } from '../../local-org/org';
import type { PackageFiles } from '../../local-org/org/contract';
import { sourcePackage } from '../local-org/package';
import { prepareFolders } from '../load/folders';
import { sabotageNames } from '../load/sabotage';
import type { Row } from './plan';
import { mutantOf, soundPackages } from './run-hunt';
import { stageOf, type Stage } from './stage';

const ROOT = resolve(__dirname, '../..');

/** Which org a row runs on. */
export type Place = Pick<Row, 'scenario' | 'sabotage' | 'mode'>;

/** The same for rows that can share an org. */
export function placeKey({ scenario, sabotage, mode }: Place): string {
  const stage = stageOf(scenario)!;
  const world = (stage.scenario.world ?? LANES).name;
  return [sabotage, mode, world, stage.instead, stage.besides].join('|');
}

export class Orgs {
  readonly #open = new Map<string, EmbeddedOrg>();

  /** @param limit orgs that are kept; the one that was not used for longest goes first */
  constructor(readonly limit = 3) {}

  has(place: Place): boolean {
    return this.#open.has(placeKey(place));
  }

  /** @throws LoadError when the guard to take out is not where it was */
  async of(place: Place): Promise<EmbeddedOrg> {
    const key = placeKey(place);
    const org = this.#open.get(key) ?? (await this.#deploy(place));
    this.#open.delete(key);
    this.#open.set(key, org);
    makeRoom(this.#open.values(), org);
    return org;
  }

  /** Its state cannot be trusted any more. */
  async drop(place: Place): Promise<void> {
    const key = placeKey(place);
    const org = this.#open.get(key);
    this.#open.delete(key);
    await org?.close();
  }

  async close(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    for (const org of all) await org.close();
  }

  async #deploy({ scenario, sabotage, mode }: Place): Promise<EmbeddedOrg> {
    for (const key of this.#open.keys()) {
      if (this.#open.size < this.limit) break;
      await this.#open.get(key)!.close();
      this.#open.delete(key);
    }
    const stage = stageOf(scenario)!;
    return explorerOrg(await packages(stage, sabotage), stage.scenario.world, MODES[mode]);
  }
}

async function packages(stage: Stage, sabotage: string | null): Promise<PackageFiles[]> {
  const read = (folder: string): Promise<PackageFiles> => sourcePackage(resolve(ROOT, folder));
  if (stage.instead) return Promise.all(stage.instead.map(read));
  const mutant = sabotage === null ? undefined : mutantOf(sabotage);
  if (mutant) {
    const [sound, probe] = await soundPackages();
    return [edited(sound, mutant.edits), probe];
  }
  const folders = prepareFolders(sabotageNames().find((name) => name === sabotage));
  try {
    return await Promise.all([...folders.paths, ...stage.besides].map(read));
  } finally {
    folders.remove();
  }
}
