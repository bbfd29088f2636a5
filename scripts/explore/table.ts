/** Results as lines of a table. */
import { announced } from './plan';
import { distinct, type RowTotal } from './totals';

const COLUMNS = [
  { head: 'scenario', width: 22 },
  { head: 'mode', width: 15 },
  { head: 'strategy', width: 11 },
  { head: 'schedules', width: 9, right: true },
  { head: 'distinct', width: 8, right: true },
  { head: 'decisions', width: 13, right: true },
  { head: 'per s', width: 5, right: true },
  { head: 'given up', width: 8, right: true },
] as const;

function line(cells: readonly string[]): string {
  const padded = COLUMNS.map((column, i) => {
    const cell = cells[i] ?? '';
    return 'right' in column ? cell.padStart(column.width) : cell.padEnd(column.width);
  });
  return `  ${[...padded, ...cells.slice(COLUMNS.length)].join('  ')}`.trimEnd();
}

/** `decisions` are least / mean / most of a run; `given up` is the share of runs that repeat others. */
export function heading(): string {
  return line(COLUMNS.map(({ head }) => head));
}

/**
 * One line for the rows of one scenario.
 * @param totals one at least
 * @param partial there are rows that were not begun
 */
export function rowLine(totals: readonly RowTotal[], partial = false): string {
  const sum = (of: (total: RowTotal) => number): number =>
    totals.reduce((result, total) => result + of(total), 0);
  const schedules = sum((t) => t.schedules);
  const abandoned = sum((t) => t.abandoned);
  const all = schedules + abandoned;
  const ms = sum((t) => t.ms);
  const flood = totals.every(({ row }) => row.strategy === 'states');
  const labels = (of: (total: RowTotal) => string): string =>
    [...new Set(totals.map(of))].join(',');
  return line([
    totals[0]!.row.scenario,
    labels(({ row }) => row.mode),
    labels(({ row }) => row.strategy),
    // Where all that can follow is known, a run through states is as good as made to its end.
    count(flood ? all : schedules),
    count(distinct(totals)),
    decisions(totals, schedules),
    ms > 0 ? ((1000 * (all + sum((t) => t.checked))) / ms).toFixed(0) : '–',
    all > 0 && !flood ? `${Math.round((100 * abandoned) / all)} %` : '–',
    partial && totals.every(({ found }) => !found) ? SO_FAR : verdict(worst(totals)),
  ]);
}

function decisions(totals: readonly RowTotal[], schedules: number): string {
  const all = totals
    .filter((total) => total.schedules > 0)
    .map((t) => ({ ...t.decisions, n: t.schedules }));
  if (all.length === 0) return '–';
  const mean = all.reduce((sum, { mean, n }) => sum + mean * n, 0) / schedules;
  const least = Math.min(...all.map((d) => d.least));
  return `${least}/${mean.toFixed(1)}/${Math.max(...all.map((d) => d.most))}`;
}

/** The one whose verdict speaks for all of them. */
function worst(totals: readonly RowTotal[]): RowTotal {
  return (
    totals.find(({ crashes, found }) => crashes.length > 0 || found !== null) ??
    totals.find(({ complete }) => !complete) ??
    totals.find(({ finished }) => !finished) ??
    totals[0]!
  );
}

const SO_FAR = 'interrupted; holds so far';

export const count = (n: number): string => n.toLocaleString('en-US');

export function verdict({ row, found, crashes, finished, complete, schedules }: RowTotal): string {
  if (crashes.length > 0) return 'CRASHED';
  if (found) {
    if (found.failure.unjudged) return `NOT JUDGED: ${found.failure.invariant}`;
    const { invariant } = found.failure;
    return announced(row, invariant)
      ? `breaks: ${invariant}, schedule ${found.schedule}`
      : `BROKEN: ${invariant}`;
  }
  if (!complete) return schedules > 0 ? SO_FAR : 'not run';
  if (row.breaks !== null) return `MISSED: ${row.breaks} must break`;
  return finished ? 'holds in all of them' : 'holds';
}
