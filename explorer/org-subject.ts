/** A scenario on a local org: one deploy, any number of runs. */
import type { EmbeddedOrg } from '../local-org/org/embedded';
import { createLocalOrg } from '../local-org/org';
import { AnswerLost, type PackageFiles } from '../local-org/org/contract';
import { strikeOrg } from './environment';
import { fingerprint } from './fingerprint';
import { LANES } from './lanes';
import { NO_END, type Failure, type Move, type Run, type Subject } from './model';
import { MODES, type Mode } from './modes';
import { Recorder } from './recorder';
import type { Actor, Outcome, Scenario } from './scenario';
import type { Player } from './strategies/contract';
import type { Sighting, World } from './world';

const MINUTE = 60_000;
/** Moves of one run, faults and recovery included. More is a run that does not come to rest. */
const MOVE_LIMIT = 3000;
/** The package's own bound for a stuck job is below an hour with a reaper every fifteen minutes. */
const RECOVERY = 120 * MINUTE;

/** An org with the packages, in the state where each run of this world begins. */
export async function explorerOrg(
  packages: readonly PackageFiles[],
  world: World = LANES,
  mode: Mode = MODES.restart,
): Promise<EmbeddedOrg> {
  const org = await createLocalOrg({ seed: 1, clock: 'virtual', workers: 32, memo: true, ...mode });
  for (const files of packages) {
    const outcome = await org.deploy({ files });
    const refused = outcome.components.find((component) => !component.success);
    if (!outcome.success) throw new Error(`The org refused a package: ${refused?.problem ?? ''}`);
  }
  await world.prepare(org);
  await org.idle();
  org.mark();
  return org;
}

export class OrgSubject implements Subject {
  readonly world: World;
  readonly #sound: SoundChanges = new WeakMap();

  constructor(
    readonly org: EmbeddedOrg,
    readonly scenario: Scenario,
    /** Moves have footprints, whether or not the player wants them. */
    readonly footprints = false,
  ) {
    this.world = scenario.world ?? LANES;
  }

  get name(): string {
    return this.scenario.name;
  }

  async run(player: Player): Promise<Run> {
    await this.#rewind();
    const { org, scenario } = this;
    const watch = new Watch(org, this.world, this.#sound);
    const { faults = [], budget } = scenario;
    const recorder = new Recorder(org.scheduler, player, {
      menu: { faults, ...(budget === undefined ? {} : { budget }) },
      strikeOrg: (variant) => strikeOrg(org, variant),
      footprints: this.footprints || player.footprints === true,
      watched: this.world.watched ?? (() => 'anything'),
      limit: MOVE_LIMIT,
      onMove: (move) => watch.onMove(move),
    });
    org.database.observer = recorder.tracer;
    const calls = scenario.actors.map((actor) =>
      actor.act(org).then((): Outcome => ({ actor, error: null }), failed(actor)),
    );
    await org.idle();
    const outcomes = await Promise.all(calls);
    const failures = [...watch.failures];
    recorder.stopExploring();
    if (!recorder.abandoned && failures.length === 0)
      failures.push(...(await this.#heal(recorder, watch, outcomes)));
    recorder.detach();
    org.database.observer = undefined;
    const { moves, choices, abandoned } = recorder;
    const result = { moves, choices, failures: failures.slice(0, 1), abandoned };
    return { ...result, fingerprint: fingerprint(moves, failures) };
  }

  /** The state of the mark, its time included. */
  async #rewind(): Promise<void> {
    const { org, scenario } = this;
    await org.reset();
    if (!scenario.setup) return;
    await scenario.setup(org);
    await org.idle();
  }

  /** No more faults: within the recovery bound everything must be done. */
  async #heal(recorder: Recorder, watch: Watch, outcomes: readonly Outcome[]): Promise<Failure[]> {
    const { org, world } = this;
    const until = org.clock.now() + RECOVERY;
    const open = (): boolean =>
      watch.failures.length === 0 &&
      !recorder.exhausted &&
      !world.drained(world.look(org.database));
    const helped = world.needsHelp?.(this.scenario, recorder.moves) ?? true;
    if (open()) {
      if (helped) await world.heal?.(org);
      while (open() && org.clock.now() < until) await org.advance(5 * MINUTE);
    }
    const after = recorder.moves.length;
    if (watch.failures.length > 0) return watch.failures;
    if (recorder.exhausted)
      return [{ invariant: NO_END, message: `There is no end after ${MOVE_LIMIT} moves.`, after }];
    const help = helped ? 'with the reaper at work' : 'and nobody was lost';
    const bound = `${RECOVERY / MINUTE} minutes later, ${help}`;
    const view = world.look(org.database);
    // The last move is not over for the recorder.
    const sightings = [...watch.sightings, { after, view }];
    try {
      const end =
        world.judgeMoves?.(this.scenario, recorder.moves) ??
        world.judgeEnd(this.scenario, outcomes, view, bound) ??
        world.judgeHistory?.(this.scenario, outcomes, recorder.moves, sightings);
      return end ? [{ ...end, after }] : [];
    } catch (error) {
      return [unjudged(`end of ${world.name}`, error, after)];
    }
  }
}

/** By the view before and the view after: the words for a change in which every invariant holds. */
type SoundChanges = WeakMap<object, WeakMap<object, string>>;

/** Looks at the committed state after each move that made something visible. */
class Watch {
  readonly failures: Failure[] = [];
  readonly sightings: Sighting<unknown>[];
  /** Number of the last commit that was looked at. */
  #seen: number;

