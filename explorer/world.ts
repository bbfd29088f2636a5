/** What a scenario is about: what everybody can see of it, and what must hold. Default: our lanes. */
import type { Database } from '../local-org/database/contract';
import type { EmbeddedOrg } from '../local-org/org/embedded';
import type { Watched } from './footprint';
import type { Move } from './model';
import type { Outcome, Scenario } from './scenario';

/** Says what is wrong, or null. `before` is what was seen after the commit before. */
export interface Invariant<V> {
  readonly name: string;
  readonly promise: string;
  check(now: V, before: V | null): string | null;
}

export interface EndJudgement {
  /** Name of the invariant that does not hold. */
  readonly invariant: string;
  readonly message: string;
}

/** What everybody could see after a move; -1: before all moves. */
export interface Sighting<V> {
  readonly after: number;
  readonly view: V;
}

/** What is kept of a run so far, because judgements at its end look back at it. */
export interface Past<V = unknown> {
  /** @param seen what everybody could see after the move; undefined: nothing was committed */
  observe(move: Move, seen: V | undefined): void;
  /** Equal for runs that are judged alike if they go on alike from one state of the org. */
  text(): string;
}

export interface World<V = unknown> {
  readonly name: string;
  /** Committed rows, read without disturbing anybody. */
  look(database: Database): V;
  /**
   * Equal views are the same object, and checks and descriptions depend on nothing but the views: then
   * what was judged once is not judged again. Default false.
   */
  readonly interned?: boolean;
  /** Checked after each commit. */
  readonly always: readonly Invariant<V>[];
  /**
   * Which group a row belongs to, where each invariant looks at one group at a time: then commits to
   * different groups need not be tried in both orders. Null: no invariant looks at the row. Without
   * this, all commits are one group.
   */
  readonly watched?: Watched;
  /** True when nothing is left to do. */
  drained(view: V): boolean;
  /** Faults are over, time has passed and everything has come to rest. `bound` says when, in words. */
  judgeEnd(
    scenario: Scenario,
    outcomes: readonly Outcome[],
    view: V,
    bound: string,
  ): EndJudgement | null;
  /** What the moves of a run say that nobody sees in the rows. */
  judgeMoves?(scenario: Scenario, moves: readonly Move[]): EndJudgement | null;
  /** What only the whole run shows. All that was seen is given, in order. Asked when all else holds. */
  judgeHistory?(
    scenario: Scenario,
    outcomes: readonly Outcome[],
    moves: readonly Move[],
    sightings: readonly Sighting<V>[],
  ): EndJudgement | null;
  /** Whether what struck this run may leave work to whoever recovers. Default: always. */
  needsHelp?(scenario: Scenario, moves: readonly Move[]): boolean;
  /**
   * Needed by a search through states if there is `judgeMoves`, `judgeHistory` or `needsHelp`.
   * @param begin what can be seen before the first move
   */
  past?(scenario: Scenario, begin: V): Past<V>;
  /** What a commit changed for everybody, in words; '' for nothing worth telling. */
  describeChange(before: V, now: V): string;
  /** Brings a fresh org, with the packages deployed, into the state where each run begins. */
  prepare(org: EmbeddedOrg): Promise<void>;
  /** What an administrator does when faults are over and something is left: starts what recovers. */
  heal?(org: EmbeddedOrg): Promise<void>;
}
