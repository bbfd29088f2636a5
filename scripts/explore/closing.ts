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
  const wrong = totals.filter(({ row, complete }) => row.breaks !== null && complete);
  const noticed = wrong.filter(({ row, found }) => found?.failure.invariant === row.breaks);
  const broken = totals.filter(({ row, found }) => found && found.failure.invariant !== row.breaks);
  const lines = broken.map(
    ({ row, found }) =>
      `${found!.failure.unjudged ? 'Not judged' : 'Broken'}: ${found!.failure.invariant}, in ${row.scenario} in mode ${row.mode}. The story stands above.`,
  );
  if (wrong.length > 0)
    lines.push(`Known to be wrong, and found out: ${noticed.length} of ${wrong.length}.`);
  const spoilt = totals.filter(
    ({ row, schedules }) => row.sabotage && row.breaks === null && schedules > 0,
  );
  if (spoilt.length > 0 && spoilt.every(({ found }) => !found))
    lines.push(`The missing guard was not noticed in ${list(spoilt)} (${runs(spoilt)}).`);
  const planned = proved.filter(({ row }) => row.strategy === 'plans');
  const orders = proved.filter(({ row }) => row.strategy !== 'plans');
  if (orders.length > 0)
    lines.push(
      `Proved: no promise can be broken in ${list(orders)}, whatever order its operations take: ${runs(orders)}, one for every order that matters.`,
    );
  if (planned.length > 0)
    lines.push(
      `Proved: no promise can be broken in ${list(planned)}, whatever order its operations take and wherever one fault strikes: ${runs(planned)}.`,
    );
  if (begun.length > 0)
    lines.push(`Searched in part: ${list(begun)} (${runs(begun)}). That is no proof.`);
  if (sampled.length > 0)
    lines.push(
      `Sampled: ${list(sampled)} (${runs(sampled)}, ${count(distinct(sampled))} of them distinct). ${broken.length > 0 ? 'None of these broke a promise.' : 'No promise was broken.'} That is evidence, no proof.`,
    );
  return lines;
}

const sum = (totals: readonly RowTotal[], of: (total: RowTotal) => number): number =>
  totals.reduce((result, total) => result + of(total), 0);

function runs(totals: readonly RowTotal[]): string {
  const all = sum(totals, ({ schedules }) => schedules);
  return all === 1 ? 'one run' : `${count(all)} runs`;
}

/** `two-callers, crash; modes restart, recheck` */
function list(totals: readonly RowTotal[]): string {
  const names = [...new Set(totals.map(({ row }) => row.scenario))];
  const modes = [...new Set(totals.map(({ row }) => row.mode))];
  const shown = names.length > 4 ? `${names.length} scenarios` : names.join(', ');
  return `${shown} in ${modes.length === 1 ? 'mode' : 'modes'} ${modes.join(', ')}`;
}
