/** `<fields>` of an object file → field schema. */
import type { FieldSchema, FieldType } from '../database/schema';
import { defaultOf } from './defaults';
import { readFormulaField } from './formula-fields';
import type { ValueSets } from './picklists';
import { readPicklist } from './picklists';
import type { SourceFile } from './report';
import { unsupported } from './report';
import type { XmlElement } from './xml';

/** What the field types of the metadata API amount to, and the length of those that do not say it. */
const TYPES: Readonly<Record<string, { readonly type: FieldType; readonly length?: number }>> = {
  Text: { type: 'string', length: 255 },
  LongTextArea: { type: 'textarea', length: 32_768 },
  Html: { type: 'textarea', length: 32_768 },
  TextArea: { type: 'textarea', length: 255 },
  Number: { type: 'double' },
  Currency: { type: 'currency' },
  Percent: { type: 'percent' },
  Checkbox: { type: 'boolean' },
  Date: { type: 'date' },
  DateTime: { type: 'datetime' },
  Time: { type: 'time' },
  Picklist: { type: 'picklist', length: 255 },
  MultiselectPicklist: { type: 'multipicklist', length: 4099 },
  Lookup: { type: 'reference', length: 18 },
  MetadataRelationship: { type: 'reference', length: 18 },
  MasterDetail: { type: 'reference', length: 18 },
  Hierarchy: { type: 'reference', length: 18 },
  AutoNumber: { type: 'autonumber', length: 30 },
  Email: { type: 'email', length: 80 },
  Phone: { type: 'phone', length: 40 },
  Url: { type: 'url', length: 255 },
};

const NUMERIC: ReadonlySet<FieldType> = new Set(['double', 'currency', 'percent']);

/** `a__c` is too short a name for nobody: letters, digits, single underscores, then a suffix. */
const CUSTOM_NAME = /^[A-Za-z](?:_?[A-Za-z0-9])*__c$/;

/**
 * Reads one field.
 *
 * @param object API name of the object that it belongs to
 * @returns undefined when it cannot be read; the reason is then among the file's problems
 */
export function readField(
  file: SourceFile,
  element: XmlElement,
  object: string,
  valueSets: ValueSets,
): FieldSchema | undefined {
  const name = element.text('fullName');
  if (name === undefined) {
    file.error("Required field is missing: 'fullName'", element);
    return undefined;
  }
  const component = {
    type: 'CustomField',
    fullName: `${object}.${name}`,
    fileName: file.component.fileName,
  };
  const fail = (message: string): undefined => {
    file.error(message, element, component);
    return undefined;
  };
  // Standard fields may be listed to change a label or track history: nothing of that matters here.
  if (!name.endsWith('__c')) return undefined;
  if (!CUSTOM_NAME.test(name) || name.length > 43)
    return fail(`The custom field name ${name} is not a valid API name.`);
  const typeName = element.text('type');
  if (typeName === undefined) return fail("Must specify a non-empty value for 'type'");
  const known = Object.hasOwn(TYPES, typeName) ? TYPES[typeName] : undefined;
  if (known === undefined) return fail(unsupported(`Field type ${typeName}`));
  if (element.child('formula') !== undefined) {
    const formula = readFormulaField(element, name, known.type);
    return formula ?? fail(unsupported(`A formula field of type ${typeName}`));
  }

  const base: FieldSchema = {
    name,
    label: element.text('label') ?? name.replace(/__c$/, ''),
    type: known.type,
    custom: true,
    createable: known.type !== 'autonumber',
    updateable: known.type !== 'autonumber',
    ...lengthOf(element, known),
    ...(NUMERIC.has(known.type) ? numberParts(element) : {}),
    ...(element.flag('required') ? { required: true } : {}),
    ...uniqueness(element),
  };
  if (NUMERIC.has(known.type) && (base.precision === undefined || base.precision > 18))
    return fail(`Precision of ${name} must be between 1 and 18.`);
  if (typeName === 'Text' && element.number('length') === undefined)
    return fail(`Must specify a 'length' for field ${name} of type Text`);
  if (known.type === 'reference') return readReference(element, base, typeName, fail);
  if (known.type === 'autonumber') return { ...base, ...autoNumber(element) };
  if (known.type === 'picklist' || known.type === 'multipicklist') {
    const picklist = readPicklist(element, valueSets);
    return 'problem' in picklist ? fail(picklist.problem) : { ...base, ...picklist };
  }
  const fallback = defaultOf(element.text('defaultValue'), known.type);
  // What is no literal is a formula, which is compiled when the whole schema is known.
  if (fallback === undefined) return { ...base, defaultFormula: element.text('defaultValue')! };
  if (known.type === 'boolean') return { ...base, defaultValue: fallback ?? false };
  return fallback === null ? base : { ...base, defaultValue: fallback };
}

function lengthOf(
  element: XmlElement,
  known: { readonly length?: number },
): { readonly length?: number } {
  if (known.length === undefined) return {};
  return { length: element.number('length') ?? known.length };
}

function numberParts(element: XmlElement): { precision?: number; scale: number } {
  const precision = element.number('precision');
  const scale = element.number('scale') ?? 0;
  return precision === undefined ? { scale } : { precision, scale };
}

function uniqueness(element: XmlElement): Partial<FieldSchema> {
  return {
    ...(element.flag('unique') ? { unique: true } : {}),
    ...(element.flag('caseSensitive') ? { caseSensitive: true } : {}),
    ...(element.flag('externalId') ? { externalId: true } : {}),
  };
}

function autoNumber(element: XmlElement): Partial<FieldSchema> {
  return {
    displayFormat: element.text('displayFormat') ?? '{0}',
    startingNumber: element.number('startingNumber') ?? 1,
  };
}

function readReference(
  element: XmlElement,
  base: FieldSchema,
  typeName: string,
  fail: (message: string) => undefined,
): FieldSchema | undefined {
  const target = element.text('referenceTo');
  if (target === undefined) return fail(`Must specify 'referenceTo' for field ${base.name}`);
  if (typeName === 'MetadataRelationship' && !target.endsWith('__mdt'))
    return fail(unsupported(`A metadata relationship to ${target} (${base.name})`));
  const masterDetail = typeName === 'MasterDetail';
  const child = element.text('relationshipName');
  if (masterDetail && child === undefined)
    return fail(`Must specify 'relationshipName' for field ${base.name}`);
  return {
    ...base,
    referenceTo: [target],
    relationshipName: base.name.replace(/__c$/, '__r'),
    ...(child === undefined ? {} : { childRelationshipName: `${child}__r` }),
    ...(masterDetail
      ? {
          masterDetail: true,
          required: true,
          deleteConstraint: 'Cascade' as const,
          updateable: element.flag('reparentableMasterDetail'),
        }
      : { deleteConstraint: deleteConstraint(element) }),
  };
}

function deleteConstraint(element: XmlElement): 'SetNull' | 'Restrict' | 'Cascade' {
  const given = element.text('deleteConstraint');
  if (given === 'Restrict' || given === 'Cascade') return given;
  return element.flag('required') ? 'Restrict' : 'SetNull';
}
