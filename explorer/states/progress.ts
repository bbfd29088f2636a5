/** Where a run on an org stands: in the org, in the recorder, and for those who judge it. */
import type { EmbeddedOrg } from '../../local-org/org/embedded';
import type { Failure, Move } from '../model';
import type { Recorder } from '../recorder';
import type { Scenario } from '../scenario';
import type { Past, Sighting, World } from '../world';
import type { Progress, Standing, State, StateText } from './survey';

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

  get spoilt(): boolean {
    const { exhausted, abandoned } = this.recorder();
    return exhausted || abandoned || this.watch.failures.length > 0;
  }

  state(): State | null {
    const recorder = this.recorder();
    const own = recorder.stateText();
    const parts = own === null ? null : this.org.stateText((task) => recorder.idOf(task));
    return parts && { text: `${Object.values(parts).join()} ${own!}`, era: parts.era };
  }
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

  state(): StateText | null {
    const recorder = this.recorder();
    const own = recorder.standingText();
    const standing = own === null ? null : this.org.standingText((task) => recorder.idOf(task));
    if (standing === null) return null;
    return { text: [...Object.values(standing), own, this.pastText()].join('\n') };
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
