import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MUTANTS } from '../../../explorer/mutants/catalogue';
import type { Hunted } from '../../../explorer/mutants/hunt';
import { MUTANT_COLUMNS, resultsIn } from '../../../explorer/mutants/report';
import { equivalentHunts, mutantHunts } from '../../explore/hunts';
import { partsOf } from '../../explore/plan';
import { totalOf, type RowTotal } from '../../explore/totals';
import { withResults } from '../document';
import { parseMutantFlags } from '../options';

/** @returns the flags, or what is written to standard error */
function parsed(...args: readonly string[]): unknown {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    return parseMutantFlags(args, (code): never => {
      throw new Error(`${code}: ${write.mock.calls.map(([chunk]) => String(chunk)).join('')}`);
    });
  } catch (error) {
    return (error as Error).message;
  } finally {
    write.mockRestore();
  }
}

const IDS = MUTANTS.map(({ id }) => id);

test('some mutants, by name and by range', () => {
  const only = `${IDS[7]},${IDS[2]}..${IDS[4]}`;
  expect(parsed('--only', only)).toMatchObject({ only: [IDS[7], ...IDS.slice(2, 5)], seed: 1 });
});

test.each([
  [['--only', 'never'], /There is no mutant "never"/],
  [['--only', `${IDS[4]}..${IDS[2]}`], /comes after/],
  [['--equivalents', '--only', IDS[0]!], /cannot be used with/],
  [['--resume', 'x', '--comparisons'], /cannot be used with/],
])('%j is refused in one sentence', (args, message) => expect(parsed(...args)).toMatch(message));

const DOCUMENT = join(resolve(__dirname, '../../..'), 'docs/mutants.md');

/** All hunts of a section, each to its end without a catch. */
function totals(rows = equivalentHunts(1).rows): RowTotal[] {
  return rows.map((row, i) => {
    const hunted: Hunted = {
      id: row.scenario,
      caught: null,
      schedules: 1000 + i,
      seconds: 1,
      stopped: false,
    };
    const end = { hunted, schedules: 1000 + i, seen: [], decisions: {}, moves: {}, found: null };
    const parts = partsOf([row]);
    return totalOf(row, parts, () => ({ ...end, stopped: false, abandoned: 0 }) as never);
  });
}

/** What the hunt of one mutant came to. */
const cellsOf = (document: string, id: string): readonly string[] =>
  resultsIn(document, 'mutants', MUTANT_COLUMNS).get(id)!;

test('rows whose hunts are through are written anew, and the others stay', () => {
  const before = readFileSync(DOCUMENT, 'utf8');
  expect(withResults(before, [])).toBe(before);
  const one = withResults(before, totals(mutantHunts(1).rows.slice(0, 1)));
  expect(cellsOf(one, IDS[0]!)).toContain('**survived**');
  for (const id of IDS.slice(1)) expect(cellsOf(one, id)).toEqual(cellsOf(before, id));
  expect(one).toContain(`${MUTANTS.length - 1} of ${MUTANTS.length} mutants were found.`);
  const after = withResults(before, totals());
  expect(after).toMatch(/`token-not-compared` \|.*\| 1000 \|/);
  expect(after).toMatch(/`job-not-compared` \|.*\| 1001 \|/);
  const mutants = (text: string): string => text.slice(0, text.indexOf('end of mutants'));
  expect(mutants(after)).toBe(mutants(before));
  const survivors = withResults(before, totals(mutantHunts(1).rows));
  expect(survivors).toContain(`0 of ${MUTANTS.length} mutants were found.`);
});
