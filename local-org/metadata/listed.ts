/** Compares what `package.xml` names with what the package holds. */
import type { PackageComponent, PackageProblem } from './contract';
import type { Manifest } from './manifest';

/** Types whose files must be named in `package.xml`, as the platform wants it. */
const STRICT = new Set(['ApexClass', 'ApexTrigger', 'PermissionSet', 'CustomMetadata']);

/** Types whose members may lie in the org already, or inside files of other names. */
const LENIENT = new Set(['CustomLabels', 'StandardValueSet', 'Settings']);

function isStandardObject(type: string, member: string): boolean {
  return type === 'CustomObject' && !/__[a-z]+$/i.test(member);
}

/** Adds a problem for every member without a file, and for every file without a member. */
export function checkListed(
  { members }: Manifest,
  components: readonly PackageComponent[],
  problems: PackageProblem[],
): void {
  const found = new Set(components.map(({ type, fullName }) => key(type, fullName)));
  for (const [type, names] of members) {
    if (LENIENT.has(type)) continue;
    for (const name of names) {
      if (name === '*' || found.has(key(type, name)) || isStandardObject(type, name)) continue;
      problems.push({
        component: { type, fullName: name, fileName: 'package.xml' },
        severity: 'Error',
        message: `An object '${name}' of type ${type} was named in package.xml, but was not found in zipped directory`,
      });
    }
  }
  for (const component of components) {
    if (!STRICT.has(component.type)) continue;
    const names = members.get(component.type);
    if (names?.has('*') || names?.has(component.fullName)) continue;
    problems.push({ component, severity: 'Error', message: 'Not in package.xml' });
  }
}

function key(type: string, fullName: string): string {
  return `${type}#${fullName}`.toLowerCase();
}