  constructor(
    readonly org: EmbeddedOrg,
    readonly world: World,
    readonly sound: SoundChanges,
  ) {
    this.#seen = org.database.commitSequence;
    this.sightings = [{ after: -1, view: world.look(org.database) }];
  }

  onMove(move: Move): string {
    const { commitSequence } = this.org.database;
    if (commitSequence === this.#seen) return '';
    this.#seen = commitSequence;
    const before = this.sightings.at(-1)!.view;
    let checked = `look at ${this.world.name}`;
    try {
      const now = this.world.look(this.org.database);
      this.sightings.push({ after: move.index, view: now });
      const known = this.#known(before)?.get(now as object);
      if (known !== undefined) return known;
      if (this.failures.length === 0)
        for (const invariant of this.world.always) {
          checked = invariant.name;
          const message = invariant.check(now, before);
          if (message === null) continue;
          this.failures.push({ invariant: invariant.name, message, after: move.index });
          break;
        }
      checked = `changes of ${this.world.name}`;
      const note = this.world.describeChange(before, now);
      if (this.failures.length === 0) this.#known(before)?.set(now as object, note);
      return note;
    } catch (error) {
      if (this.failures.length === 0) this.failures.push(unjudged(checked, error, move.index));
      return '';
    }
  }

  /** What is known of changes from this view, in a world where equal views are one. */
  #known(before: unknown): WeakMap<object, string> | undefined {
    if (!this.world.interned) return undefined;
    const view = before as object;
    let known = this.sound.get(view);
    if (!known) this.sound.set(view, (known = new WeakMap()));
    return known;
  }
}

/** A check that throws says nothing about the run, and must not pass for one that holds. */
function unjudged(invariant: string, error: unknown, after: number): Failure {
  const message = `Its check failed: ${messageOf(error)}`;
  return { invariant, message, after, unjudged: true };
}

function failed(actor: Actor): (error: unknown) => Outcome {
  return (error) => {
    const outcome = { actor, error: messageOf(error) };
    if (error instanceof AnswerLost) return { ...outcome, struck: 'unsure' };
    const killed = /^Transaction killed: |was interrupted: /.test(outcome.error);
    return killed ? { ...outcome, struck: 'rolled back' } : outcome;
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
