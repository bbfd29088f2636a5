/** The tables of docs/mutants.md. */
import type { Hunted } from './hunt';
import type { Equivalent, Mutant } from './mutant';
import { median, type Needed } from './needed';

const BEGIN = (name: string): string => `<!-- ${name}: written by npm run mutants -->`;
const END = (name: string): string => `<!-- end of ${name} -->`;

/**
 * Puts a table between its marks.
 * @throws Error if the document has no such marks
 */
export function withTable(document: string, name: string, table: string): string {
  const from = document.indexOf(BEGIN(name));
  const to = document.indexOf(END(name));
  if (from < 0 || to < from) throw new Error(`The document has no place for ${name}.`);
  return `${document.slice(0, from)}${BEGIN(name)}\n\n${table}\n\n${document.slice(to)}`;
}

/** What hunts came to, as it stands in a table, by id of the mutant. */
export type Results = ReadonlyMap<string, readonly string[]>;

/**
 * What earlier hunts have left in a table of the document.
 * @param columns how many at the end of each row are about the hunt
 */
export function resultsIn(document: string, name: string, columns: number): Results {
  const from = document.indexOf(BEGIN(name));
  const lines = document.slice(from, document.indexOf(END(name))).split('\n');
  const results = new Map<string, readonly string[]>();
  for (const line of lines) {
    const id = /^\| `([^`]+)`/.exec(line)?.[1];
    const cells = line.split('|').slice(1, -1);
    if (id !== undefined) results.set(id, cells.map((cell) => cell.trim()).slice(-columns));
  }
  return results;
}

/** Columns about the hunt in the table of mutants, and in the one of equivalents. */
export const MUTANT_COLUMNS = 6;
export const EQUIVALENT_COLUMNS = 1;

/** What these hunts came to. */
export function mutantResults(hunted: readonly Hunted[]): Results {
  return new Map(hunted.map((each) => [each.id, resultCells(each)]));
}

/** How far these were hunted without a difference. */
export function equivalentResults(hunted: readonly Hunted[]): Results {
  return new Map(
    hunted.map(({ id, caught, schedules }) => [
      id,
      [caught ? `**${caught.invariant}**` : String(schedules)],
    ]),
  );
}

/** One line for each mutant, in the order of the catalogue. */
export function mutantTable(mutants: readonly Mutant[], results: Results): string {
  const rows = mutants.map(({ id, bug, rules, after }) => {
    const what = after === undefined ? bug : `${bug} *(${after})*`;
    const cells = results.get(id) ?? ['not hunted', '', '', '', '', ''];
    return [`\`${id}\``, what, rules.join(', '), ...cells];
  });
  return table(
    [
      'Mutant',
      'Bug',
      'Rule',
      'Noticed by',
      'Scenario',
      'Strategy',
      'Schedules',
      'Seconds',
      'Moves',
    ],
    rows,
  );
}

const SURVIVED = '**survived**';

function resultCells({ caught, schedules, seconds }: Hunted): string[] {
  if (!caught) return [SURVIVED, '', '', String(schedules), seconds.toFixed(1), ''];
  const { invariant, scenario, strategy, mode, moves } = caught;
  const how = mode === 'restart' ? strategy : `${strategy}, ${mode}`;
  return [invariant, scenario, how, String(schedules), seconds.toFixed(1), String(moves)];
}

/** Median and worst, in words. */
export function summary(results: Results): string {
  const caught = [...results.values()].filter(([noticed]) => noticed !== SURVIVED);
  const numbers = (column: number): number[] => caught.map((cells) => Number(cells[column]));
  const [schedules, seconds, moves] = [numbers(3), numbers(4), numbers(5)];
  return [
    `${caught.length} of ${results.size} mutants were found.`,
    `Schedules until then: median ${median(schedules)}, worst ${Math.max(...schedules)}.`,
    `Seconds, deploy included: median ${median(seconds).toFixed(1)}, worst ${Math.max(...seconds).toFixed(1)}.`,
    `Moves of the shortest story: median ${median(moves)}, worst ${Math.max(...moves)}.`,
  ].join(' ');
}

/** One line for each guard. */
export function equivalentTable(equivalents: readonly Equivalent[], results: Results): string {
  const rows = equivalents.map(({ id, bug, rules, because }) => {
    return [`\`${id}\``, bug, rules.join(', '), because, ...(results.get(id) ?? ['–'])];
  });
  const head = ['Guard', 'Without it', 'Rule', 'What stands behind it', 'Schedules without harm'];
  return table(head, rows);
}

/** Median of the schedules that each strategy needed. */
export function comparisonTable(needed: readonly Needed[], most: number): string {
  const strategies = [...new Set(needed.map(({ strategy }) => strategy))];
  const ids = [...new Set(needed.map(({ id }) => id))];
  const rows = ids.map((id) => [
    `\`${id}\``,
    ...strategies.map((name) => {
      const found = needed.find((each) => each.id === id && each.strategy === name)!;
      const middle = median(found.schedules);
      return middle === Infinity ? `over ${most}` : String(middle);
    }),
  ]);
  return table(['Mutant', ...strategies], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
