/** `local-org test`: boots an org, deploys, and runs its Apex tests. */
import { createLocalOrg } from '../../local-org/org';
import type { TestRunResult } from '../../local-org/org/contract';
import { coverageTable, totalCoverage } from './coverage';
import { deployFolders } from './deployment';
import { CommandFailure } from './failure';
import { junit } from './junit';
import { prepareFile } from './output';
import type { OrgFlags } from './options';
import { SOURCE, orgOptions } from './options';
import { table } from './table';

export interface TestFlags extends OrgFlags {
  readonly deploy?: readonly string[];
  readonly class?: readonly string[];
  readonly junit?: string;
  readonly coverage?: boolean;
  readonly minCoverage?: number;
}

/** Class names run whole, `Class.method` runs one. */
function selection(names: readonly string[]): {
  classes?: readonly string[];
  methods?: readonly string[];
} {
  const methods = names.filter((name) => name.includes('.'));
  const classes = names.filter((name) => !name.includes('.'));
  return {
    ...(classes.length > 0 ? { classes } : {}),
    ...(methods.length > 0 ? { methods } : {}),
  };
}

function report({ tests }: TestRunResult, seconds: number): void {
  const rows = tests.map((test) => [
    test.outcome === 'Pass' ? 'pass' : test.outcome === 'Skip' ? 'skip' : 'FAIL',
    `${test.className}.${test.methodName}`,
  ]);
  process.stdout.write(`${table(['', 'Test'], rows)}\n\n`);
  for (const test of tests) {
    if (test.outcome === 'Pass' || test.outcome === 'Skip') continue;
    process.stdout.write(`${test.className}.${test.methodName}\n  ${test.message ?? ''}\n`);
    for (const line of (test.stackTrace ?? '').split('\n'))
      if (line) process.stdout.write(`  ${line}\n`);
    process.stdout.write('\n');
  }
  const passed = tests.filter(({ outcome }) => outcome === 'Pass').length;
  process.stdout.write(`${passed} of ${tests.length} tests passed in ${seconds.toFixed(1)} s.\n`);
}

/** The time is that of this machine: an org with a virtual clock needs none of its own. */
async function run(flags: TestFlags): Promise<{ result: TestRunResult; seconds: number }> {
  const org = await createLocalOrg(orgOptions(flags));
  try {
    await deployFolders(org, flags.deploy ?? SOURCE);
    const began = performance.now();
    const result = await org.runTests(selection(flags.class ?? []));
    return { result, seconds: (performance.now() - began) / 1000 };
  } finally {
    await org.close();
  }
}

function nothingToRun({ class: names = [], deploy = SOURCE }: TestFlags): string {
  const folders = deploy.join(', ');
  return names.length === 0
    ? `${folders} holds no Apex tests; name other source with --deploy.`
    : `No test is called ${names.join(' or ')}; without --class, all tests of ${folders} run.`;
}

export async function test(flags: TestFlags): Promise<void> {
  // Before the tests: their result should not be lost for want of a folder.
  const write = flags.junit === undefined ? undefined : prepareFile(flags.junit);
  const { result, seconds } = await run(flags);
  if (result.tests.length === 0) throw new CommandFailure(nothingToRun(flags));
  report(result, seconds);
  write?.(junit(result));
  const total = totalCoverage(result.coverage);
  if (flags.coverage || flags.minCoverage !== undefined)
    process.stdout.write(
      `\n${coverageTable(result.coverage)}\n\nCoverage: ${total.toFixed(1)} % of all lines.\n`,
    );
  const failed = result.tests.filter(
    ({ outcome }) => outcome !== 'Pass' && outcome !== 'Skip',
  ).length;
  if (failed > 0) throw new CommandFailure(`${failed} of ${result.tests.length} tests failed.`);
  if (flags.minCoverage !== undefined && total < flags.minCoverage)
    throw new CommandFailure(`Coverage is ${total.toFixed(1)} %, below ${flags.minCoverage} %.`);
}
