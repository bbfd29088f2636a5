/** Which files of the org a retrieve asks for. */
import type { PackageComponent, XmlElement } from '../../metadata';
import { escapeXml, onlyParts, partsOf, sortFiles } from '../../metadata';
import type { LocalOrg, PackageFiles } from '../../org/contract';
import { unitIds } from '../tooling/units';

/** Type → members of a package.xml, or of the part of a request that looks like one. */
export type Wanted = ReadonlyMap<string, ReadonlySet<string>>;

export function members(element: XmlElement | undefined): Wanted {
  const wanted = new Map<string, ReadonlySet<string>>();
  for (const types of element?.all('types') ?? []) {
    const names = types.all('members').flatMap(({ value }) => value ?? []);
    const name = types.text('name');
    if (name !== undefined) wanted.set(name, new Set([...(wanted.get(name) ?? []), ...names]));
  }
  return wanted;
}

/** Types whose members lie in the file of an object. */
const IN_OBJECTS = ['CustomField', 'ListView', 'FieldSet', 'CompactLayout', 'WebLink', 'Index'];

function isWanted(wanted: Wanted, type: string, fullName: string): boolean {
  const has = (name: string, member: string): boolean =>
    wanted.get(name)?.has('*') === true || wanted.get(name)?.has(member) === true;
  if (has(type, fullName)) return true;
  if (type === 'CustomLabels') return wanted.has('CustomLabel');
  if (type !== 'CustomObject') return false;
  return IN_OBJECTS.some((child) =>
    [...(wanted.get(child) ?? [])].some((member) => member.startsWith(`${fullName}.`)),
  );
}

function manifest(wanted: Wanted, version: string): string {
  const types = [...wanted].map(
    ([name, names]) =>
      `    <types>\n${[...names].map((n) => `        <members>${escapeXml(n)}</members>\n`).join('')}        <name>${escapeXml(name)}</name>\n    </types>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">\n${types.join('')}    <version>${version}</version>\n</Package>\n`;
}

/** An object that nobody asked for as a whole comes with the fields that somebody asked for. */
function wantedParts(
  wanted: Wanted,
  { type, fullName, fileName }: PackageComponent,
  bytes: Buffer,
): Buffer {
  const has = (name: string, member: string): boolean =>
    wanted.get(name)?.has('*') === true || wanted.get(name)?.has(member) === true;
  if (has(type, fullName)) return bytes;
  const prefix = type === 'CustomObject' ? `${fullName}.` : '';
  return onlyParts(fileName, bytes, (part, name) => has(part, `${prefix}${name}`));
}

/** The files of all wanted components, as a retrieve packs them. */
export function filesFor(org: LocalOrg, wanted: Wanted, version: string): PackageFiles {
  const files = org.files();
  const found = new Map<string, Buffer>();
  for (const { component, type } of sortFiles(files).sorted) {
    if (!isWanted(wanted, component.type, component.fullName)) continue;
    for (const [path, bytes] of files) {
      const own = type.bundle
        ? path.startsWith(`${component.fileName}/`)
        : path === component.fileName || path === `${component.fileName}-meta.xml`;
      if (own) found.set(`unpackaged/${path}`, wantedParts(wanted, component, bytes));
    }
  }
  found.set('unpackaged/package.xml', Buffer.from(manifest(wanted, version)));
  return found;
}

/** One entry per component of the types, for listMetadata. */
export function describeMembers(
  org: LocalOrg,
  types: readonly string[],
): readonly Record<string, unknown>[] {
  const { adminUser, clock } = org;
  const now = new Date(clock.now()).toISOString();
  const ids = unitIds(org);
  return sortFiles(org.files())
    .sorted.flatMap(({ component, bytes }) => [
      component,
      ...partsOf(component.fileName, bytes).map(({ type, name }) => ({
        type,
        fullName: component.type === 'CustomObject' ? `${component.fullName}.${name}` : name,
        fileName: component.fileName,
      })),
    ])
    .filter(({ type }) => types.includes(type))
    .map((component) => ({
      createdById: adminUser.id,
      createdByName: adminUser.name,
      createdDate: now,
      fileName: component.fileName,
      fullName: component.fullName,
      id: ids.of(component.type === 'ApexTrigger' ? 'trigger' : 'class', component.fullName),
      lastModifiedById: adminUser.id,
      lastModifiedByName: adminUser.name,
      lastModifiedDate: now,
      manageableState: 'unmanaged',
      type: component.type,
    }));
}
