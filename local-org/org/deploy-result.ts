/** What a deploy says of each component. */
import type { Diagnostic } from '../language/program';
import { sameness } from '../metadata';
import type { PackageComponent, PackageContents, PackageProblem } from '../metadata/contract';
import { keyOf, type Content } from './catalog';
import type { ComponentResult, PackageFiles } from './contract';

export function problemsOfCompile(
  diagnostics: readonly Diagnostic[],
  contents: PackageContents,
): PackageProblem[] {
  return diagnostics.map((d) => {
    const type = d.kind === 'trigger' ? 'ApexTrigger' : 'ApexClass';
    const component = contents.components.find(
      (c) => c.type === type && c.fullName.toLowerCase() === d.name.toLowerCase(),
    ) ?? { type, fullName: d.name, fileName: d.fileName };
    const { line, column, message } = d;
    return { component, severity: 'Error', message, line, column };
  });
}

/**
 * One entry for each component of the package, and for each other that the package breaks.
 *
 * @param files those of the package: what the org has in just these words is not changed by them
 */
export function componentResults(
  before: Content,
  contents: PackageContents,
  problems: readonly PackageProblem[],
  files: PackageFiles,
): ComponentResult[] {
  const goneBefore = new Set(
    contents.deletions
      .filter(({ when }) => when === 'pre')
      .map(({ type, fullName }) => keyOf(type, fullName)),
  );
  const same = sameness(before.files, files);
  const isSame = (c: PackageComponent): boolean =>
    !goneBefore.has(keyOf(c.type, c.fullName)) && same(c);
  const results = contents.components.map((c) => resultOf(before, c, problems, isSame(c)));
  const listed = new Set(contents.components.map((c) => keyOf(c.type, c.fullName)));
  for (const problem of problems) {
    const { component } = problem;
    const key = keyOf(component.type, component.fullName);
    if (listed.has(key)) continue;
    listed.add(key);
    results.push(resultOf(before, component, problems, false));
  }
  for (const { type, fullName } of contents.deletions) {
    const known = before.components.get(keyOf(type, fullName));
    results.push({
      type,
      fullName,
      fileName: known?.fileName ?? `destructiveChanges.xml`,
      success: true,
      created: false,
      changed: known !== undefined,
      deleted: known !== undefined,
      ...(known
        ? {}
        : {
            problem: `No ${type} named: ${fullName} found`,
            problemType: 'Warning' as const,
          }),
    });
  }
  return results;
}

function resultOf(
  before: Content,
  component: PackageComponent,
  problems: readonly PackageProblem[],
  isSame: boolean,
): ComponentResult {
  const own = problems.filter(
    (p) =>
      p.component.type === component.type &&
      p.component.fullName.toLowerCase() === component.fullName.toLowerCase(),
  );
  const problem = own.find((p) => p.severity === 'Error') ?? own[0];
  const known = before.components.has(keyOf(component.type, component.fullName));
  const success = !own.some((p) => p.severity === 'Error');
  const { type, fullName, fileName } = component;
  return {
    type,
    fullName,
    fileName,
    success,
    created: success && !known,
    changed: success && !(known && isSame),
    deleted: false,
    ...(problem ? { problem: problem.message, problemType: problem.severity } : {}),
    ...(problem?.line === undefined ? {} : { line: problem.line }),
    ...(problem?.column === undefined ? {} : { column: problem.column }),
  };
}
