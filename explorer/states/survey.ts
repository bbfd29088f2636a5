/** Notes in the graph of states what a run on the org does, and checks what is noted already. */
import { digestOfMove } from '../fingerprint';
import type { Move } from '../model';
import type { Offer } from '../options';
import type { Outcome } from '../scenario';
import type { Sighting } from '../world';
import { choiceOf, Point, type Edge, type Graph, type Rest, type Tail } from './graph';
import { idsOf, shiftOf, type Place } from './line';

/** Follows a run on the org, from one point to the next. */
export interface Surveyor {
  /** The run went on in another way than one before it from the same state: in words. */
  readonly contradiction: string | null;
  /** Something has to be chosen; the move before is over. */
  arrive(offers: readonly Offer[]): void;
  take(chosen: Offer): void;
  /**
   * Everything is at rest; nothing is chosen any more.
   * @returns false: nobody needs to know how this run ends
   */
  rest(outcomes: readonly Outcome[]): boolean;
  /** What came after the rest, up to the end of the run. */
  tail?(helped: boolean, base: number, view: unknown): void;
}

/** Where a run stands. */
export interface Standing {
  readonly moves: readonly Move[];
  /** Something is wrong with this run: it is no example. */
  readonly spoilt: boolean;
  /** All that decides how a run goes on, but for the order of what is offered; null when it cannot be said. */
  state(): string | null;
}

/** What is known of the run so far. */
export interface Progress extends Standing {
  /** Tasks that came into being, and after how many moves: their index is that of the move, -1 for none. */
  readonly spawns: readonly { readonly id: string; readonly from: number }[];
  readonly sightings: readonly Sighting<unknown>[];
  /** Tasks that could go on or wait for locks, in the order of `since`. */
  readonly line: readonly Place[];
}

export class Survey implements Surveyor {
  /** Two runs went on in different ways from one state: in words. Then the state has parts that nobody noted. */
  contradiction: string | null = null;
  #at: Point | null = null;
  #choice = '';
  #line: readonly Place[] = [];
  #spawns = 0;
  #rest: Rest | null = null;

  constructor(
    readonly graph: Graph,
    readonly progress: Progress,
    /** Where the run comes by on its known way: only at the last of them it looks again where it is. */
    readonly way: readonly (Point | null)[],
    /** Tells where the run stands, on a way that nobody knows: it may become a known one. */
    readonly stands: (point: Point | null) => void = () => undefined,
  ) {}

  arrive(offers: readonly Offer[]): void {
    const { progress, graph, way } = this;
    const { line } = progress;
    const expected = way[progress.moves.length];
    if (expected && expected !== way.at(-1)) {
      this.#spawns = progress.spawns.length;
      this.#at = null;
      this.#line = line;
      return;
    }
    const state = progress.spoilt ? null : progress.state();
    let point: Point | null = null;
    if (state) {
      point = graph.state(`point ${state}`, () => new Point(offers));
      if (point.offers !== offers)
        this.#compare('what can go on', offersText(point.offers), offersText(offers));
      if (progress.moves.length === 0) graph.begin(point, idsOf(line));
    }
    this.#arrived(point, line);
    if (expected && point !== expected) this.#differ('the way to it', 'known', 'another');
    this.#at = point;
    this.#line = line;
    if (!expected) this.stands(this.contradiction === null ? point : null);
  }

  take(chosen: Offer): void {
    this.#choice = choiceOf(chosen);
  }

  rest(outcomes: readonly Outcome[]): boolean {
    const state = this.progress.spoilt ? null : this.progress.state();
    const make = (): Rest => ({ kind: 'rest', outcomes, tails: new Map() });
    const rest = state === null ? null : this.graph.state(`rest ${state}`, make);
    if (rest) this.#compare('answers', answers(rest.outcomes), answers(outcomes));
    this.#arrived(rest, []);
    this.#at = null;
    this.#rest = rest;
    return true;
  }

  tail(helped: boolean, base: number, view: unknown): void {
    const { moves, spawns, sightings, spoilt } = this.progress;
    const rest = this.#rest;
    if (spoilt || !rest) return;
    const born = new Map(spawns.slice(this.#spawns).map(({ id, from }) => [id, from - base]));
    const after = moves.slice(base);
    const tail: Tail = {
      moves: after,
      digests: after.map(digestOfMove),
      parents: after.map(({ id }) => born.get(id) ?? null),
      sightings: sightings
        .filter((sighting) => sighting.after >= base)
        .map((sighting) => ({ after: sighting.after - base, view: sighting.view })),
      view,
    };
    const known = rest.tails.get(helped);
    if (known) this.#compare('recovery', known.digests.join(), tail.digests.join());
    else rest.tails.set(helped, tail);
  }

  #arrived(to: Point | Rest | null, line: readonly Place[]): void {
    const { moves, spawns, sightings, spoilt } = this.progress;
    const [from, move] = [this.#at, moves.at(-1)];
    const spawned = spawns.slice(this.#spawns).map(({ id }) => id);
    this.#spawns = spawns.length;
    if (!from || !move || spoilt) return;
    const seen = sightings.at(-1)!;
    const view = seen.after === move.index ? seen.view : undefined;
    const shift = shiftOf(this.#line, line, move.id);
    const edge: Edge = { move, digest: digestOfMove(move), shift, spawned, view, to };
    const known = from.edges.get(this.#choice);
    if (!known) return this.graph.add(from, this.#choice, edge);
    this.#compare(`move of ${move.name}`, edgeText(known), edgeText(edge));
    if (known.to !== to) this.#differ('state', move.name, `${known.to?.kind} and ${to?.kind}`);
  }

  #compare(what: string, known: string, now: string): void {
    if (known !== now) this.#differ(what, known, now);
  }

  #differ(what: string, known: string, now: string): void {
    this.contradiction ??= `From one state it went on in two ways (${what}): ${known} / ${now}`;
  }
}

/** In an order of their own. */
function offersText(offers: readonly Offer[]): string {
  const texts = offers.map(({ key, name, kind, op }) =>
    JSON.stringify([key, name, kind, op.kind, op.detail]),
  );
  return texts.sort().join();
}

function edgeText({ move, digest, spawned, view }: Edge): string {
  const { key, at, footprint } = move;
  return JSON.stringify([key, digest, at, spawned, view !== undefined, footprint]);
}

const answers = (outcomes: readonly Outcome[]): string =>
  JSON.stringify(outcomes.map(({ error, struck }) => [error, struck]));
