/** One run of a search through states: where it is, and what it does next. */
import { digestOfMove } from '../fingerprint';
import type { Offer } from '../options';
import { choiceOf } from '../states/graph';
import type { Standing, Surveyor } from '../states/survey';
import { ABANDON } from '../strategies/contract';
import type { Frontier } from './frontier';
import { OPEN, type StateTable } from './state-table';

export interface Search {
  readonly table: StateTable;
  readonly frontier: Frontier;
}

export interface Tally {
  doubted: number;
  nameless: number;
  ends: number;
}

/** Where a run is in the table: a state, and which choice was taken there. */
interface Place {
  readonly state: number;
  choice: number;
}

export class FloodRun implements Surveyor {
  contradiction: string | null = null;
  /** What is chosen here: an index into the offers, or ABANDON. */
  choice = 0;
  #at: Place | null = null;
  #order: readonly number[] = [];

  /** @param doubts looks where it is also where that is known */
  constructor(
    readonly search: Search,
    readonly standing: Standing,
    readonly doubts: boolean,
    readonly tally: Tally,
  ) {}

  arrive(offers: readonly Offer[]): void {
    // What is wrong is told as it ends, with as few choices as can be.
    this.choice = 0;
    if (this.standing.spoilt || this.contradiction !== null) {
      this.#at = null;
      return;
    }
    try {
      this.choice = this.#decide(offers);
    } catch (error) {
      // The scheduler asks, and nobody there could hear of it.
      this.contradiction = error instanceof Error ? error.message : String(error);
      this.choice = ABANDON;
    }
  }

  /** @throws Cycle */
  #decide(offers: readonly Offer[]): number {
    const { frontier } = this.search;
    const names = offers.map(choiceOf);
    // In an order that does not depend on who has waited for longest.
    this.#order = names.map((_, i) => i).sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
    const sorted = this.#order.map((i) => names[i]!);
    const known = this.#known();
    const state = known ?? this.#look(sorted);
    // Nobody looked where it is: at least the same choices must be there.
    if (known !== null && this.search.table.offered(known) !== numberOf(sorted))
      this.#differ('what can go on');
    if (this.contradiction !== null) return 0;
    const choice = frontier.next(state);
    if (choice < 0) return ABANDON;
    this.#at = { state, choice };
    frontier.take(state, choice);
    return this.#order[choice]!;
  }

  take(): void {
    // It was chosen here.
  }

  rest(): boolean {
    const { table } = this.search;
    if (this.standing.spoilt || this.contradiction !== null) return true;
    const before = table.size;
    this.#look(null);
    if (table.size > before) this.tally.ends++;
    return table.size > before;
  }

  /** The state that the choice before is known to have led to; null: it has to be looked at. */
  #known(): number | null {
    const { table } = this.search;
    if (this.doubts) return null;
    if (!this.#at) return table.size === 0 ? null : 0;
    const to = table.target(this.#at.state, this.#at.choice);
    return to === OPEN ? null : to;
  }

  /** @param names of what can be chosen, in order; null: nothing goes on */
  #look(names: readonly string[] | null): number {
    const { table } = this.search;
    const { text, offered } = this.#textOf(names);
    let state = table.find(text);
    if (state === -1) state = table.add(text, names?.length ?? 0, offered);
    else if (table.offered(state) !== offered) this.#differ('what can go on');
    const at = this.#at;
    if (!at) return state;
    const move = digestOfMove(this.standing.moves.at(-1)!) >>> 0;
    const to = table.target(at.state, at.choice);
    if (to === OPEN) table.lead(at.state, at.choice, state, move);
    else {
      this.tally.doubted++;
      if (to !== state) this.#differ('state');
      if (table.move(at.state, at.choice) !== move) this.#differ('move');
    }
    return state;
  }

  #textOf(names: readonly string[] | null): { readonly text: string; readonly offered: number } {
    const kind = names ? 'point' : 'rest';
    const offered = names ? numberOf(names) : 0;
    const state = this.standing.state();
    if (state !== null) return { text: `${kind} ${state}`, offered };
    this.tally.nameless++;
    // The way there says it all.
    const { state: from, choice } = this.#at ?? { state: -1, choice: -1 };
    return { text: `${kind} after ${from} ${choice}`, offered };
  }

  #differ(what: string): void {
    const move = this.standing.moves.at(-1);
    this.contradiction ??= `From one state it went on in two ways (${what}), after ${move?.key ?? 'the begin'} ${move?.op.kind ?? ''} ${move?.op.object ?? ''}.`;
  }
}

/** 32 bits of FNV-1a. */
function numberOf(names: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const name of names) {
    for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
  }
  return hash >>> 0;
}
