/** The trace that a piece of work leaves, whoever runs it. */
import type { PackageFiles } from '../../../local-org/org/contract';
import type { Adapter } from './peer';

const VERSION = '65.0';
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

const OBJECT = `${XML}<CustomObject ${NAMESPACE}>
  <deploymentStatus>Deployed</deploymentStatus><label>Peer Effect</label><pluralLabel>Peer Effects</pluralLabel>
  <nameField><displayFormat>PE-{0}</displayFormat><label>Name</label><type>AutoNumber</type></nameField>
  <sharingModel>ReadWrite</sharingModel>
  <fields><fullName>Key__c</fullName><label>Key</label><length>80</length><type>Text</type></fields>
</CustomObject>`;

/** The object `Peer_Effect__c`, with what an adapter brings. */
export function effectPackage({ classes, records = {} }: Partial<Adapter>): PackageFiles {
  const files = new Map<string, Buffer>();
  const put = (path: string, text: string): void => void files.set(path, Buffer.from(text));
  put('objects/Peer_Effect__c.object', OBJECT);
  const meta = `${XML}<ApexClass ${NAMESPACE}><apiVersion>${VERSION}</apiVersion><status>Active</status></ApexClass>`;
  for (const [name, source] of Object.entries(classes ?? {})) {
    put(`classes/${name}.cls`, source);
    put(`classes/${name}.cls-meta.xml`, meta);
  }
  for (const [name, values] of Object.entries(records))
    put(`customMetadata/${name}.md`, metadataRecord(name, values));
  const members = (type: string, names: readonly string[]): string =>
    names.length === 0
      ? ''
      : `<types>${names.map((name) => `<members>${name}</members>`).join('')}<name>${type}</name></types>`;
  put(
    'package.xml',
    `${XML}<Package ${NAMESPACE}>${members('ApexClass', Object.keys(classes ?? {}))}${members('CustomMetadata', Object.keys(records))}${members('CustomObject', ['Peer_Effect__c'])}<version>${VERSION}</version></Package>`,
  );
  return files;
}

const XML_TYPES: Readonly<Record<string, string>> = { number: 'double', boolean: 'boolean' };

function metadataRecord(
  name: string,
  values: Readonly<Record<string, string | number | boolean>>,
): string {
  const lines = Object.entries(values).map(
    ([field, value]) =>
      `<values><field>${field}</field><value xsi:type="xsd:${XML_TYPES[typeof value] ?? 'string'}">${value}</value></values>`,
  );
  const schemas =
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';
  return `${XML}<CustomMetadata ${NAMESPACE} ${schemas}><label>${name.replace(/^.*\./, '')}</label>${lines.join('')}</CustomMetadata>`;
}
