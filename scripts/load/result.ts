/** Everything that a finished (or interrupted) run knows: the content of the JSON report. */
import { CHECKS, checkHistory } from '../../checkers';
import type { Jump } from '../../checkers/history';
import type { Violation, ViolationKind } from '../../checkers/violation';
import type { History } from './history';
import type { LoadOptions } from './options';
import type { Statistics } from './target';

export interface RunInfo {
  readonly run: string;
  readonly target: string;
  readonly options: LoadOptions;
  /** Client clock, epoch milliseconds. */
  readonly began: number;
  readonly ended: number;
  readonly enqueueEnded: number;
  readonly interrupted: boolean;
  /** Items that were planned and never sent, as the run was interrupted or its time was up. */
  readonly unsent: number;
  readonly drained: boolean;
  /** Jumps of org time that let recovery happen. */
  readonly skips: readonly Jump[];
  readonly bootMs: number | null;
  readonly deployMs: number | null;
  readonly statistics: Statistics | null;
}

export interface LoadResult {
  readonly format: 1;
  readonly verdict: 'pass' | 'fail' | 'incomplete';
  readonly info: RunInfo;
  readonly figures: Figures;
  readonly violations: readonly Violation[];
  readonly history: History;
}

export interface Figures {
  readonly calls: number;
  readonly failedCalls: number;
  readonly itemsAcknowledged: number;
  readonly itemsDone: number;
  readonly itemsPerSecond: number;
  /** Enqueue latency as the clients saw it, milliseconds. */
  readonly latency: {
    readonly p50: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
  };
  readonly jobs: number;
  readonly seconds: number;
}

/** Nearest-rank percentile of numbers in any order; 0 for none. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[
    Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))
  ]!;
}

/** Judges a history. An interrupted run is judged too, but what is unfinished in it is no violation. */
export function conclude(history: History, info: RunInfo): LoadResult {
  const unfinished: ReadonlySet<ViolationKind> = new Set(
    info.interrupted ? ['stranded', 'lost'] : [],
  );
  const violations = checkHistory(history).filter((violation) => !unfinished.has(violation.kind));
  const latencies = history.calls.map((call) => call.answered - call.invoked);
  const done = history.items.filter((item) => item.status === 'Done').length;
  const seconds = (info.ended - info.began) / 1000;
  const acknowledged = history.calls
    .filter((call) => call.outcome === 'ok')
    .reduce((sum, call) => sum + call.keys.length, 0);
  return {
    format: 1,
    verdict:
      violations.length > 0
        ? 'fail'
        : info.interrupted || info.unsent > 0 || acknowledged === 0
          ? 'incomplete'
          : 'pass',
    info,
    figures: {
      calls: history.calls.length,
      failedCalls: history.calls.filter((call) => call.outcome === 'failed').length,
      itemsAcknowledged: acknowledged,
      itemsDone: done,
      itemsPerSecond: seconds > 0 ? done / seconds : 0,
      latency: {
        p50: percentile(latencies, 50),
        p95: percentile(latencies, 95),
        p99: percentile(latencies, 99),
        max: percentile(latencies, 100),
      },
      jobs: new Set(history.effects.map((effect) => effect.job)).size,
      seconds,
    },
    violations,
    history,
  };
}

/** The lines that stand first in the terminal and in the report: did it pass, and what was checked. */
export function headline(result: LoadResult): string[] {
  const { figures, info, violations } = result;
  const { items } = info.options;
  const done = figures.itemsDone < items ? `${figures.itemsDone} of ${items}` : figures.itemsDone;
  const size = `${done} items done, ${info.options.lanes} lanes, ${info.options.connections} connections, ${figures.seconds.toFixed(1)} s`;
  const kinds = Object.entries(CHECKS).map(([kind, { promise }]) => {
    const count = violations.filter((violation) => violation.kind === kind).length;
    return count === 0 ? `✓ ${promise}` : `✗ ${promise} (${kind}: ${count})`;
  });
  const word = { pass: 'PASS', fail: 'FAIL', incomplete: 'INCOMPLETE' }[result.verdict];
  return [`${word}  ${size}`, `Violations: ${violations.length}`, kinds.join('  ')];
}
