/** `objects/X.object`: custom objects, settings, events, metadata types, and fields on standard objects. */
import type { ObjectKind } from '../database/schema';
import type { ObjectDefinition, PackageComponent } from './contract';
import { readField } from './fields';
import type { ValueSets } from './picklists';
import type { SourceFile } from './report';
import { unsupported } from './report';
import { OBJECT_CHILDREN } from './types';
import { readValidationRules } from './validation-rules';
import type { XmlElement } from './xml';

/** Elements that only a file has which defines the object, and not just adds to it. */
const DEFINING = [
  'label',
  'pluralLabel',
  'nameField',
  'deploymentStatus',
  'customSettingsType',
  'eventType',
];

const CUSTOM_OBJECT_NAME = /^[A-Za-z](?:_?[A-Za-z0-9])*__(?:c|e|mdt)$/;

export interface ObjectReading {
  readonly definition?: ObjectDefinition;
  /** The fields and other children of the object that the file holds. */
  readonly children: readonly { readonly component: PackageComponent; readonly kept: boolean }[];
}

function kindOf(name: string, root: XmlElement): ObjectKind | undefined {
  if (name.endsWith('__e')) return 'event';
  if (name.endsWith('__mdt')) return 'metadata';
  if (name.endsWith('__c'))
    return root.child('customSettingsType') === undefined ? 'custom' : 'customSetting';
  return /__[a-z]+$/i.test(name) ? undefined : 'standard';
}

/** Reads one object file; what cannot be read becomes a problem of the file. */
export function readObject(file: SourceFile, valueSets: ValueSets): ObjectReading {
  const root = file.parse();
  if (root === undefined) return { children: [] };
  const name = file.component.fullName;
  const kind = kindOf(name, root);
  if (kind === undefined || (kind !== 'standard' && !CUSTOM_OBJECT_NAME.test(name))) {
    file.error(
      kind === undefined
        ? unsupported(`Object ${name}`)
        : `The object name ${name} is not a valid API name.`,
      root,
    );
    return { children: [] };
  }
  const children = readChildren(file, root, name);
  const seen = new Set<string>();
  const fields = root.all('fields').flatMap((element) => {
    const field = readField(file, element, name, valueSets);
    if (field === undefined) return [];
    if (seen.has(field.name.toLowerCase())) {
      file.error(`Duplicate field ${field.name}`, element);
      return [];
    }
    seen.add(field.name.toLowerCase());
    return [field];
  });
  const rules = readValidationRules(file, root, name);
  const defines = kind !== 'standard' && DEFINING.some((tag) => root.child(tag) !== undefined);
  if (defines && (root.text('label') === undefined || root.text('pluralLabel') === undefined)) {
    const missing = root.text('label') === undefined ? 'label' : 'pluralLabel';
    // Custom settings and metadata types do without a plural.
    if (missing === 'label' || kind === 'custom' || kind === 'event')
      file.error(`Must specify a non-empty ${missing} for the CustomObject`, root);
  }
  return {
    children,
    definition: {
      name,
      fileName: file.component.fileName,
      kind,
      definesObject: defines,
      ...(defines ? definitionParts(file, root, kind) : {}),
      fields,
      ...(rules.length > 0 ? { validationRules: rules } : {}),
    },
  };
}

function readChildren(
  file: SourceFile,
  root: XmlElement,
  object: string,
): ObjectReading['children'] {
  const children: { component: PackageComponent; kept: boolean }[] = [];
  for (const element of root.children) {
    const child = OBJECT_CHILDREN.get(element.name);
    const childName = element.text('fullName');
    if (child === undefined || childName === undefined) continue;
    const component = {
      type: child.name,
      fullName: `${object}.${childName}`,
      fileName: file.component.fileName,
    };
    if (child.handling === 'refused' && element.text('active') !== 'false')
      file.error(unsupported(`${child.name} ${childName}`), element, component);
    children.push({ component, kept: child.handling !== 'read' });
  }
  return children;
}

function definitionParts(
  file: SourceFile,
  root: XmlElement,
  kind: ObjectKind,
): Partial<ObjectDefinition> {
  const nameField = root.child('nameField');
  const publish = root.text('publishBehavior');
  if (kind === 'custom' && nameField === undefined)
    file.error("Must specify a 'nameField' for the CustomObject", root);
  const text = (tag: string, key: keyof ObjectDefinition): Partial<ObjectDefinition> => {
    const value = root.text(tag);
    return value === undefined ? {} : { [key]: value };
  };
  return {
    ...text('label', 'label'),
    ...text('pluralLabel', 'labelPlural'),
    ...text('sharingModel', 'sharingModel'),
    ...text('customSettingsType', 'customSettingsType'),
    ...(nameField === undefined || kind === 'event' ? {} : { nameField: readNameField(nameField) }),
    ...(publish === 'PublishAfterCommit' || publish === 'PublishImmediately'
      ? { publishBehavior: publish }
      : {}),
  };
}

function readNameField(element: XmlElement): NonNullable<ObjectDefinition['nameField']> {
  const label = element.text('label') ?? 'Name';
  if (element.text('type') !== 'AutoNumber') return { label, type: 'string' };
  return {
    label,
    type: 'autonumber',
    displayFormat: element.text('displayFormat') ?? '{0}',
    startingNumber: element.number('startingNumber') ?? 1,
  };
}
