/** The file of a single component, for the calls that read and write metadata one by one. */
import type { MetadataType, XmlElement } from '../../metadata';
import { METADATA_TYPES, escapeXml, parseXml } from '../../metadata';
import { OBJECT_CHILDREN } from '../../metadata/types';
import type { PackageFiles } from '../../org/contract';
import { unsupported } from '../errors';

/** Where a component lies: in a file of its own, or as an element of somebody else's. */
export interface Place {
  readonly type: string;
  readonly fullName: string;
  readonly path: string;
  /** Name of the file's root element. */
  readonly root: string;
  /** The element that it is, with its name inside of the file. */
  readonly part?: { readonly element: string; readonly name: string };
}

const NS =
  'xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

function own(type: MetadataType, fullName: string): Place {
  const path = `${type.folder}/${fullName}.${type.suffix}`;
  return { type: type.name, fullName, path, root: type.name };
}

/** @throws OrgError for types that consist of more than one XML file */
export function placeOf(typeName: string, fullName: string): Place {
  const type = METADATA_TYPES.find(({ name }) => name === typeName);
  if (type !== undefined && !type.metaFile && !type.bundle) return own(type, fullName);
  if (typeName === 'CustomLabel')
    return {
      type: typeName,
      fullName,
      path: 'labels/CustomLabels.labels',
      root: 'CustomLabels',
      part: { element: 'labels', name: fullName },
    };
  const child = [...OBJECT_CHILDREN].find(([, { name }]) => name === typeName);
  const [object = '', ...rest] = fullName.split('.');
  if (child === undefined || rest.length === 0)
    throw unsupported(`Reading or writing single components of type ${typeName}`);
  return {
    type: typeName,
    fullName,
    path: `objects/${object}.object`,
    root: 'CustomObject',
    part: { element: child[0], name: rest.join('.') },
  };
}

/** The element of a component as the org has it. */
export function find(files: PackageFiles, place: Place): XmlElement | undefined {
  const wanted = place.path.toLowerCase();
  const [, bytes] = [...files].find(([path]) => path.toLowerCase() === wanted) ?? [];
  if (bytes === undefined) return undefined;
  const root = parseXml(bytes.toString('utf8'));
  const { part } = place;
  if (part === undefined) return root;
  return root
    .all(part.element)
    .find((element) => element.text('fullName')?.toLowerCase() === part.name.toLowerCase());
}

function text(element: XmlElement): string {
  const { name, attributes, children, rawText } = element;
  if (attributes['nil'] === 'true') return '';
  const type = attributes['type'] === undefined ? '' : ` xsi:type="${attributes['type']}"`;
  const inner = children.length > 0 ? children.map(text).join('') : escapeXml(rawText);
  return `<${name}${type}>${inner}</${name}>`;
}

/** What stands inside of a component but its name. */
export function content(element: XmlElement): string {
  return element.children
    .filter(({ name }) => name !== 'fullName')
    .map(text)
    .join('');
}

function manifest(types: string): Buffer {
  return Buffer.from(`<Package ${NS}>${types}<version>65.0</version></Package>`);
}

function member({ type, fullName }: Place): string {
  return `<types><members>${escapeXml(fullName)}</members><name>${type}</name></types>`;
}

/** A package with nothing but this component. */
export function packageOf(place: Place, element: XmlElement): PackageFiles {
  const { part, root } = place;
  const inner =
    part === undefined
      ? content(element)
      : `<${part.element}><fullName>${escapeXml(part.name)}</fullName>${content(element)}</${part.element}>`;
  return new Map([
    ['package.xml', manifest(member(place))],
    [place.path, Buffer.from(`<?xml version="1.0"?><${root} ${NS}>${inner}</${root}>`)],
  ]);
}

/** A package that deletes this component. */
export function deletionOf(place: Pick<Place, 'type' | 'fullName'>): PackageFiles {
  return new Map([
    ['package.xml', manifest('')],
    ['destructiveChanges.xml', manifest(member(place as Place))],
  ]);
}
