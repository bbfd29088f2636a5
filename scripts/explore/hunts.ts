/** Hunts as rows of a plan, and what is said of them. */
import { EQUIVALENTS, MUTANTS } from '../../explorer/mutants/catalogue';
import { COMPARED } from '../../explorer/mutants/compared';
import { BLIND, type Hunted, type Round } from '../../explorer/mutants/hunt';
import type { StrategyName } from '../../explorer/strategies';
import { ANY_PROMISE, type Quarry, type Row } from './plan';
import type { Section } from './section';
import { count } from './table';
import type { RowTotal } from './totals';

/** Schedules after which a strategy that is compared with others gives up. */
export const MOST = 100;
const SEEDS = [1, 2, 3];
const STRATEGIES: readonly StrategyName[] = ['random', 'pos', 'pct'];

function row(quarry: Quarry, seed: number, breaks: string | null): Row {
  const [{ strategy, mode }] = quarry.rounds as readonly [Round, ...Round[]];
  const base = { sabotage: null, schedules: Infinity, seed, breaks, quarry };
  return { ...base, scenario: quarry.mutant, mode, strategy };
}

/** @param ids absent: all */
export function mutantHunts(seed: number, ids?: readonly string[]): Section {
  const wanted = MUTANTS.filter(({ id }) => ids === undefined || ids.includes(id));
  return {
    title: 'Mutants of the package: each must break a promise.',
    tell: false,
    rows: wanted.map(({ id }) => row({ mutant: id, rounds: BLIND }, seed, ANY_PROMISE)),
  };
}

/** @param ids absent: all */
export function equivalentHunts(seed: number, ids?: readonly string[]): Section {
  const wanted = EQUIVALENTS.filter(({ id }) => ids === undefined || ids.includes(id));
  return {
    title: 'The package without a guard that another one stands behind: no promise may break.',
    tell: true,
    rows: wanted.map(({ id }) => row({ mutant: id, rounds: BLIND }, seed, null)),
  };
}

/** Strategies alone, each with several seeds. */
export function comparisons(): Section {
  return {
    title: `Schedules that strategies need (${SEEDS.length} seeds each, ${MOST} schedules at most).`,
    tell: false,
    rows: COMPARED.flatMap(({ id, scenario, mode = 'restart' }) =>
      STRATEGIES.flatMap((strategy) =>
        SEEDS.map((seed) => {
          const rounds = [{ strategy, mode, schedules: MOST }];
          return row({ mutant: id, scenario, rounds, compared: true }, seed, ANY_PROMISE);
        }),
      ),
    ),
  };
}

/** What hunts came to that are through, comparisons left out. */
export function huntedOf(totals: readonly RowTotal[]): Hunted[] {
  return totals.flatMap(({ row, complete, hunted }) =>
    row.quarry && !row.quarry.compared && complete && hunted ? [hunted] : [],
  );
}

export const HUNT_HEADING = `  ${'mutant'.padEnd(34)}  schedules  seconds`;

/**
 * One line for the hunts of one mutant.
 * @param totals one at least
 */
export function huntLine(totals: readonly RowTotal[]): string {
  const [first] = totals;
  const id = first!.row.scenario.padEnd(34);
  if (first!.row.quarry!.compared) return `  ${id}  ${comparedText(totals)}`;
  const { hunted, schedules, ms, crashes } = first!;
  const cost = `${count(schedules).padStart(9)}  ${(ms / 1000).toFixed(1).padStart(7)}`;
  const verdict = crashes.length > 0 ? 'CRASHED' : verdictOf(first!, hunted);
  return `  ${id}  ${cost}  ${verdict}`;
}

function verdictOf({ row: { breaks }, complete }: RowTotal, hunted: Hunted | null): string {
  if (!hunted || !complete) return 'interrupted';
  if (!hunted.caught) return breaks === null ? 'no difference' : 'SURVIVED';
  const { invariant, scenario, mode, strategy, moves } = hunted.caught;
  const where = `${invariant} in ${scenario}, ${strategy}, ${mode}, ${moves} moves`;
  return breaks === null ? `BROKEN: ${where}` : `breaks: ${where}`;
}

function comparedText(totals: readonly RowTotal[]): string {
  const needed = (strategy: StrategyName): string => {
    const own = totals.filter(({ row }) => row.strategy === strategy);
    return own.map((t) => (t.found ? t.schedules : t.complete ? `over ${MOST}` : '–')).join('/');
  };
  return STRATEGIES.map((strategy) => `${strategy} ${needed(strategy)}`).join('  ');
}
