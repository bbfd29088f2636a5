/** Small packages and orgs for tests. */
import { createLocalOrg, type EmbeddedOrg, type LocalOrgOptions, type PackageFiles } from '../..';

export interface Sources {
  /** By class name. */
  readonly classes?: Readonly<Record<string, string>>;
  /** By trigger name. */
  readonly triggers?: Readonly<Record<string, string>>;
  /** Inner XML of `<CustomObject>` by API name. */
  readonly objects?: Readonly<Record<string, string>>;
  /** Inner XML of `<PermissionSet>` by name. */
  readonly permissionSets?: Readonly<Record<string, string>>;
  readonly apiVersion?: string;
}

const XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

/** A package in the metadata format. */
export function packageOf(sources: Sources): PackageFiles {
  const version = sources.apiVersion ?? '65.0';
  const files = new Map<string, Buffer>();
  const put = (path: string, text: string): void => void files.set(path, Buffer.from(text));
  const types: [string, string[]][] = [];
  for (const [type, folder, suffix, tag, units] of [
    ['ApexClass', 'classes', 'cls', 'ApexClass', sources.classes],
    ['ApexTrigger', 'triggers', 'trigger', 'ApexTrigger', sources.triggers],
  ] as const) {
    for (const [name, text] of Object.entries(units ?? {})) {
      put(`${folder}/${name}.${suffix}`, text);
      put(
        `${folder}/${name}.${suffix}-meta.xml`,
        `<${tag} ${XMLNS}><apiVersion>${version}</apiVersion><status>Active</status></${tag}>`,
      );
    }
    types.push([type, Object.keys(units ?? {})]);
  }
  for (const [name, xml] of Object.entries(sources.objects ?? {}))
    put(`objects/${name}.object`, `<CustomObject ${XMLNS}>${xml}</CustomObject>`);
  types.push(['CustomObject', Object.keys(sources.objects ?? {})]);
  for (const [name, xml] of Object.entries(sources.permissionSets ?? {}))
    put(
      `permissionsets/${name}.permissionset`,
      `<PermissionSet ${XMLNS}><label>${name}</label>${xml}</PermissionSet>`,
    );
  types.push(['PermissionSet', Object.keys(sources.permissionSets ?? {})]);
  const members = types
    .filter(([, names]) => names.length > 0)
    .map(
      ([type, names]) =>
        `<types>${names.map((n) => `<members>${n}</members>`).join('')}<name>${type}</name></types>`,
    );
  put(
    'package.xml',
    `<Package ${XMLNS}>${members.join('')}<version>${version}</version></Package>`,
  );
  return files;
}

/** Key__c is unique, Count__c a number, Parent__c a lookup to itself. */
export const THING = `
  <label>Thing</label><pluralLabel>Things</pluralLabel>
  <nameField><type>AutoNumber</type><label>Name</label><displayFormat>T-{0000}</displayFormat></nameField>
  <deploymentStatus>Deployed</deploymentStatus><sharingModel>ReadWrite</sharingModel>
  <fields><fullName>Key__c</fullName><label>Key</label><type>Text</type><length>20</length>
    <unique>true</unique><externalId>true</externalId><caseSensitive>true</caseSensitive></fields>
  <fields><fullName>Count__c</fullName><label>Count</label><type>Number</type>
    <precision>5</precision><scale>0</scale></fields>
  <fields><fullName>Flag__c</fullName><label>Flag</label><type>Checkbox</type>
    <defaultValue>false</defaultValue></fields>
  <fields><fullName>Log__c</fullName><label>Log</label><type>LongTextArea</type>
    <length>5000</length><visibleLines>3</visibleLines></fields>`;

export async function orgWith(
  sources: Sources,
  options: LocalOrgOptions = {},
): Promise<EmbeddedOrg> {
  const org = await createLocalOrg({ clock: 'virtual', interleaving: 'serial', ...options });
  const outcome = await org.deploy({
    files: packageOf({ ...sources, objects: { Thing__c: THING, ...sources.objects } }),
  });
  const broken = outcome.components.find((c) => !c.success);
  if (broken)
    throw new Error(`${broken.fileName}:${broken.line}: ${broken.problem ?? 'unknown problem'}`);
  return org;
}

/** Runs anonymous Apex that must succeed; answers its debug lines. */
export async function run(org: EmbeddedOrg, apex: string): Promise<string[]> {
  const result = await org.executeAnonymous(apex);
  const problem = result.compileProblem;
  if (problem) throw new Error(`line ${problem.line}: ${problem.message}`);
  if (!result.success)
    throw new Error(`${result.exceptionMessage}\n${result.exceptionStackTrace ?? ''}`);
  return debugLines(result.log);
}

/** Runs anonymous Apex that must fail; answers the message. */
export async function runFailing(org: EmbeddedOrg, apex: string): Promise<string> {
  const result = await org.executeAnonymous(apex);
  if (result.compileProblem) throw new Error(result.compileProblem.message);
  if (result.success) throw new Error('The code was expected to fail.');
  return result.exceptionMessage ?? '';
}

export function debugLines(log: string): string[] {
  return log
    .split(/\n(?=\d\d:\d\d:)/)
    .filter((line) => line.includes('|USER_DEBUG|'))
    .map((line) => line.split('|').slice(4).join('|').trimEnd());
}

/** Values of one field over a query, as text. */
export async function column(org: EmbeddedOrg, soql: string, field: string): Promise<unknown[]> {
  const page = await org.query(soql);
  return page.rows.map((row) => row.values[field] ?? null);
}
