/** Everything that is deployed, at one moment. Immutable: a deploy makes a new one. */
import { MutableSchema } from '../database/mutable-schema';
import type { Schema } from '../database/schema';
import type { FlowBook } from '../flow';
import type { ApexSource, Program } from '../language/program';
import type {
  ApexDefinition,
  CustomMetadataRecord,
  EventSubscriberDefinition,
  ObjectDefinition,
  PackageComponent,
  PackageContents,
  PermissionDefinition,
} from '../metadata/contract';
import { mergeParts, withoutPart, type FlowFile } from '../metadata';
import { customObject, extendedObject, mergeDefinition, type KeyPrefixes } from './object-schema';
import { STANDARD_OBJECTS } from './standard-objects';

export interface Content {
  readonly files: ReadonlyMap<string, Buffer>;
  /** By lower-case `Type:FullName`. */
  readonly components: ReadonlyMap<string, PackageComponent>;
  /** The others by lower-case name. */
  readonly objects: ReadonlyMap<string, ObjectDefinition>;
  readonly classes: ReadonlyMap<string, ApexDefinition>;
  readonly triggers: ReadonlyMap<string, ApexDefinition>;
  readonly permissions: ReadonlyMap<string, PermissionDefinition>;
  readonly customPermissions: ReadonlyMap<
    string,
    { readonly name: string; readonly label: string }
  >;
  readonly customMetadata: ReadonlyMap<string, CustomMetadataRecord>;
  readonly subscribers: ReadonlyMap<string, EventSubscriberDefinition>;
  readonly flows: ReadonlyMap<string, FlowFile>;
}

export interface Catalog extends Content {
  readonly schema: Schema;
  readonly program: Program;
  readonly flowBook: FlowBook;
}

export const EMPTY: Content = {
  files: new Map(),
  components: new Map(),
  objects: new Map(),
  classes: new Map(),
  triggers: new Map(),
  permissions: new Map(),
  customPermissions: new Map(),
  customMetadata: new Map(),
  subscribers: new Map(),
  flows: new Map(),
};

export function keyOf(type: string, fullName: string): string {
  return `${type}:${fullName}`.toLowerCase();
}

const PARTS: readonly (keyof Content)[] = [
  ...(['files', 'components', 'objects', 'classes', 'triggers'] as const),
  ...(['permissions', 'customPermissions', 'customMetadata', 'subscribers', 'flows'] as const),
];

/**
 * `before` with what a package deletes first, adds, changes and deletes in the end. What is deleted
 * first and is in the package too is there anew.
 */
export function merge(
  before: Content,
  files: ReadonlyMap<string, Buffer>,
  next: PackageContents,
): Content {
  const first = next.deletions.filter(({ when }) => when === 'pre');
  const merged = add(first.length > 0 ? without(before, first) : before, files, next);
  for (const { type, fullName, when } of next.deletions)
    if (when === 'post') remove(merged, type, fullName);
  return merged;
}

function without(before: Content, deletions: PackageContents['deletions']): Content {
  const content = Object.fromEntries(
    PARTS.map((part) => [part, new Map<string, unknown>(before[part])]),
  ) as unknown as Content;
  for (const { type, fullName } of deletions) remove(content, type, fullName);
  return content;
}

function add(before: Content, files: ReadonlyMap<string, Buffer>, next: PackageContents): Content {
  const objects = new Map(before.objects);
  for (const o of next.objects) {
    const key = o.name.toLowerCase();
    objects.set(key, mergeDefinition(objects.get(key), o));
  }
  return {
    files: mergeFiles(before.files, files),
    components: added(before.components, next.components, (c) => keyOf(c.type, c.fullName)),
    objects,
    classes: added(before.classes, next.classes, (c) => c.name),
    triggers: added(before.triggers, next.triggers, (t) => t.name),
    permissions: added(before.permissions, next.permissionSets, (p) => `${p.type}:${p.name}`),
    customPermissions: added(before.customPermissions, next.customPermissions, (p) => p.name),
    customMetadata: added(
      before.customMetadata,
      next.customMetadata,
      (r) => `${r.object}.${r.developerName}`,
    ),
    subscribers: added(before.subscribers, next.eventSubscribers, (s) => s.trigger),
    flows: added(before.flows, next.flows, (flow) => flow.name),
  };
}

function added<T>(
  before: ReadonlyMap<string, T>,
  more: readonly T[],
  key: (item: T) => string,
): Map<string, T> {
  const result = new Map(before);
  for (const item of more) result.set(key(item).toLowerCase(), item);
  return result;
}

