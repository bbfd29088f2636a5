/** The tables of docs/mutants.md, written anew where all of their rows are through. */
import { EQUIVALENTS, MUTANTS } from '../../explorer/mutants/catalogue';
import type { Needed } from '../../explorer/mutants/needed';
import {
  comparisonTable,
  equivalentTable,
  mutantTable,
  summary,
  withTable,
} from '../../explorer/mutants/report';
import { comparisons, equivalentHunts, huntedOf, MOST, mutantHunts } from '../explore/hunts';
import type { RowTotal } from '../explore/totals';

/** @returns the document with the tables that `totals` has all rows of */
export function withResults(document: string, totals: readonly RowTotal[]): string {
  let text = document;
  const hunted = huntedOf(totals);
  const all = (ids: readonly string[]): boolean =>
    ids.every((id) => hunted.some((each) => each.id === id));
  if (all(mutantHunts(1).rows.map(({ scenario }) => scenario))) {
    const mutants = hunted.filter(({ id }) => MUTANTS.some((each) => each.id === id));
    text = withTable(text, 'mutants', `${summary(mutants)}\n\n${mutantTable(MUTANTS, mutants)}`);
  }
  if (all(equivalentHunts(1).rows.map(({ scenario }) => scenario)))
    text = withTable(text, 'equivalents', equivalentTable(EQUIVALENTS, hunted));
  const needed = neededBy(totals);
  if (needed) text = withTable(text, 'strategies', comparisonTable(needed, MOST));
  return text;
}

/** Null: not all comparisons are through. */
function neededBy(totals: readonly RowTotal[]): Needed[] | null {
  const needed = new Map<
    string,
    { id: string; strategy: Needed['strategy']; schedules: number[] }
  >();
  const compared = totals.filter(({ row, complete }) => row.quarry?.compared && complete);
  if (compared.length < comparisons().rows.length) return null;
  for (const { row, found, schedules } of compared) {
    const { scenario: id, strategy } = row;
    const key = `${id} ${strategy}`;
    const entry = needed.get(key) ?? { id, strategy, schedules: [] };
    entry.schedules.push(found ? schedules : Infinity);
    needed.set(key, entry);
  }
  return [...needed.values()];
}
