/** Between the scheduler and a player: names tasks in a stable way, records moves and choices. */
import type { SchedulerEvent } from '../local-org/scheduler/events';
import type { Scheduler } from '../local-org/scheduler/scheduler';
import { SerialStrategy } from '../local-org/scheduler/strategies/serial';
import { AGAIN, type Candidate, type Strategy } from '../local-org/scheduler/strategy';
import { effectOf, skewOf } from './faults';
import { Tracer, UNKNOWN, type Watched } from './footprint';
import type { Move, Option } from './model';
import { Offers, ORG, type FaultMenu, type Offer } from './options';
import type { PlannedRun } from './plans';
import { ABANDON, type Player } from './strategies/contract';

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
}

export class Recorder implements Strategy {
  readonly name = 'explorer';
  readonly always = true;
  readonly moves: Move[] = [];
  readonly choices: number[] = [];
  abandoned = false;
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
  readonly #plan: PlannedRun | undefined;
  #exploring = true;
  readonly #off: () => void;

  constructor(
    readonly scheduler: Scheduler,
    readonly player: Player,
    readonly hooks: RecorderHooks,
  ) {
    this.tracer = (hooks.footprints ?? true) ? new Tracer(hooks.watched) : undefined;
    scheduler.strategy = this;
    scheduler.earlyTimeouts = true;
    this.#offers = new Offers(hooks.menu ?? { faults: [] });
    this.#plan = player.plan?.begin();
    this.#off = scheduler.listen((event) => this.#hear(event));
  }

  /** From now on one task runs after the other, and nothing is chosen. */
  stopExploring(): void {
    this.#close();
    this.#exploring = false;
    this.#last = HEALING;
    this.#giveBack();
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
    const { offers, first } = this.#offers.of(candidates, running, (task) => this.#idOf(task));
    const open = this.#plan?.narrow(offers) ?? offers;
    let at = 0;
    if (open.length > 1) {
      at = this.player.choose(open, first);
      if (at === ABANDON) {
        this.#stop('abandoned');
        return 0;
      }
    }
    const chosen = open[at]!;
    // What a plan leaves out is an option for whoever repeats the run.
    if (offers.length > 1) this.choices.push(rankOf(chosen, offers));
    this.#enabled = open.map((option) => option.key);
    this.#plan?.taken(chosen);
    return this.#take(chosen, candidates);
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
    return this.#plan !== undefined && variant !== 'time out';
  }

  #idOf(task: number): string {
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
    }
  }

  #begin({ key, id, variant, name, kind, op }: Option, at: number, parent: number): void {
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
    if (this.#exploring && !this.abandoned) this.player.observe?.(move);
  }

  /** Not at once, as the scheduler is in the middle of a choice. */
  #stop(why: 'abandoned' | 'exhausted'): void {
    if (this.abandoned || this.exhausted) return;
    this[why] = true;
    queueMicrotask(() => this.scheduler.reset());
  }
}

/** The place of an option that a plan has picked among all that there were. */
function rankOf({ id, variant }: Option, offers: readonly Option[]): number {
  return offers.findIndex((offer) => offer.id === id && offer.variant === variant);
}
