/** Between the scheduler and a player: names tasks in a stable way, records moves and choices. */
import type { SchedulerEvent } from '../local-org/scheduler/events';
import type { Scheduler } from '../local-org/scheduler/scheduler';
import { SerialStrategy } from '../local-org/scheduler/strategies/serial';
import { AGAIN, type Candidate, type Strategy } from '../local-org/scheduler/strategy';
import { effectOf, skewOf } from './faults';
import { Tracer, UNKNOWN, type Watched } from './footprint';
import { answerText } from './answer';
import type { Decider, Decision } from './decider';
import type { Move, Option } from './model';
import { Offers, ORG, type FaultMenu, type Offer } from './options';
import type { Place } from './states/line';
import type { Surveyor } from './states/survey';

/** Begins the ids of tasks that are no part of the scenario, but of the recovery after it. */
export const HEALING = 'heal';

interface Open extends Option {
  readonly at: number;
  readonly enabled: readonly string[];
  readonly parent: number;
  blocked: boolean;
  end: Move['end'];
}

export interface RecorderHooks {
  /** Called when a move is over, before the next one; the text becomes the note of the move. */
  readonly onMove?: (move: Move) => string;
  /** Does what a fault of the whole org does: time passes, everything stops. */
  readonly strikeOrg?: (variant: string) => void;
  /** See `Tracer`. */
  readonly watched?: Watched;
  /** False: moves have no footprints. Default true. */
  readonly footprints?: boolean;
  /** What may go wrong. */
  readonly menu?: FaultMenu;
  /** Moves after which a run is stopped. */
  readonly limit: number;
  /** Told of each point at which something has to be chosen. */
  readonly survey?: Pick<Surveyor, 'arrive' | 'take'>;
  /** What is chosen already: the run goes like that, and the player has seen as many of its moves. */
  readonly lead?: Lead;
}

export interface Lead {
  /** Grows by what is chosen after it. */
  readonly decisions: Decision[];
  readonly observed: number;
  /** The run need not go on. */
  readonly over: boolean;
}

export class Recorder implements Strategy {
  readonly name = 'explorer';
  readonly always = true;
  readonly moves: Move[] = [];
  /** Tasks that came into being, with the index of the move in progress or the last one, -1 for none. */
  readonly spawns: { readonly id: string; readonly from: number }[] = [];
  abandoned = false;
  /** What was chosen in its lead and cannot be chosen here: the run does not begin as it did before. */
  strayed: string | null = null;
  /** The limit of moves was reached. */
  exhausted = false;
  readonly #ids = new Map<number, { readonly id: string; readonly parent: number }>();
  readonly #children = new Map<string, number>();
  /** Is to be told what the tasks touch, if anybody wants to know. */
  readonly tracer: Tracer | undefined;
  #enabled: readonly string[] | null = null;
  #open: Open | null = null;
  #last = '';
  #variant = '';
  readonly #offers: Offers;
  /** What was heard by those who waited for tasks, by id. */
  readonly #answers = new Map<string, string | null>();
  #points = 0;
  #candidates: readonly Candidate[] = [];
  #exploring = true;
  readonly #off: () => void;

  constructor(
    readonly scheduler: Scheduler,
    readonly decider: Decider,
    readonly hooks: RecorderHooks,
  ) {
    this.tracer = (hooks.footprints ?? true) ? new Tracer(hooks.watched) : undefined;
    scheduler.strategy = this;
    scheduler.earlyTimeouts = true;
    this.#offers = new Offers(hooks.menu ?? { faults: [] });
    this.#off = scheduler.listen((event) => this.#hear(event));
  }

  /** From now on one task runs after the other, and nothing is chosen. */
  stopExploring(): void {
    this.#close();
    this.#exploring = false;
    this.#last = HEALING;
    this.#giveBack();
  }

  /** The last move is over, and nothing more will happen. */
  finish(): void {
    this.#close();
  }

  detach(): void {
    this.#close();
    this.#off();
    this.#giveBack();
  }

