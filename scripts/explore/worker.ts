/** Who does the parts: this process, or one of its own. */
import type { Part } from './plan';
import { Orgs } from './orgs';
import { runHunt } from './run-hunt';
import { runPart, type PartResult } from './run-part';
import { stageOf } from './stage';

export interface Worker {
  /** @throws Error when the part could not be done; the worker may be used again unless `gone` */
  run(part: Part, onRun: () => void): Promise<PartResult>;
  /** Ends the part in progress after the run in progress. */
  stop(): void;
  /** Whether it has the org for this part at hand. */
  ready(part: Part): boolean;
  readonly gone: boolean;
  close(): Promise<void>;
}

export class LocalWorker implements Worker {
  readonly gone = false;
  readonly #orgs = new Orgs();
  #stopped = false;

  async run(part: Part, onRun: () => void): Promise<PartResult> {
    this.#stopped = false;
    const stopped = (): boolean => this.#stopped;
    if (part.quarry) return runHunt(part, part.quarry, { stopped, onRun });
    const org = await this.#orgs.of(part);
    try {
      return await runPart(org, stageOf(part.scenario)!.scenario, part, { stopped, onRun });
    } catch (error) {
      await this.#orgs.drop(part);
      throw error;
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  ready(part: Part): boolean {
    return part.quarry === undefined && this.#orgs.has(part);
  }

  close(): Promise<void> {
    return this.#orgs.close();
  }
}
