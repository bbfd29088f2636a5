/** The tables of docs/mutants.md: rows whose hunts are through are written anew, others stay. */
import { EQUIVALENTS, MUTANTS } from '../../explorer/mutants/catalogue';
import type { Mutant } from '../../explorer/mutants/mutant';
import type { Needed } from '../../explorer/mutants/needed';
import {
  comparisonTable,
  EQUIVALENT_COLUMNS,
  equivalentResults,
  equivalentTable,
  MUTANT_COLUMNS,
  mutantResults,
  mutantTable,
  resultsIn,
  summary,
  type Results,
  withTable,
} from '../../explorer/mutants/report';
import type { Hunted } from '../../explorer/mutants/hunt';
import { comparisons, huntedOf, MOST } from '../explore/hunts';
import type { RowTotal } from '../explore/totals';

/** @returns the document with the rows that `totals` has, and with a table whose rows are all there */
export function withResults(document: string, totals: readonly RowTotal[]): string {
  let text = document;
  const hunted = huntedOf(totals);
  const among = (catalogue: readonly Mutant[]): Hunted[] =>
    hunted.filter(({ id }) => catalogue.some((each) => each.id === id));
  const [mutants, equivalents] = [among(MUTANTS), among(EQUIVALENTS)];
  if (mutants.length > 0) {
    const results = merged(document, 'mutants', MUTANT_COLUMNS, mutantResults(mutants), MUTANTS);
    text = withTable(text, 'mutants', `${summary(results)}\n\n${mutantTable(MUTANTS, results)}`);
  }
  if (equivalents.length > 0) {
    const fresh = equivalentResults(equivalents);
    const results = merged(document, 'equivalents', EQUIVALENT_COLUMNS, fresh, EQUIVALENTS);
    text = withTable(text, 'equivalents', equivalentTable(EQUIVALENTS, results));
  }
  const needed = neededBy(totals);
  if (needed) text = withTable(text, 'strategies', comparisonTable(needed, MOST));
  return text;
}

/** Fresh results, and those of earlier hunts of what is still in the catalogue. */
function merged(
  document: string,
  name: string,
  columns: number,
  fresh: Results,
  catalogue: readonly Mutant[],
): Results {
  const before = resultsIn(document, name, columns);
  const known = catalogue.flatMap(({ id }): [string, readonly string[]][] => {
    const cells = fresh.get(id) ?? before.get(id);
    return cells ? [[id, cells]] : [];
  });
  return new Map(known);
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
