/** Records of custom metadata types in stored form. */
import type { Values } from '../database/contract';
import type { FieldSchema, ObjectSchema, Stored } from '../database/schema';
import type { CustomMetadataRecord } from '../metadata/contract';
import type { Content } from './catalog';

/** References hold the name of the record that they lead to, as the file does. */
export function metadataValues(object: ObjectSchema, record: CustomMetadataRecord): Values {
  const values: Record<string, Stored> = {
    DeveloperName: record.developerName,
    MasterLabel: record.label,
    Label: record.label,
    QualifiedApiName: record.developerName,
    Language: 'en_US',
  };
  for (const [name, value] of Object.entries(record.values)) {
    const field = object.fields.get(name.toLowerCase());
    if (field) values[field.name] = convert(field, value);
  }
  return values;
}

function convert(field: FieldSchema, value: string | number | boolean | null): Stored {
  if (value === null || typeof value !== 'string') return value;
  if (field.type === 'boolean') return value === 'true';
  if (['int', 'double', 'currency', 'percent'].includes(field.type)) return Number(value);
  return field.type === 'datetime' ? Date.parse(value) : value;
}

/** Fields that lead to records of other metadata types. */
export function relationshipsOf(object: ObjectSchema): readonly FieldSchema[] {
  return [...object.fields.values()].filter((field) => field.type === 'reference');
}

/** The record that a relationship of `values` names. */
export function relatedRecord(
  content: Pick<Content, 'customMetadata'>,
  { name, referenceTo }: FieldSchema,
  values: Values,
): CustomMetadataRecord | undefined {
  const target = values[name];
  if (typeof target !== 'string') return undefined;
  return content.customMetadata.get(`${referenceTo?.[0]}.${target}`.toLowerCase());
}
