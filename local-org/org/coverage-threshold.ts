/** How much of the code tests must cover for a deploy, as on the platform. */
import type { PackageContents } from '../metadata/contract';
import type { CoverageWarning, DeployRequest, LineCoverage, TestRunResult } from './contract';

const NEEDED = 75;

function percent(units: readonly LineCoverage[]): number {
  const covered = units.reduce((sum, unit) => sum + unit.covered.length, 0);
  const all = units.reduce((sum, unit) => sum + unit.uncovered.length, covered);
  return all === 0 ? 100 : Math.floor((covered / all) * 100);
}

/** Every trigger needs some coverage, whatever the average. */
function untestedTriggers(units: readonly LineCoverage[]): CoverageWarning[] {
  return units
    .filter((unit) => unit.kind === 'trigger' && percent([unit]) === 0)
    .map(({ name, kind }) => ({
      name,
      kind,
      message:
        'Test coverage of selected Apex Trigger is 0%, at least 1% test coverage is required',
    }));
}

/**
 * Specified and relevant tests must cover each class and trigger of the package; all tests, all code
 * on average.
 *
 * @returns what is not covered enough
 */
export function lacksOfCoverage(
  { testLevel }: DeployRequest,
  contents: PackageContents,
  { coverage }: TestRunResult,
): CoverageWarning[] {
  if (testLevel === 'RunSpecifiedTests' || testLevel === 'RunRelevantTests') {
    const own = new Set(
      [...contents.classes, ...contents.triggers].map(({ name }) => name.toLowerCase()),
    );
    return coverage
      .filter((unit) => own.has(unit.name.toLowerCase()) && percent([unit]) < NEEDED)
      .map((unit) => ({
        name: unit.name,
        kind: unit.kind,
        message: `Test coverage of selected Apex ${unit.kind === 'class' ? 'Class' : 'Trigger'} is ${percent([unit])}%, at least ${NEEDED}% test coverage is required`,
      }));
  }
  const average = percent(coverage);
  const low: CoverageWarning[] =
    average < NEEDED
      ? [
          {
            name: null,
            kind: 'class',
            message: `Average test coverage across all Apex Classes and Triggers is ${average}%, at least ${NEEDED}% test coverage is required.`,
          },
        ]
      : [];
  return [...low, ...untestedTriggers(coverage)];
}
