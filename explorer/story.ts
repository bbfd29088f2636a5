/** A run as a story: callers on the left, jobs on the right, one line for each thing they do. */
import { NO_END, type Failure, type Run } from './model';
import { MODE_TEXTS, type ModeName } from './modes';
import { ORG } from './options';
import type { Scenario } from './scenario';
import { idleTasks, namesOf } from './speakers';
import { minutes, orgText, passes, sentence } from './words';

const WIDTH = 62;

/** Lines of a run without an end that are told from its beginning and its end; the rest is more of the same. */
const [FIRST, LAST] = [60, 30];

/** @param mode reading of the platform under which it happened; told if it is given */
export function tell(scenario: Scenario, run: Run, mode?: ModeName): string[] {
  const [failure] = run.failures;
  const lines = deeds(scenario, run);
  return [
    scenario.summary,
    ...scenario.actors.map((actor) => `  ${actor.name} ${actor.does}.`),
    ...(mode === undefined ? [] : [`  Mode ${mode}: ${MODE_TEXTS[mode]}.`]),
    '',
    `${'callers'.padEnd(WIDTH)}  jobs`,
    `${'-'.repeat(WIDTH)}  ${'-'.repeat(WIDTH)}`,
    ...(failure?.invariant === NO_END ? shortened(lines) : lines),
    ...(failure ? ['', verdict(failure)] : []),
  ];
}

export function verdict({ invariant, message, unjudged }: Failure): string {
  return `${unjudged ? 'Not judged' : 'Broken'}: ${invariant}. ${message}`;
}

function shortened(lines: readonly string[]): string[] {
  const left = lines.length - FIRST - LAST;
  if (left <= 0) return [...lines];
  const middle = ['', `    … ${left} lines …`, ''];
  return [...lines.slice(0, FIRST), ...middle, ...lines.slice(-LAST)];
}

function deeds(scenario: Scenario, run: Run): string[] {
  const names = namesOf(scenario, run.moves);
  const last = run.failures[0]?.after ?? run.moves.length - 1;
  const lines: string[] = [];
  let speaker = '';
  let clock = run.moves[0]?.at ?? 0;
  const idle = idleTasks(run.moves);
  for (const move of run.moves.slice(0, last + 1)) {
    if (idle.has(move.id)) continue;
    if (move.at - clock >= 60_000) lines.push(`    … ${minutes(move.at - clock)} pass …`);
    clock = Math.max(clock, move.at + passes(move.variant));
    if (move.id === ORG) {
      lines.push(`    … ${orgText(move.variant)} …`);
      continue;
    }
    const text = sentence(move);
    if (text === '') continue;
    const { name, job } = names.get(move.id)!;
    const said = name === speaker ? ' '.repeat(name.length + 2) + text : `${name}: ${text}`;
    speaker = name;
    for (const line of wrap(said, name.length + 2))
      lines.push(job ? `${' '.repeat(WIDTH)}  ${line}` : line);
    if (move.note !== '')
      lines.push(...wrap(`→ ${move.note}`, 6, 2 * WIDTH - 4).map((l) => `    ${l}`));
  }
  return lines;
}

function wrap(text: string, indent: number, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