  #giveBack(): void {
    this.scheduler.strategy = new SerialStrategy();
    this.scheduler.earlyTimeouts = false;
  }

  choose(candidates: readonly Candidate[], running: number | null): number {
    this.#close();
    if (this.abandoned || this.exhausted) return 0;
    this.#candidates = candidates;
    const { offers, first } = this.#offers.of(candidates, running, (task) => this.idOf(task));
    this.hooks.survey?.arrive(offers);
    const { lead } = this.hooks;
    const given = lead?.decisions[this.#points++];
    const decision = this.#decide(given, offers, first);
    if (decision === null) {
      this.#stop('abandoned');
      return 0;
    }
    if (!given) lead?.decisions.push(decision);
    this.#enabled = decision.enabled;
    this.hooks.survey?.take(decision.chosen);
    return this.#take(decision.chosen, candidates);
  }

  /** Null: the run is given up, or need not go on. */
  #decide(given: Decision | undefined, offers: readonly Offer[], first: boolean): Decision | null {
    if (this.hooks.lead?.over) return null;
    if (!given) return this.decider.decide(offers, first);
    const decision = sameAmong(offers, given);
    const { plan } = this.decider;
    const inOrder = plan !== undefined || offers.every(({ key }, i) => key === given.enabled[i]);
    if (decision === null || !inOrder) this.strayed = given.chosen.key;
    return decision;
  }

  /** Tasks that could go on or wait for locks, as they stand in line. */
  line(): readonly Place[] {
    return this.#candidates.map(({ task, since, kind }) => ({
      id: this.idOf(task),
      since,
      waits: kind === 'timeout',
    }));
  }

  /** Names of rows in footprints, as far as anybody wants footprints. */
  namesText(): string {
    return this.tracer?.namesText() ?? '';
  }

  /**
   * What is known here of the run, besides the org's own state, that decides how it goes on. The task
   * that moved last does not: whatever comes into being is named after the one that moves next.
   */
  stateText(): string | null {
    const answers: [string, string][] = [];
    for (const [id, answer] of this.#answers) {
      if (answer === null) return null;
      answers.push([id, answer]);
    }
    return JSON.stringify([this.#offers.left, sortedByName(this.#children), sortedByName(answers)]);
  }

  /** @returns what the scheduler wants to hear */
  #take(offer: Offer, candidates: readonly Candidate[]): number {
    const { id, variant, candidate } = offer;
    this.#variant = variant;
    if (variant === '') return candidate;
    this.#offers.spend();
    if (id === ORG) {
      this.#begin(offer, this.scheduler.clock.now(), -1);
      this.hooks.strikeOrg?.(variant);
      return AGAIN;
    }
    const skewMs = skewOf(variant);
    if (skewMs !== null) this.scheduler.clock.nextSkewMs = skewMs;
    else if (variant !== 'time out')
      this.scheduler.strike(candidates[candidate]!.task, effectOf(variant));
    return candidate;
  }

  /** The fault is no choice: nothing else could have happened in its place. */
  #fixed(variant: string): boolean {
    return this.decider.plan !== undefined && variant !== 'time out';
  }

  /** The stable id of a task. */
  idOf(task: number): string {
    return this.#ids.get(task)?.id ?? String(task);
  }

  #hear(event: SchedulerEvent): void {
    switch (event.kind) {
      case 'spawn':
        return this.#spawn(event);
      case 'step':
      case 'timeout': {
        this.#close();
        const { id, parent } = this.#ids.get(event.task)!;
        const { name, op, at } = event;
        const kind = event.kind === 'timeout' ? 'timeout' : op.kind === 'start' ? 'start' : 'step';
        const variant = this.#variant;
        const key = variant === '' || this.#fixed(variant) ? id : `${id}!${variant}`;
        this.#begin({ key, id, variant, name, kind, op }, at, parent);
        return;
      }
      case 'blocked':
        if (this.#open) this.#open.blocked = true;
        return;
      case 'done':
      case 'failed':
      case 'killed':
        if (this.#open?.id === this.#ids.get(event.task)?.id) this.#open!.end = event.kind;
        if (event.outcome) this.#answers.set(this.idOf(event.task), answerText(event.outcome));
    }
  }

  #begin({ key, id, variant, name, kind, op }: Option, at: number, parent: number): void {
    // Whoever was given up does one more step, and then nothing.
    if (this.abandoned) return;
    const enabled = this.#enabled ?? [key];
    this.#enabled = null;
    this.#variant = '';
    this.#last = id;
    const fresh = { blocked: false, end: null };
    this.#open = { key, id, variant, parent, name, kind, op, at, enabled, ...fresh };
    // A wait that ends without its lock moves the clock.
    const everything = kind === 'timeout' || (variant !== '' && !this.#fixed(variant));
    this.tracer?.begin(id, op, everything);
    if (this.moves.length >= this.hooks.limit) this.#stop('exhausted');
  }

  #spawn({ task }: SchedulerEvent): void {
    const parent = this.#last;
    const count = (this.#children.get(parent) ?? 0) + 1;
    this.#children.set(parent, count);
    const id = parent === '' ? String(count) : `${parent}.${count}`;
    const from = this.#open ? this.moves.length : this.moves.length - 1;
    this.#ids.set(task, { id, parent: from });
    this.spawns.push({ id, from });
  }

  /** The move in progress is over: works out what it touched. */
  #close(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    // Nothing began with this move that could have had another clock.
    this.scheduler.clock.nextSkewMs = 0;
    const index = this.moves.length;
    const footprint = this.tracer?.end() ?? UNKNOWN;
    const move: { -readonly [K in keyof Move]: Move[K] } = Object.assign(open, {
      index,
      footprint,
      note: '',
    });
    this.moves.push(move);
    move.note = this.hooks.onMove?.(move) ?? '';
    const seen = index < (this.hooks.lead?.observed ?? 0);
    if (this.#exploring && !this.abandoned && !seen) this.decider.player.observe?.(move);
  }

  /** Not at once, as the scheduler is in the middle of a choice. */
  #stop(why: 'abandoned' | 'exhausted'): void {
    if (this.abandoned || this.exhausted) return;
    this[why] = true;
    queueMicrotask(() => this.scheduler.reset());
  }
}

/** The same decision, among the options of this run. */
function sameAmong(offers: readonly Offer[], { chosen, enabled }: Decision): Decision | null {
  const { id, variant, key } = chosen;
  const offer = offers.find((each) => each.id === id && each.variant === variant);
  return offer ? { chosen: { ...offer, key }, enabled } : null;
}

const sortedByName = <T>(entries: Iterable<readonly [string, T]>): (readonly [string, T])[] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
