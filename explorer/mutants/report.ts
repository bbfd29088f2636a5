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

/** One line for each mutant, in the order of the catalogue. */
export function mutantTable(mutants: readonly Mutant[], hunted: readonly Hunted[]): string {
  const byId = new Map(hunted.map((each) => [each.id, each]));
  const rows = mutants.map(({ id, bug, rules, after }) => {
    const found = byId.get(id);
    const what = after === undefined ? bug : `${bug} *(${after})*`;
    return [`\`${id}\``, what, rules.join(', '), ...resultCells(found)];
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

function resultCells(found: Hunted | undefined): string[] {
  if (!found) return ['not hunted', '', '', '', '', ''];
  const { caught, schedules, seconds } = found;
  if (!caught) return ['**survived**', '', '', String(schedules), seconds.toFixed(1), ''];
  const { invariant, scenario, strategy, mode, moves } = caught;
  const how = mode === 'restart' ? strategy : `${strategy}, ${mode}`;
  return [invariant, scenario, how, String(schedules), seconds.toFixed(1), String(moves)];
}

/** Median and worst, in one sentence. */
export function summary(hunted: readonly Hunted[]): string {
  const caught = hunted.filter(({ caught: found }) => found !== null);
  const schedules = caught.map((each) => each.schedules);
  const seconds = caught.map((each) => each.seconds);
  const moves = caught.map((each) => each.caught!.moves);
  return [
    `${caught.length} of ${hunted.length} mutants were found.`,
    `Schedules until then: median ${median(schedules)}, worst ${Math.max(...schedules)}.`,
    `Seconds, deploy included: median ${median(seconds).toFixed(1)}, worst ${Math.max(...seconds).toFixed(1)}.`,
    `Moves of the shortest story: median ${median(moves)}, worst ${Math.max(...moves)}.`,
  ].join(' ');
}

/** How far each was hunted without a difference. */
export function equivalentTable(
  equivalents: readonly Equivalent[],
  hunted: readonly Hunted[],
): string {
  const byId = new Map(hunted.map((each) => [each.id, each]));
  const rows = equivalents.map(({ id, bug, rules, because }) => {
    const found = byId.get(id);
    const far = found?.caught ? `**${found.caught.invariant}**` : String(found?.schedules ?? '–');
    return [`\`${id}\``, bug, rules.join(', '), because, far];
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
