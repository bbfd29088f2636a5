/**
 * The states that runs of one scenario have come to, and what each choice led to. Whoever comes to a
 * state again needs no org to know how it goes on.
 */
import type { Move } from '../model';
import type { Offer } from '../options';
import type { Outcome } from '../scenario';

/** A task stands before each operation: something has to be chosen. */
export interface Point {
  readonly kind: 'point';
  readonly offers: readonly Offer[];
  /** The first offer is the task that moved last. */
  readonly first: boolean;
  readonly keys: readonly string[];
  /** By the option that was chosen. */
  readonly edges: Map<string, Edge>;
}

/** Everything has come to rest, and the faults are over. */
export interface Rest {
  readonly kind: 'rest';
  readonly outcomes: readonly Outcome[];
  /** By whether those who recover were called. */
  readonly tails: Map<boolean, Tail>;
}

/** A move, as it goes in this state whatever was before. Its index, its parent and what else was enabled are those of a run. */
export interface Edge {
  readonly move: Move;
  readonly digest: number;
  /** Ids of the tasks that came into being. */
  readonly spawned: readonly string[];
  /** What everybody could see after it; undefined: nothing was committed. */
  readonly view: unknown;
  /** Null: nobody can say where it led. */
  readonly to: Point | Rest | null;
}

/** What happened after everything had come to rest. Indexes count from there. */
export interface Tail {
  readonly moves: readonly Move[];
  readonly digests: readonly number[];
  /** The parent of each move; null: a task that was there before. */
  readonly parents: readonly (number | null)[];
  readonly sightings: readonly { readonly after: number; readonly view: unknown }[];
  readonly view: unknown;
}

/** Edges that are kept; then all are forgotten. */
const CAPACITY = 150_000;

export class Graph {
  #states = new Map<string, Point | Rest>();
  #root: Point | null = null;
  #era = -1;
  #edges = 0;

  /** Where runs begin; null: there has been none. */
  get root(): Point | null {
    return this.#root;
  }

  /** See `State.era`: of the states that can be reached from the root. */
  get era(): number {
    return this.#era;
  }

  begin(root: Point, era: number): void {
    this.#root = root;
    this.#era = era;
  }

  /** Choices whose outcome is known. */
  get size(): number {
    return this.#edges;
  }

  /** @param text all of the state, see `stateText` */
  state<S extends Point | Rest>(text: string, make: () => S): S {
    const known = this.#states.get(text);
    if (known) return known as S;
    const fresh = make();
    this.#states.set(text, fresh);
    return fresh;
  }

  add(from: Point, choice: string, edge: Edge): void {
    if (this.#edges >= CAPACITY) this.clear();
    from.edges.set(choice, edge);
    this.#edges++;
  }

  clear(): void {
    this.#states.clear();
    this.#root = null;
    this.#edges = 0;
  }
}

/** How an edge is found: what was chosen, and not under which name a plan offers it. */
export const choiceOf = ({ id, variant }: Offer): string =>
  variant === '' ? id : `${id}!${variant}`;
