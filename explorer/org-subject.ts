/** A scenario on a local org: one deploy, any number of runs. */
import type { EmbeddedOrg } from '../local-org/org/embedded';
import { createLocalOrg } from '../local-org/org';
import type { PackageFiles } from '../local-org/org/contract';
import { fingerprint } from './fingerprint';
import { LANES } from './lanes';
import type { Failure, Move, Run, Subject } from './model';
import { MODES, type Mode } from './modes';
import { Recorder } from './recorder';
import type { Outcome, Scenario } from './scenario';
import type { Player } from './strategies/contract';
import type { World } from './world';

const DAY = 86_400_000;
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
  const org = await createLocalOrg({ seed: 1, clock: 'virtual', workers: 32, ...mode });
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
  readonly #start: number;

  constructor(
    readonly org: EmbeddedOrg,
    readonly scenario: Scenario,
  ) {
    this.world = scenario.world ?? LANES;
    this.#start = org.clock.now();
  }

  get name(): string {
    return this.scenario.name;
  }

  async run(player: Player): Promise<Run> {
    await this.#rewind();
    const { org, scenario } = this;
    const watch = new Watch(org, this.world);
    const { faults = [], budget } = scenario;
    const recorder = new Recorder(org.scheduler, player, {
      menu: { faults, ...(budget === undefined ? {} : { budget }) },
      limit: MOVE_LIMIT,
      onMove: (move) => watch.onMove(move),
    });
    watch.recorder = recorder;
    const calls = scenario.actors.map((actor) =>
      actor.act(org).then(
        (): Outcome => ({ actor, error: null }),
        (error: unknown): Outcome => ({ actor, error: messageOf(error) }),
      ),
    );
    await org.idle();
    const outcomes = await Promise.all(calls);
    const failures = [...watch.failures];
    recorder.stopExploring();
    if (!recorder.abandoned && failures.length === 0)
      failures.push(...(await this.#heal(recorder, watch, outcomes)));
    recorder.detach();
    const { moves, choices, abandoned } = recorder;
    const result = { moves, choices, failures: failures.slice(0, 1), abandoned };
    return { ...result, fingerprint: fingerprint(moves, failures) };
  }

  /** The state of the mark, at the same time of another day: a clock does not go back. */
  async #rewind(): Promise<void> {
    const { org, scenario } = this;
    await org.reset();
    const days = Math.ceil((org.clock.now() - this.#start) / DAY);
    org.clock.advanceTo(this.#start + days * DAY);
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
    if (open()) {
      await world.heal?.(org);
      while (open() && org.clock.now() < until) await org.advance(5 * MINUTE);
    }
    const after = recorder.moves.length;
    if (watch.failures.length > 0) return watch.failures;
    if (recorder.exhausted)
      return [{ invariant: 'rest', message: `There is no end after ${MOVE_LIMIT} moves.`, after }];
    const bound = `${RECOVERY / MINUTE} minutes later, with the reaper at work`;
    const end = world.judgeEnd(this.scenario, outcomes, world.look(org.database), bound);
    return end ? [{ ...end, after }] : [];
  }
}

/** Looks at the committed state after each move that let something go. */
class Watch {
  readonly failures: Failure[] = [];
  recorder: Recorder | null = null;
  #before: unknown;
  #looking = false;

  constructor(
    readonly org: EmbeddedOrg,
    readonly world: World,
  ) {
    this.#before = world.look(org.database);
    listenOnce(org, () => {
      if (!this.#looking) this.recorder?.released();
    });
  }

  onMove(move: Move): string {
    if (move.footprint.publishes.size === 0 && move.op.kind !== 'commit') return '';
    this.#looking = true;
    const now = this.world.look(this.org.database);
    this.#looking = false;
    const before = this.#before;
    this.#before = now;
    if (this.failures.length === 0)
      for (const invariant of this.world.always) {
        const message = invariant.check(now, before);
        if (message === null) continue;
        this.failures.push({ invariant: invariant.name, message, after: move.index });
        break;
      }
    return this.world.describeChange(before, now);
  }
}

const listeners = new WeakMap<EmbeddedOrg, { hear: () => void }>();

/** The database keeps its listeners for ever: one for each org, which tells the run in progress. */
function listenOnce(org: EmbeddedOrg, hear: () => void): void {
  const known = listeners.get(org);
  if (known) {
    known.hear = hear;
    return;
  }
  const fresh = { hear };
  listeners.set(org, fresh);
  org.database.onRelease(() => fresh.hear());
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
