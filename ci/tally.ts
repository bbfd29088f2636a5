import type { Step } from './steps';

/** What a finished step adds to the closing line. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

// A terminal colour: Jest writes them when it is told to, and they would hide the numbers.
const COLOUR = /\u001b\[[0-9;]*m/g;

/**
 * Reads the last summary line that Jest printed, such as `Tests: 1 failed, 2 skipped, 9 passed`.
 *
 * @param output everything that the step printed
 * @returns the numbers of passed and failed tests, or undefined if there is no such line
 */
export function jestTally(output: string): Tally | undefined {
  const summaries = output.replace(COLOUR, '').match(/^Tests: .*$/gm);
  const summary = summaries?.at(-1);
  if (summary === undefined) return undefined;
  const count = (word: string): number =>
    Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
  return { passed: count('passed'), failed: count('failed') };
}

/**
 * Says what a step adds to the closing line. A test run that ended badly counts at least one
 * failure, whatever its summary says: a suite that cannot be loaded has no tests that fail. A test
 * run that reports no test has failed too, since it has shown nothing.
 *
 * @param counts how the step counts
 * @param ok whether its command ended with status 0
 * @param output everything that it printed
 */
export function tally(counts: Step['counts'], ok: boolean, output: string): Tally {
  if (counts === 'setup') return { passed: 0, failed: ok ? 0 : 1 };
  if (counts === 'check') return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  const tests = jestTally(output);
  if (tests === undefined) return { passed: 0, failed: 1 };
  const failed = ok ? tests.failed : Math.max(1, tests.failed);
  return tests.passed + failed === 0 ? { passed: 0, failed: 1 } : { passed: tests.passed, failed };
}

/** The closing line that a run ends with. */
export function closingLine(tallies: readonly Tally[]): string {
  const sum = (key: keyof Tally): number => tallies.reduce((total, one) => total + one[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}
