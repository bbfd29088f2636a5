/** The last sentences: what was proved, what was sampled, and what was not. */
import { BUDGET } from '../../explorer/faults';
import { sabotageMissed } from './exit';
import { announced, RANDOM } from './plan';
import { stageOf } from './stage';
import { count } from './table';
import { distinct, type RowTotal } from './totals';

export function closing(totals: readonly RowTotal[]): string[] {
  const sound = totals.filter(
    ({ row, found, schedules }) =>
      !row.quarry && !row.sabotage && row.breaks === null && !found && schedules > 0,
  );
  const proved = sound.filter(({ finished, row }) => finished && !RANDOM.includes(row.strategy));
  const begun = sound.filter(({ finished, row }) => !finished && !RANDOM.includes(row.strategy));
  const sampled = sound.filter(({ row }) => RANDOM.includes(row.strategy));
  const broken = totals.filter(
    ({ row, found }) => found && !announced(row, found.failure.invariant),
  );
  const lines = broken.map(
    ({ row, found }) =>
      `${found!.failure.unjudged ? 'Not judged' : 'Broken'}: ${found!.failure.invariant}, in ${row.scenario} in mode ${row.mode}. The story stands above.`,
  );
  lines.push(...knownToBeWrong(totals), ...hunts(totals));
  const spoilt = totals.filter(({ row }) => row.sabotage !== null && row.breaks === null);
  if (sabotageMissed(totals))
    lines.push(`MISSED: the missing guard was not noticed in ${list(spoilt)} (${runs(spoilt)}).`);
  const planned = proved.filter(({ row }) => row.strategy === 'plans');
  const flooded = proved.filter(({ row }) => row.strategy === 'states');
  const orders = proved.filter(({ row }) => !['plans', 'states'].includes(row.strategy));
  if (orders.length > 0)
    lines.push(
      `Proved: no promise can be broken in ${list(orders)}, whatever order its operations take: ${runs(orders)}, one for every order that matters.`,
    );
  if (planned.length > 0)
    lines.push(
      `Proved: no promise can be broken in ${list(planned)}, whatever order its operations take and wherever one fault strikes: ${runs(planned)}.`,
    );
  for (const faults of new Set(flooded.map(budget))) {
    const same = flooded.filter((total) => budget(total) === faults);
    const states = count(sum(same, (total) => total.states));
    lines.push(
      `Proved: no promise can be broken in ${list(same)}, whatever order its operations take${STRIKES[faults] ?? `, and wherever up to ${faults} faults strike`}: ${states} states, every one of them seen.`,
    );
  }
  if (begun.length > 0)
    lines.push(`Searched in part: ${list(begun)} (${runs(begun)}). That is no proof.`);
  if (sampled.length > 0)
    lines.push(
      `Sampled: ${list(sampled)} (${runs(sampled)}, ${count(distinct(sampled))} of them distinct). ${broken.length > 0 ? 'None of these broke a promise.' : 'No promise was broken.'} That is evidence, no proof.`,
    );
  return lines;
}

const STRIKES: Readonly<Record<number, string>> = { 0: '', 1: ', and wherever one fault strikes' };

/** Faults that may strike in one run. */
function budget({ row }: RowTotal): number {
  const { faults = [], budget = BUDGET } = stageOf(row.scenario)!.scenario;
  return faults.length === 0 ? 0 : budget;
}

function knownToBeWrong(totals: readonly RowTotal[]): string[] {
  const wrong = totals.filter(
    ({ row, complete }) => !row.quarry && row.breaks !== null && complete,
  );
  const noticed = wrong.filter(
    ({ row, found }) => found && announced(row, found.failure.invariant),
  );
  return wrong.length > 0
    ? [`Known to be wrong, and found out: ${noticed.length} of ${wrong.length}.`]
    : [];
}

function hunts(totals: readonly RowTotal[]): string[] {
  const all = totals.filter(({ row, complete }) => row.quarry && !row.quarry.compared && complete);
  const mutants = all.filter(({ row }) => row.breaks !== null);
  const found = mutants.filter((total) => total.found);
  const idle = all.filter(({ row, found }) => row.breaks === null && !found);
  const lines: string[] = [];
  if (mutants.length > 0)
    lines.push(`Mutants that were found: ${found.length} of ${mutants.length}.`);
  if (idle.length > 0)
    lines.push(
      `Guards that others stand behind: ${idle.length} of them were taken out, one at a time, and no promise was broken in ${runs(idle)}. That is evidence, no proof.`,
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
