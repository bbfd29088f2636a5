/** Keeps an org in its folder, so that the next start goes on with it. */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { KeptServer, Server } from '../../local-org/api';
import type { EmbeddedOrg } from '../../local-org/org';
import { CommandFailure } from './failure';
import type { Instance } from './instance';

/** Grows with every change of what is written; older and newer files are refused. */
export const FORMAT = 1;

/** Between two looks for something new to save; a crash loses what came since the last save. */
const EVERY_MS = 2000;

/** A save may take this part of the time at most: large orgs are saved less often. */
const SHARE = 1 / 20;

export interface Kept extends KeptServer {
  readonly format: number;
  readonly orgNumber: number;
  readonly adminUsername: string;
  /** How often it has been started. */
  readonly starts: number;
}

/** @throws CommandFailure when the file cannot be used; undefined where there is none */
export function readKept(instance: Instance): Kept | undefined {
  const file = instance.stateFile;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
  let kept: Partial<Kept> | undefined;
  try {
    kept = JSON.parse(text) as Partial<Kept>;
  } catch {
    // Told below.
  }
  if (kept?.format === FORMAT) return kept as Kept;
  const why =
    kept === undefined
      ? 'is damaged'
      : `was written by another version (format ${String(kept.format)}, this one has ${FORMAT})`;
  throw new CommandFailure(
    `${file} ${why}. Start it with the version that wrote it, or begin anew: move the file away, or name another folder with --state.`,
  );
}

export class Keeper {
  #timer: NodeJS.Timeout | undefined;
  #seen: readonly unknown[] = [];

  constructor(
    readonly instance: Instance,
    readonly server: Server,
    /** The org that is served at the moment. */
    readonly org: () => EmbeddedOrg,
    readonly facts: (orgId: string) => Pick<Kept, 'orgNumber' | 'adminUsername' | 'starts'>,
  ) {}

  /** Writes everything down, all at once: a crash in between leaves the file of before. */
  save(): void {
    const kept = this.server.keep();
    const all: Kept = { format: FORMAT, ...this.facts(kept.org.orgId), ...kept };
    this.instance.saveState(JSON.stringify(all));
  }

  /** Saves from now on whenever something has changed. */
  watch(): void {
    const look = (): void => {
      const began = performance.now();
      const org = this.org();
      const now = [org, org.files(), org.database.commitSequence];
      if (now.some((value, i) => value !== this.#seen[i])) {
        this.save();
        this.#seen = now;
      }
      const took = performance.now() - began;
      this.#timer = setTimeout(look, Math.max(EVERY_MS, took / SHARE));
      this.#timer.unref();
    };
    look();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
