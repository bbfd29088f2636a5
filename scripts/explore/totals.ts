/** Adds up the parts of a row. The sums are the same in whatever order, and by whomever, they were done. */
import type { Found } from '../../explorer/explore';
import type { Hunted } from '../../explorer/mutants/hunt';
import { crashed, type Crash, type PartEnd } from './crew';
import { RANDOM, type Part, type Row } from './plan';
import type { PartResult } from './run-part';

export interface Extent {
  readonly least: number;
  readonly most: number;
  readonly mean: number;
}

export interface RowTotal {
  readonly row: Row;
  /** Runs made to their end, and how many of them differ. */
  readonly schedules: number;
  /** Fingerprints of those that differ. */
  readonly seen: ReadonlySet<string>;
  /** Points with a choice, per run. */
  readonly decisions: Extent;
  /** Runs given up because they repeat an earlier one. */
  readonly abandoned: number;
  readonly checked: number;
  /** Number of the first schedule that went another way when repeated, or null. */
  readonly unsteady: number | null;
  /** Milliseconds of all workers together. */
  readonly ms: number;
  readonly found: Found | null;
  /** Of a search through states; otherwise 0. */
  readonly states: number;
  /** Of a hunt that was begun. */
  readonly hunted: Hunted | null;
  readonly crashes: readonly { readonly part: Part; readonly crash: Crash }[];
  /** Everything was run that its strategy has to run. */
  readonly finished: boolean;
  /** All parts were done, or it is clear without the others. */
  readonly complete: boolean;
  readonly claim: string;
}

/** Runs that differ: those of one scenario in one mode are compared, whichever strategy made them. */
export function distinct(totals: readonly RowTotal[]): number {
  const groups = new Map<string, Set<string>>();
  for (const { row, seen } of totals) {
    const key = [row.sabotage, row.scenario, row.mode].join('|');
    const group = groups.get(key) ?? new Set();
    for (const fingerprint of seen) group.add(fingerprint);
    groups.set(key, group);
  }
  return [...groups.values()].reduce((sum, group) => sum + group.size, 0);
}

/**
 * @param parts  those of the row, in their order
 * @param endOf  undefined: the part was not done
 */
export function totalOf(
  row: Row,
  parts: readonly Part[],
  endOf: (part: Part) => PartEnd | undefined,
): RowTotal {
  const ends = parts.map((part) => ({ part, end: endOf(part) }));
  const broken = ends.findIndex(({ end }) => end && !crashed(end) && end.found !== null);
  const told = broken < 0 ? ends : ends.slice(0, broken + 1);
  const results = told.flatMap(({ part, end }) =>
    end && !crashed(end) ? [{ part, result: end }] : [],
  );
  const sum = (of: (result: PartResult) => number): number =>
    results.reduce((total, { result }) => total + of(result), 0);
  const schedules = sum((r) => r.schedules);
  const unsteady = results.find(({ result }) => result.unsteady !== null);
  const last = results.at(-1);
  const found = broken < 0 ? null : (last?.result.found ?? null);
  return {
    row,
    schedules,
    seen: new Set(results.flatMap(({ result }) => [...result.seen])),
    decisions: extent(results, schedules),
    abandoned: sum((r) => r.abandoned),
    checked: sum((r) => r.checked),
    unsteady: unsteady ? unsteady.part.before + unsteady.result.unsteady! : null,
    ms: sum((r) => r.ms),
    found: found && { ...found, schedule: found.schedule + last!.part.before },
    states: sum((r) => r.states ?? 0),
    hunted: last?.result.hunted ?? null,
    crashes: told.flatMap(({ part, end }) => (end && crashed(end) ? [{ part, crash: end }] : [])),
    finished: results.length > 0 && results.every(({ result }) => result.finished),
    complete:
      found !== null ||
      (results.every(({ result }) => !result.stopped) && results.length === parts.length),
    claim: claimOf(
      row,
      results.map(({ result }) => result),
    ),
  };
}

function extent(results: readonly { readonly result: PartResult }[], schedules: number): Extent {
  const all = results.map(({ result }) => result).filter((result) => result.schedules > 0);
  if (all.length === 0) return { least: 0, most: 0, mean: 0 };
  return {
    least: Math.min(...all.map(({ decisions }) => decisions.least)),
    most: Math.max(...all.map(({ decisions }) => decisions.most)),
    mean: all.reduce((total, { decisions }) => total + decisions.sum, 0) / schedules,
  };
}

const PCT_DEPTH = 3;

/** What a strategy promises: of all parts together where that can be said, else of the only part. */
function claimOf({ strategy }: Row, results: readonly PartResult[]): string {
  if (strategy === 'dpor') return traces(results);
  if (strategy !== 'pct') return RANDOM.includes(strategy) ? '' : (results.at(-1)?.claim ?? '');
  const tasks = Math.max(0, ...results.map((result) => result.tasks));
  const moves = Math.max(0, ...results.map((result) => result.moves.most));
  // The first run of a part measures n and k, and does not count.
  const runs = results.reduce((sum, { schedules }) => sum + Math.max(0, schedules - 1), 0);
  if (runs === 0) return '';
  const each = 1 / (tasks * moves ** (PCT_DEPTH - 1));
  const met = (100 * (1 - (1 - each) ** runs)).toPrecision(2);
  return `A bug of depth ${PCT_DEPTH} is met in one of them with ${met} % at least: 1/(n·k^(d-1)) = 1/(${tasks}·${moves}^${PCT_DEPTH - 1}) in each.`;
}

/** Every part says this of itself; what counts is all of them. */
function traces(results: readonly PartResult[]): string {
  const sum = (of: (result: PartResult) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  const [runs, given, strays] = [
    sum((r) => r.traces),
    sum((r) => r.abandoned),
    sum((r) => r.strays),
  ];
  const all = strays === 0 && results.length > 0 && results.every(({ finished }) => finished);
  const count = all
    ? `Every order of dependent operations: ${runs} of ${runs} traces`
    : `Some orders of dependent operations were not run: ${runs} traces so far`;
  const besides = given > 0 ? `; ${given} runs turned out to repeat others and do not count` : '';
  const lost = strays > 0 ? `; ${strays} runs did not go as planned` : '';
  return `${count}${besides}${lost}.`;
}
