/** Short words for the fields of standard objects. */
import type { FieldSchema, FieldType, ObjectSchema } from '../../database/schema';

type Extra = Partial<FieldSchema>;

/** `CreatedById` is `Created By Id` for people. */
function labelOf(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2');
}

export function field(name: string, type: FieldType, extra: Extra = {}): FieldSchema {
  return {
    name,
    label: labelOf(name),
    type,
    createable: true,
    updateable: true,
    custom: false,
    ...extra,
  };
}

export const text = (name: string, length = 80, extra: Extra = {}): FieldSchema =>
  field(name, 'string', { length, ...extra });

export const flag = (name: string, extra: Extra = {}): FieldSchema =>
  field(name, 'boolean', { defaultValue: false, ...extra });

export const number = (name: string, extra: Extra = {}): FieldSchema => field(name, 'int', extra);

export const moment = (name: string, extra: Extra = {}): FieldSchema =>
  field(name, 'datetime', extra);

export const choice = (name: string, values: readonly string[], extra: Extra = {}): FieldSchema =>
  field(name, 'picklist', { length: 40, picklistValues: values, ...extra });

/** `ref('ProfileId', 'Profile')` walks as `Profile`. */
export const ref = (name: string, target: string, extra: Extra = {}): FieldSchema =>
  field(name, 'reference', {
    referenceTo: [target],
    relationshipName: name.replace(/Id$/, ''),
    ...extra,
  });

const READ_ONLY: Extra = { createable: false, updateable: false };

export const idField: FieldSchema = field('Id', 'id', { ...READ_ONLY, label: 'Record ID' });

/** Who wrote a row, and when. */
export const auditFields: readonly FieldSchema[] = [
  moment('CreatedDate', READ_ONLY),
  ref('CreatedById', 'User', READ_ONLY),
  moment('LastModifiedDate', READ_ONLY),
  ref('LastModifiedById', 'User', READ_ONLY),
  moment('SystemModstamp', READ_ONLY),
];

export const deletedField: FieldSchema = flag('IsDeleted', READ_ONLY);

export const ownerField: FieldSchema = ref('OwnerId', 'User', { label: 'Owner ID' });

export interface StandardObject {
  readonly name: string;
  readonly prefix: string;
  readonly label?: string;
  readonly plural?: string;
  readonly fields: readonly FieldSchema[];
  readonly readOnly?: boolean;
  readonly setup?: boolean;
  readonly owner?: boolean;
  readonly audit?: boolean;
}

export function standardObject(spec: StandardObject): ObjectSchema {
  const label = spec.label ?? labelOf(spec.name);
  const fields = [
    idField,
    ...(spec.owner ? [ownerField] : []),
    ...spec.fields,
    ...(spec.audit === false ? [] : auditFields),
    deletedField,
  ];
  return {
    name: spec.name,
    label,
    labelPlural: spec.plural ?? `${label}s`,
    keyPrefix: spec.prefix,
    kind: 'standard',
    fields: new Map(fields.map((f) => [f.name.toLowerCase(), f])),
    sharingModel: 'ReadWrite',
    ...(spec.readOnly ? { readOnly: true } : {}),
    ...(spec.setup ? { setup: true } : {}),
  };
}
