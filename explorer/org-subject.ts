/** A scenario on a local org: one deploy, any number of runs. */
import type { EmbeddedOrg } from '../local-org/org/embedded';
import { createLocalOrg } from '../local-org/org';
import { AnswerLost, type PackageFiles } from '../local-org/org/contract';
import { strikeOrg } from './environment';
import { Decider } from './decider';
import { digestOfMove, fingerprint } from './fingerprint';
import { LANES } from './lanes';
import { NO_END, type Failure, type Move, type Run, type Subject } from './model';
import { MODES, type Mode } from './modes';
import { Recorder } from './recorder';
import type { Actor, Outcome, Scenario } from './scenario';
import { Graph, type Point } from './states/graph';
import { OrgProgress, OrgStanding } from './states/progress';
import { Survey, type Surveyor } from './states/survey';
import { Walk } from './states/walk';
import type { Player } from './strategies/contract';
import type { Sighting, World } from './world';

const MINUTE = 60_000;
/** Moves of one run, faults and recovery included. More is a run that does not come to rest. */
const MOVE_LIMIT = 3000;
/** Every so many runs that the org has to make it goes on where that is known, and must do what is known. */
const DOUBT = 4;
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

export interface SubjectOptions {
  /** Moves have footprints, whether or not the player wants them. Default false. */
  readonly footprints?: boolean;
  /**
   * True: a run need not be made on the org where it is known how it goes on. For samples: what a
   * search proves, and what is said to be found, is made on the org always. Default false.
   */
  readonly remember?: boolean;
}

export class OrgSubject implements Subject {
  readonly world: World;
  /** Runs that were made on the org. The others went through states that were all known. */
  performed = 0;
  readonly #sound: SoundChanges = new WeakMap();
  #graphs = new Map<string, Graph>();
  /** Where the runs in the graphs began. */
  #base: object | null = null;
  #begin: unknown = null;

  constructor(
    readonly org: EmbeddedOrg,
    readonly scenario: Scenario,
    readonly options: SubjectOptions = {},
  ) {
    this.world = scenario.world ?? LANES;
  }

  get name(): string {
    return this.scenario.name;
  }

  /**
   * Walks through the states that are known, without any org; where a choice leads to what nobody has
   * seen, the org makes the same run from its beginning, and goes on from there until it comes to what
   * is known to the end.
   * @throws Error when two runs went on in different ways from what was taken for one state
   */
  async run(player: Player): Promise<Run> {
    const decider = new Decider(player);
    const graph = this.#graphFor(player);
    const walk = new Walk(this.#begin, graph.line);
    const walked = player.afresh === true ? null : this.#walk(graph.root, walk, decider);
    if (walked) return walked;
    const performed = await this.#perform(decider, graph, walk);
    if (walk.suspect && performed.failures.length === 0)
      throw new Error('A run was judged to fail from memory, and holds when the org makes it.');
    return performed;
  }

  /** The graph of runs that begin where this one does and look at as much. */
  #graphFor({ footprints, plan }: Player): Graph {
    if (this.org.base !== this.#base) this.#graphs.clear();
    this.#base = this.org.base;
    // Moves have other keys where a plan fixes what strikes.
    const kind = `${this.#traces(footprints)} ${plan !== undefined}`;
    let graph = this.#graphs.get(kind);
    if (!graph) this.#graphs.set(kind, (graph = new Graph()));
    graph.makeRoom();
    return graph;
  }

  #traces(footprints: boolean | undefined): boolean {
    return this.options.footprints ?? footprints === true;
  }

