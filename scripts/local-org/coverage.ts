/** Coverage of lines, class by class. */
import type { LineCoverage } from '../../local-org/org/contract';
import { table } from './table';

function percent(covered: number, all: number): number {
  return all === 0 ? 100 : (covered / all) * 100;
}

/** `3, 7-9`: neighbouring lines as ranges. */
function ranges(lines: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const line of [...lines].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last !== undefined && line === last[1] + 1) last[1] = line;
    else parts.push([line, line]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/** Percentage of all executable lines. */
export function totalCoverage(coverage: readonly LineCoverage[]): number {
  const covered = coverage.reduce((sum, unit) => sum + unit.covered.length, 0);
  const open = coverage.reduce((sum, unit) => sum + unit.uncovered.length, 0);
  return percent(covered, covered + open);
}

export function coverageTable(coverage: readonly LineCoverage[]): string {
  const rows = [...coverage]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, covered, uncovered }) => {
      const all = covered.length + uncovered.length;
      return [name, `${percent(covered.length, all).toFixed(1)} %`, `${all}`, ranges(uncovered)];
    });
  return table(['Class or trigger', 'Covered', 'Lines', 'Not covered'], rows);
}