function mergeFiles(
  before: ReadonlyMap<string, Buffer>,
  files: ReadonlyMap<string, Buffer>,
): Map<string, Buffer> {
  const result = new Map(before);
  for (const [path, bytes] of files)
    if (!/^(?:package|destructiveChanges\w*)\.xml$/i.test(path))
      result.set(path, mergeParts(path, before.get(path), bytes));
  return result;
}

type Mutable = { -readonly [K in keyof Content]: Map<string, never> & Content[K] };

function remove(content: Content, type: string, fullName: string): void {
  const c = content as unknown as Mutable;
  const name = fullName.toLowerCase();
  const component = c.components.get(keyOf(type, fullName)) as PackageComponent | undefined;
  c.components.delete(keyOf(type, fullName));
  if (type === 'ApexClass') c.classes.delete(name);
  else if (type === 'ApexTrigger') c.triggers.delete(name);
  else if (type === 'CustomObject') c.objects.delete(name);
  else if (type === 'CustomPermission') c.customPermissions.delete(name);
  else if (type === 'CustomMetadata') c.customMetadata.delete(name);
  else if (type === 'Flow') c.flows.delete(name.replace(/-\d+$/, ''));
  else if (type === 'PermissionSet' || type === 'Profile')
    c.permissions.delete(`${type}:${name}`.toLowerCase());
  else if (type === 'CustomField') {
    if (component) removePart(content, component, component.fullName.split('.')[1] ?? '');
    return removeField(content, name);
  }
  if (!component) return;
  if (type === 'ValidationRule') {
    removePart(content, component, component.fullName.split('.')[1] ?? '');
    return removeRule(content, name);
  }
  if (type === 'CustomLabel') return removePart(content, component, fullName);
  c.files.delete(component.fileName);
  c.files.delete(`${component.fileName}-meta.xml`);
}

/** Takes a component out of the file that it shares with others. */
function removePart(content: Content, { type, fileName }: PackageComponent, name: string): void {
  const bytes = content.files.get(fileName);
  if (bytes)
    (content.files as Map<string, Buffer>).set(fileName, withoutPart(fileName, bytes, type, name));
}

function removeField(content: Content, fullName: string): void {
  const [object = '', field = ''] = fullName.split('.');
  const definition = content.objects.get(object);
  if (!definition) return;
  const fields = definition.fields.filter((f) => f.name.toLowerCase() !== field);
  (content.objects as Map<string, ObjectDefinition>).set(object, { ...definition, fields });
}

function removeRule(content: Content, fullName: string): void {
  const [object = '', rule] = fullName.split('.');
  const definition = content.objects.get(object);
  if (!definition?.validationRules) return;
  const validationRules = definition.validationRules.filter((r) => r.name.toLowerCase() !== rule);
  (content.objects as Map<string, ObjectDefinition>).set(object, {
    ...definition,
    validationRules,
  });
}

/** Schemas that are kept for each org: what was validated is deployed next, or deployed before. */
const SCHEMAS_KEPT = 8;
const schemas = new WeakMap<KeyPrefixes, Map<string, Schema>>();

/**
 * The schema that content amounts to; the same one for the same objects, so that what was compiled
 * against it need not be compiled again.
 *
 * @param prefixes those of the org
 * @param before as it is installed: its schema is never given up for an equal one
 */
export function schemaOf(
  content: Content,
  prefixes: KeyPrefixes,
  before?: { readonly content: Content; readonly schema: Schema },
): Schema {
  const text = JSON.stringify([...content.objects]);
  if (before && JSON.stringify([...before.content.objects]) === text) return before.schema;
  const known = schemas.get(prefixes) ?? new Map<string, Schema>();
  schemas.set(prefixes, known);
  const schema = known.get(text) ?? newSchema(content, prefixes);
  known.delete(text);
  known.set(text, schema);
  if (known.size > SCHEMAS_KEPT) known.delete(known.keys().next().value!);
  return schema;
}

function newSchema(content: Content, prefixes: KeyPrefixes): Schema {
  const schema = new MutableSchema(STANDARD_OBJECTS);
  for (const definition of content.objects.values()) {
    const base = schema.object(definition.name);
    schema.define(
      base
        ? extendedObject(base, definition)
        : customObject(definition, prefixes.of(definition.name, definition.kind)),
    );
  }
  return schema;
}

/** All Apex, in the order in which it was first deployed. */
export function sourcesOf(content: Content): ApexSource[] {
  const source =
    (kind: ApexSource['kind']) =>
    ({ name, fileName, text, apiVersion }: ApexDefinition): ApexSource => ({
      kind,
      name,
      fileName,
      text,
      apiVersion,
    });
  const active = [...content.triggers.values()].filter((t) => t.status !== 'Inactive');
  return [...[...content.classes.values()].map(source('class')), ...active.map(source('trigger'))];
}
