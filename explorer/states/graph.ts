/**
 * The states that runs of one scenario have come to, and what each choice led to. Whoever comes to a
 * state again needs no org to know how it goes on.
 */
import type { Move } from '../model';
import type { Offer } from '../options';
import type { Outcome } from '../scenario';
import { arranged, Lines, type Arrangement, type Line, type Shift } from './line';

/** A task stands before each operation: something has to be chosen. */
export class Point {
  readonly kind = 'point';
  /** By the option that was chosen. */
  readonly edges = new Map<string, Edge>();
  readonly #arranged = new Map<Line, Arrangement>();

  /** @param offers in the order of the run that came here first */
  constructor(readonly offers: readonly Offer[]) {}

  /** What is offered to somebody who comes here with this line. */
  arranged(line: Line): Arrangement {
    let known = this.#arranged.get(line);
    if (!known) this.#arranged.set(line, (known = arranged(this.offers, line)));
    return known;
  }
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
  readonly shift: Shift;
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

/** Edges that are kept, and those of one more run; then all are forgotten. */
const CAPACITY = 150_000;

export class Graph {
  #states = new Map<string, Point | Rest>();
  #root: Point | null = null;
  #lines = new Lines();
  #line = this.#lines.of([], '');
  #edges = 0;

  /** Where runs begin; null: there has been none. */
  get root(): Point | null {
    return this.#root;
  }

  /** Tasks in line at the root. */
  get line(): Line {
    return this.#line;
  }

  begin(root: Point, line: readonly string[]): void {
    this.#root = root;
    this.#line = this.#lines.of(line, '');
  }

  /** Choices whose outcome is known. */
  get size(): number {
    return this.#edges;
  }

  /** @param text all of the state, or what stands for it */
  state<S extends Point | Rest>(text: string, make: () => S): S {
    const known = this.#states.get(text);
    if (known) return known as S;
    const fresh = make();
    this.#states.set(text, fresh);
    return fresh;
  }

  add(from: Point, choice: string, edge: Edge): void {
    from.edges.set(choice, edge);
    this.#edges++;
  }

  /** To be called between two runs: one that is in progress holds on to points, and compares them. */
  makeRoom(): void {
    if (this.size >= CAPACITY) this.#clear();
  }

  #clear(): void {
    this.#states.clear();
    this.#lines = new Lines();
    this.#root = null;
    this.#edges = 0;
  }
}

/** How an edge is found: what was chosen, and not under which name a plan offers it. */
export const choiceOf = ({ id, variant }: Offer): string =>
  variant === '' ? id : `${id}!${variant}`;
