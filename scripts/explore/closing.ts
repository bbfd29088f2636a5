/** The last sentences: what was proved, what was sampled, and what was not. */
import { RANDOM } from './plan';
import { count } from './table';
import { distinct, type RowTotal } from './totals';

export function closing(totals: readonly RowTotal[]): string[] {
  const sound = totals.filter(
    ({ row, found, schedules }) => !row.sabotage && row.breaks === null && !found && schedules > 0,
  );
  const proved = sound.filter(({ finished, row }) => finished && !RANDOM.includes(row.strategy));
  const begun = sound.filter(({ finished, row }) => !finished && !RANDOM.includes(row.strategy));
  const sampled = sound.filter(({ row }) => RANDOM.includes(row.strategy));
  const lines: string[] = [];
  if (proved.length > 0)
    lines.push(
      `Proved: no promise is broken in ${list(proved)}, whatever order its operations take (${runs(proved)}, one at least for every order that matters).`,
    );
  if (begun.length > 0)
    lines.push(`Searched in part: ${list(begun)} (${runs(begun)}). That is no proof.`);
  if (sampled.length > 0)
    lines.push(
      `Sampled: ${list(sampled)} (${runs(sampled)}, ${count(distinct(sampled))} of them distinct). No promise was broken. That is evidence, not proof.`,
    );
  return lines;
}

const sum = (totals: readonly RowTotal[], of: (total: RowTotal) => number): number =>
  totals.reduce((result, total) => result + of(total), 0);

const runs = (totals: readonly RowTotal[]): string =>
  `${count(sum(totals, ({ schedules }) => schedules))} runs`;

/** `two-callers, crash; modes restart, recheck` */
function list(totals: readonly RowTotal[]): string {
  const names = [...new Set(totals.map(({ row }) => row.scenario))];
  const modes = [...new Set(totals.map(({ row }) => row.mode))];
  const shown = names.length > 4 ? `${names.length} scenarios` : names.join(', ');
  return `${shown} in ${modes.length === 1 ? 'mode' : 'modes'} ${modes.join(', ')}`;
}
