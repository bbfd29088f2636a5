/** What is explored: rows of the table, and the parts that they are divided into. */
import type { ModeName } from '../../explorer/modes';
import type { Round } from '../../explorer/mutants/hunt';
import type { StrategyName } from '../../explorer/strategies';

/** For rows in which something must break, whatever it is. */
export const ANY_PROMISE = 'any';

/** A hunt: all scenarios, or one, in rounds, until a mutant breaks a promise. */
export interface Quarry {
  readonly mutant: string;
  /** Absent: all of the package. */
  readonly scenario?: string;
  readonly rounds: readonly Round[];
  /** Strategies are compared: not to find it is an answer, too. */
  readonly compared?: true;
}

/** One exploration, and one row of the table. */
export interface Row {
  readonly scenario: string;
  /** Guard that is taken out of the package, or null. */
  readonly sabotage: string | null;
  readonly mode: ModeName;
  readonly strategy: StrategyName;
  /** Runs at most; Infinity: until the strategy has nothing left. */
  readonly schedules: number;
  readonly seed: number;
  /** Promise that must break, for what is known to be wrong, or any; null: all must hold. */
  readonly breaks: string | null;
  /** A hunt instead of one scenario with one strategy; the row goes by the name of the mutant. */
  readonly quarry?: Quarry;
  /** The search is made in pieces. Some runs at the seams turn out to repeat others, and do not count. */
  readonly divide?: boolean;
}

/** A piece of a row that one worker does without asking anybody. */
export interface Part extends Row {
  /** Place of its row in the plan. */
  readonly row: number;
  /** Runs of the row that come before it, for the number of the schedule that fails. */
  readonly before: number;
  /** Players that go on where they are, as they save themselves. Absent: one that begins. */
  readonly searches?: readonly string[];
  /** Runs that those have made already. */
  readonly made?: number;
}

/** Runs that one seed drives. Small, so that work divides well and little is lost by Ctrl-C. */
export const PART = 100;

/** Strategies that are driven by a seed: parts of them know nothing of each other. */
export const RANDOM: readonly StrategyName[] = ['random', 'pct', 'pos'];

/**
 * In the order in which results are told. The division does not depend on the number of processes.
 * @param size runs that one seed drives
 */
export function partsOf(rows: readonly Row[], size = PART): Part[] {
  return rows.flatMap((row, at) => {
    if (row.quarry || !RANDOM.includes(row.strategy)) return [{ ...row, row: at, before: 0 }];
    const parts: Part[] = [];
    for (let before = 0; before < row.schedules; before += size) {
      const schedules = Math.min(size, row.schedules - before);
      parts.push({ ...row, row: at, before, schedules, seed: row.seed + parts.length });
    }
    return parts;
  });
}

/** Whether this promise is known to break in the row. */
export function announced({ breaks }: Pick<Row, 'breaks'>, invariant: string): boolean {
  return breaks === ANY_PROMISE || breaks === invariant;
}

export interface Sampling {
  readonly scenarios: readonly string[];
  readonly sabotage: string | null;
  readonly modes: readonly ModeName[];
  readonly strategies: readonly StrategyName[];
  /** Runs of each scenario, shared by modes and strategies. */
  readonly schedules: number;
  readonly seed: number;
  readonly divide?: boolean;
}

/** Every scenario in every mode with every strategy. */
export function sampling(what: Sampling): Row[] {
  const { modes, strategies, sabotage, seed, divide = false } = what;
  const schedules = Math.ceil(what.schedules / (modes.length * strategies.length));
  return what.scenarios.flatMap((scenario) =>
    modes.flatMap((mode) =>
      strategies.map((strategy) => {
        return { scenario, sabotage, mode, strategy, schedules, seed, breaks: null, divide };
      }),
    ),
  );
}
