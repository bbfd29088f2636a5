/** Where a run on an org stands: in the org, in the recorder, and for those who judge it. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import { digestOf } from '../../local-org/transaction/memo/place';
import type { Failure, Move } from '../model';
import type { Recorder } from '../recorder';
import type { Scenario } from '../scenario';
import type { Past, Sighting, World } from '../world';
import type { Place } from './line';
import type { Progress, Standing } from './survey';

/** What looks on. */
interface Watch {
  readonly sightings: readonly Sighting<unknown>[];
  readonly failures: readonly Failure[];
}

/** For runs that are continued from memory: with all that shows in their moves. */
export class OrgProgress implements Progress {
  /** @param recorder is asked for its run from the first point on */
  constructor(
    readonly org: EmbeddedOrg,
    readonly recorder: () => Recorder,
    readonly watch: Watch,
  ) {}

  get moves(): readonly Move[] {
    return this.recorder().moves;
  }

  get spawns(): Progress['spawns'] {
    return this.recorder().spawns;
  }

  get sightings(): readonly Sighting<unknown>[] {
    return this.watch.sightings;
  }

  get line(): readonly Place[] {
    return this.recorder().line();
  }

  get spoilt(): boolean {
    const { exhausted, abandoned } = this.recorder();
    return exhausted || abandoned || this.watch.failures.length > 0;
  }

  state(): string | null {
    const text = stateText(this.org, this.recorder());
    // There are many of them, and each is long.
    return text === null ? null : digestOf(`${text}\n${this.recorder().namesText()}`);
  }
}

/** What decides how a run goes on, but for the order of what is offered. */
function stateText(org: EmbeddedOrg, recorder: Recorder): string | null {
  const own = recorder.stateText();
  const parts = own === null ? null : org.stateText((task) => recorder.idOf(task));
  return parts && [...Object.values<string>({ ...parts }), own].join('\n');
}

/** For runs that are taken for one where they can only go on, and be judged, alike. */
export class OrgStanding implements Standing {
  readonly #past: Past | null;
  #moves = 0;
  #sightings = 1;

  /** @throws Error when the world judges by what was before, and does not say by what */
  constructor(
    readonly org: EmbeddedOrg,
    readonly recorder: () => Recorder,
    readonly watch: Watch,
    world: World,
    scenario: Scenario,
  ) {
    const looksBack = 'judgeMoves' in world || 'judgeHistory' in world || 'needsHelp' in world;
    if (looksBack && !world.past)
      throw new Error(
        `The world "${world.name}" judges runs by their past and has no \`past\`, so runs that come to one state cannot be taken for one.`,
      );
    this.#past = world.past?.(scenario, watch.sightings[0]!.view) ?? null;
  }

  get moves(): readonly Move[] {
    return this.recorder().moves;
  }

  get spoilt(): boolean {
    const { exhausted, abandoned } = this.recorder();
    return exhausted || abandoned || this.watch.failures.length > 0;
  }

  state(): string | null {
    const text = stateText(this.org, this.recorder());
    return text === null ? null : `${text}\n${this.pastText()}`;
  }

  pastText(): string {
    if (!this.#past) return '';
    const { moves, watch } = this;
    for (; this.#moves < moves.length; this.#moves++) {
      const next = watch.sightings[this.#sightings];
      const seen = next?.after === this.#moves ? next.view : undefined;
      if (seen !== undefined) this.#sightings++;
      this.#past.observe(moves[this.#moves]!, seen);
    }
    return this.#past.text();
  }
}
