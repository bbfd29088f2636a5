/**
 * The generated parts of docs/races.md: the list of all recipes, and the stories. The text around
 * them is written by hand.
 */
import { tell } from '../story';
import type { Attempt } from './attempt';
import { RECIPES } from './index';

const LIST = /(<!-- list -->\n)[\s\S]*?(<!-- end -->)/;
const STORY = /(<!-- story: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g;

/**
 * @param text of docs/races.md
 * @returns the text with its list and stories renewed
 * @throws Error if a story is missing, told twice, or names no scenario
 */
export function renewed(text: string, attempts: readonly Attempt[]): string {
  const told: string[] = [];
  const result = text
    .replace(LIST, (_, begin: string, end: string) => `${begin}\n${list(attempts)}\n\n${end}`)
    .replace(STORY, (_, begin: string, name: string, end: string) => {
      told.push(name);
      return `${begin}\n${story(attempts, name)}\n\n${end}`;
    });
  const wanted = attempts.filter(({ trial }) => trial.breaks !== null);
  const names = wanted.map(({ trial }) => trial.scenario.name);
  if ([...told].sort().join() !== [...names].sort().join())
    throw new Error(`The text tells ${told.join(', ')}; it must tell each of ${names.join(', ')}.`);
  return result;
}

function story(attempts: readonly Attempt[], name: string): string {
  const tried = attempts.find(({ trial }) => trial.scenario.name === name);
  const found = tried?.result.found;
  if (!tried || !found) throw new Error(`Nothing was found in "${name}", so there is no story.`);
  const lines = tell(tried.trial.scenario, found.shortest).map((line) => line.trimEnd());
  return ['```text', ...lines, '```'].join('\n');
}

function list(attempts: readonly Attempt[]): string {
  const head = ['Recipe', 'Scenario', 'What breaks', 'Schedules until it was found'];
  const rows = attempts.map(({ recipe, trial, result }) => [
    `[${recipe}](../${RECIPES.find(({ name }) => name === recipe)!.folder})`,
    `\`${trial.scenario.name}\``,
    result.found?.failure.invariant ?? 'nothing',
    extent(trial.strategy, result),
  ]);
  return table([head, ...rows]);
}

function extent(
  strategy: string,
  { found, schedules, finished, claim }: Attempt['result'],
): string {
  if (found) return `${found.schedule} (${strategy})`;
  return `none of ${schedules} (${strategy})${finished ? `. ${claim}` : ''}`;
}

/** As the formatter of this repository writes it. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n');
}