  /** Null: the org has to say how it goes on, or what is wrong. */
  #walk(from: Point | null, walk: Walk, decider: Decider): Run | null {
    const { scenario, world } = this;
    const rest = walk.toRest(decider, MOVE_LIMIT, from);
    const { moves, digests, sightings } = walk;
    const result = { moves, choices: decider.choices, failures: [] };
    if (walk.abandoned)
      return { ...result, abandoned: true, fingerprint: fingerprint(digests, []) };
    const helped = world.needsHelp?.(scenario, moves) ?? true;
    const tail = rest?.tails.get(helped);
    if (!rest || !tail) return null;
    const observed = moves.length;
    walk.follow(tail);
    if (moves.length >= MOVE_LIMIT) return null;
    const end = { outcomes: rest.outcomes, moves, sightings, view: tail.view, helped };
    if (this.#judge(end) !== null) {
      // It is told as the org makes it.
      walk.suspect = true;
      moves.length = observed;
      return null;
    }
    return { ...result, abandoned: false, fingerprint: fingerprint(digests, []) };
  }

  async #perform(decider: Decider, graph: Graph, walk: Walk): Promise<Run> {
    this.performed++;
    await this.#rewind();
    const { org, scenario } = this;
    const watch = new Watch(org, this.world, this.#sound);
    this.#begin = watch.sightings[0]!.view;
    const survey = this.#surveyor(decider, graph, watch, walk, () => recorder);
    const { faults = [], budget } = scenario;
    const recorder: Recorder = new Recorder(org.scheduler, decider, {
      menu: { faults, ...(budget === undefined ? {} : { budget }) },
      strikeOrg: (variant) => strikeOrg(org, variant),
      footprints: this.#traces(decider.player.footprints),
      watched: this.world.watched ?? (() => 'anything'),
      limit: MOVE_LIMIT,
      onMove: (move) => watch.onMove(move),
      lead: walk,
      ...(survey ? { survey } : {}),
    });
    org.database.observer = recorder.tracer;
    const calls = scenario.actors.map((actor) =>
      actor.act(org).then((): Outcome => ({ actor, error: null }), failed(actor)),
    );
    await org.idle();
    const outcomes = await Promise.all(calls);
    const failures = [...watch.failures];
    recorder.stopExploring();
    const whole = !recorder.abandoned && failures.length === 0;
    const known = whole && survey?.rest(outcomes) === false;
    if (whole && !known) failures.push(...(await this.#heal(recorder, watch, outcomes, survey)));
    recorder.detach();
    org.database.observer = undefined;
    if (recorder.strayed !== null)
      throw new Error(
        `A run does not begin as it did before: ${recorder.strayed} cannot go on, or not in its turn.`,
      );
    if (survey?.contradiction) throw new Error(survey.contradiction);
    if (walk.end) return walk.end;
    const { moves } = recorder;
    const abandoned = recorder.abandoned || known;
    const result = { moves, choices: decider.choices, failures: failures.slice(0, 1), abandoned };
    return { ...result, fingerprint: fingerprint(moves.map(digestOfMove), failures) };
  }

  #surveyor(
    decider: Decider,
    graph: Graph,
    watch: Watch,
    walk: Walk,
    recorder: () => Recorder,
  ): Surveyor | undefined {
    const { org, world, scenario } = this;
    const { player } = decider;
    if (player.surveyor)
      return player.surveyor(new OrgStanding(org, recorder, watch, world, scenario));
    if (this.options.remember !== true) return undefined;
    const progress = new OrgProgress(org, recorder, watch);
    const doubts = player.afresh === true || this.performed % DOUBT === 0;
    return new Survey(graph, progress, walk.points, (point) => {
      if (doubts || walk.suspect || point === null) return void walk.points.push(point);
      // It may be known from here on.
      walk.catchUp(progress);
      walk.end = this.#walk(point, walk, decider);
    });
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
  async #heal(
    recorder: Recorder,
    watch: Watch,
    outcomes: readonly Outcome[],
    survey: Surveyor | undefined,
  ): Promise<Failure[]> {
    const { org, world } = this;
    const { moves } = recorder;
    const base = moves.length;
    const until = org.clock.now() + RECOVERY;
    const open = (): boolean =>
      watch.failures.length === 0 &&
      !recorder.exhausted &&
      !world.drained(world.look(org.database));
    const helped = world.needsHelp?.(this.scenario, moves) ?? true;
    if (open()) {
      if (helped) await world.heal?.(org);
      while (open() && org.clock.now() < until) await org.advance(5 * MINUTE);
    }
    // The last move is not over for the recorder.
    recorder.finish();
    if (watch.failures.length > 0) return watch.failures;
    const after = moves.length;
    if (recorder.exhausted)
      return [{ invariant: NO_END, message: `There is no end after ${MOVE_LIMIT} moves.`, after }];
    const view = world.look(org.database);
    survey?.tail?.(helped, base, view);
    const { sightings } = watch;
    const failure = this.#judge({ outcomes, moves, sightings, view, helped });
    return failure ? [failure] : [];
  }

  /** Faults are over, time has passed: what only the end of a run shows, and the whole of it. */
  #judge({ outcomes, moves, sightings, view, helped }: Ending): Failure | null {
    const { world, scenario } = this;
    const after = moves.length - 1;
    const help = helped ? 'with the reaper at work' : 'and nobody was lost';
    const bound = `${RECOVERY / MINUTE} minutes later, ${help}`;
    try {
      const end =
        world.judgeMoves?.(scenario, moves) ??
        world.judgeEnd(scenario, outcomes, view, bound) ??
        world.judgeHistory?.(scenario, outcomes, moves, [
          ...sightings,
          { after: moves.length, view },
        ]);
      return end ? { ...end, after } : null;
    } catch (error) {
      return unjudged(`end of ${world.name}`, error, after);
    }
  }
}

/** What there is to see when a run has come to its end. */
interface Ending {
  readonly outcomes: readonly Outcome[];
  readonly moves: readonly Move[];
  readonly sightings: readonly Sighting<unknown>[];
  readonly view: unknown;
  readonly helped: boolean;
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
