/**
 * Files that hold several components: an object with its fields, labels. A package may carry some of
 * them only; the others stay as they are, and a retrieve may ask for some only.
 */
import type { PackageComponent } from './contract';
import { readXml } from './known-xml';
import { OBJECT_CHILDREN } from './types';
import { XmlError } from './xml';

interface Part {
  /** Type of the component; absent for what belongs to the whole, such as a label of the object. */
  readonly type?: string;
  /** Name within the file. */
  readonly name?: string;
  readonly text: string;
}

const LABELS: ReadonlyMap<string, { readonly name: string }> = new Map([
  ['labels', { name: 'CustomLabel' }],
]);

/** The components inside of a file, by element; undefined where a file is one component. */
function childTypes(path: string): ReadonlyMap<string, { readonly name: string }> | undefined {
  if (path.startsWith('objects/')) return OBJECT_CHILDREN;
  return path.startsWith('labels/') ? LABELS : undefined;
}

/** Cuts a file at the beginnings of its root's children. */
function split(path: string, bytes: Buffer): { root: string; parts: readonly Part[] } | undefined {
  const types = childTypes(path);
  if (types === undefined) return undefined;
  const source = bytes.toString('utf8').replace(/^\ufeff/, '');
  try {
    const root = readXml(source);
    const end = source.lastIndexOf('</');
    const parts = root.children.map((child, i): Part => {
      const next = root.children[i + 1]?.offset ?? end;
      const text = source.slice(child.offset, next).trim();
      const type = types.get(child.name)?.name;
      return type === undefined ? { text } : { type, name: child.text('fullName') ?? '', text };
    });
    return { root: root.name, parts };
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

/** The components inside of a file, by type and name within it. */
export function partsOf(
  path: string,
  bytes: Buffer,
): readonly { readonly type: string; readonly name: string }[] {
  return (split(path, bytes)?.parts ?? []).flatMap(({ type, name }) =>
    type === undefined ? [] : [{ type, name: name ?? '' }],
  );
}

function join(root: string, parts: readonly Part[]): Buffer {
  const body = parts.map(({ text }) => `    ${text}\n`).join('');
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${body}</${root}>\n`,
  );
}

function keyOf({ type, name }: Pick<Part, 'type' | 'name'>): string {
  return `${type ?? ''}:${name ?? ''}`.toLowerCase();
}

/** What the org keeps of a file when a package brings `next`. */
export function mergeParts(path: string, before: Buffer | undefined, next: Buffer): Buffer {
  const old = before === undefined ? undefined : split(path, before);
  const fresh = split(path, next);
  if (old === undefined || fresh === undefined) return next;
  const known = new Set(fresh.parts.map(keyOf));
  const whole = fresh.parts.some(({ type }) => type === undefined);
  const kept = old.parts.filter((part) =>
    part.type === undefined ? !whole : !known.has(keyOf(part)),
  );
  return join(fresh.root, [...kept, ...fresh.parts]);
}

/**
 * Tells of components whether a package says of them what the org has already. Of a file with several
 * components each is looked at alone; what a package leaves out of such a file stays as it is.
 *
 * @param before files of the org
 * @param next files of the package
 */
export function sameness(
  before: ReadonlyMap<string, Buffer>,
  next: ReadonlyMap<string, Buffer>,
): (component: PackageComponent) => boolean {
  const cut = new Map<string, readonly (readonly Part[] | undefined)[]>();
  const partsIn = (path: string): readonly (readonly Part[] | undefined)[] => {
    const parts = [before, next].map((files) => {
      const bytes = files.get(path);
      return bytes && split(path, bytes)?.parts;
    });
    cut.set(path, parts);
    return parts;
  };
  return (component) => {
    const { fileName } = component;
    if (childTypes(fileName) === undefined) return sameFiles(fileName, before, next);
    const [old, fresh] = cut.get(fileName) ?? partsIn(fileName);
    return old !== undefined && fresh !== undefined && sameParts(component, old, fresh);
  };
}

function sameParts(
  { type, fullName }: PackageComponent,
  old: readonly Part[],
  fresh: readonly Part[],
): boolean {
  const key = keyOf({ type, name: type === 'CustomLabel' ? fullName : childName(fullName) });
  const isOwn = (part: Part): boolean => keyOf(part) === key;
  const isWhole = ({ type: of }: Part): boolean => of === undefined;
  const own = fresh.some(isOwn) ? isOwn : isWhole;
  const texts = (parts: readonly Part[]): string => textsOf(parts.filter(own));
  return !fresh.some(own) || texts(fresh) === texts(old);
}

/** `Thing__c.Amount__c` is called `Amount__c` in its file. */
function childName(fullName: string): string {
  return fullName.slice(fullName.indexOf('.') + 1);
}

function textsOf(parts: readonly Part[]): string {
  return parts.map(({ text }) => text).join('\n');
}

/** The file of a component, or all files of its folder, and what stands beside it. */
function sameFiles(
  fileName: string,
  before: ReadonlyMap<string, Buffer>,
  next: ReadonlyMap<string, Buffer>,
): boolean {
  const own = (path: string): boolean =>
    path === fileName || path === `${fileName}-meta.xml` || path.startsWith(`${fileName}/`);
  const [old, fresh] = [before, next].map((files) => [...files.keys()].filter(own));
  return (
    old!.length === fresh!.length &&
    fresh!.every((path) => before.get(path)?.equals(next.get(path)!) === true)
  );
}

/** A file without one of its components. */
export function withoutPart(path: string, bytes: Buffer, type: string, name: string): Buffer {
  const found = split(path, bytes);
  const key = keyOf({ type, name });
  return found === undefined
    ? bytes
    : join(
        found.root,
        found.parts.filter((part) => keyOf(part) !== key),
      );
}

/**
 * A file with nothing but some of its components.
 *
 * @param wanted says which, by type and name within the file
 */
export function onlyParts(
  path: string,
  bytes: Buffer,
  wanted: (type: string, name: string) => boolean,
): Buffer {
  const found = split(path, bytes);
  return found === undefined
    ? bytes
    : join(
        found.root,
        found.parts.filter(({ type, name }) => type !== undefined && wanted(type, name ?? '')),
      );
}
