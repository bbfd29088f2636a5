/** Schema.SObjectField and Schema.DescribeFieldResult. */
import type { FieldSchema, FieldType, ObjectSchema } from '../../../database/schema';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject, SObjectFieldToken, SObjectTypeToken } from '../../core/tokens';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fromStored } from '../sobject/convert';
import { displayTypeOf, soapTypeOf } from './display-type';
import { picklistEntries } from './picklist';
import { describeText } from './text';

export class DescribeField extends PlatformObject {
  constructor(
    readonly object: ObjectSchema,
    readonly field: FieldSchema,
  ) {
    super();
  }
  get $type(): string {
    return 'Schema.DescribeFieldResult';
  }
  override toString(): string {
    return describeText('Schema.DescribeFieldResult', [
      ['getLabel', this.field.label],
      ['getLength', String(length(this.field))],
      ['getName', this.field.name],
      ['getType', displayTypeOf(this.field.type).name],
    ]);
  }
}

function describe(vm: Vm, token: SObjectFieldToken): DescribeField {
  const object = vm.host.schema.object(token.object);
  const field = object?.fields.get(token.field.toLowerCase());
  if (!object || !field) throw new Error(`There is no field ${token.object}.${token.field}.`);
  return new DescribeField(object, field);
}

export const sobjectFieldType: LibraryType = {
  name: 'Schema.SObjectField',
  methods: { getDescribe: describe },
  isInstance: (value) => value instanceof SObjectFieldToken,
};

const TEXT: readonly FieldType[] = [
  'string',
  'textarea',
  'picklist',
  'multipicklist',
  'email',
  'phone',
  'url',
  'autonumber',
];
const NUMBERS: readonly FieldType[] = ['double', 'currency', 'percent'];

function length(field: FieldSchema): number {
  if (field.type === 'id' || field.type === 'reference') return 18;
  if (field.length !== undefined) return field.length;
  return TEXT.includes(field.type) ? 255 : 0;
}

function nillable(field: FieldSchema): boolean {
  return field.required !== true && field.type !== 'boolean' && field.type !== 'id';
}

/** The text of an external id, Id or name can look up a record. */
function isLookup(field: FieldSchema): boolean {
  return field.type === 'id' || field.externalId === true || field.name === 'Name';
}

type Read = (field: FieldSchema, object: ObjectSchema, vm: Vm) => Value;

const long = (f: FieldSchema): boolean => f.type === 'textarea' && length(f) > 255;

/** Properties by name, as far as the schema can tell. Access is the object's, as for objects. */
const PROPERTIES: Readonly<Record<string, Read>> = {
  Accessible: () => true,
  AutoNumber: (f) => f.type === 'autonumber',
  Calculated: (f) => f.formula !== undefined,
  CalculatedFormula: (f) => f.formula?.source ?? null,
  ByteLength: (f) => length(f) * 3,
  CascadeDelete: (f) => f.masterDetail === true || f.deleteConstraint === 'Cascade',
  CaseSensitive: (f) => f.caseSensitive === true,
  Createable: (f) => f.createable,
  Custom: (f) => f.custom,
  DefaultValue: (f) => (f.defaultValue === undefined ? null : fromStored(f, f.defaultValue)),
  DefaultedOnCreate: (f) =>
    f.defaultValue !== undefined || f.defaultFormula !== undefined || f.type === 'boolean',
  DependentPicklist: () => false,
  DeprecatedAndHidden: () => false,
  Digits: (f) => (f.type === 'int' ? (f.precision ?? 9) : 0),
  Encrypted: () => false,
  ExternalId: (f) => f.externalId === true,
  Filterable: (f) => !long(f) && f.type !== 'base64',
  Groupable: (f) => !long(f) && !NUMBERS.includes(f.type) && f.type !== 'base64',
  HtmlFormatted: () => false,
  IdLookup: isLookup,
  InlineHelpText: () => null,
  Label: (f) => f.label,
  Length: length,
  LocalName: (f) => f.name,
  Name: (f) => f.name,
  NameField: (f) => f.name === 'Name',
  NamePointing: (f) => (f.referenceTo?.length ?? 0) > 1,
  Nillable: nillable,
  Permissionable: (f) => f.custom && f.required !== true && f.masterDetail !== true,
  PicklistValues: (f, _object, vm) => picklistEntries(vm, f),
  Precision: (f) => (NUMBERS.includes(f.type) ? (f.precision ?? 18) : 0),
  ReferenceTo: (f, _object, vm) =>
    vm.list(
      'Schema.SObjectType',
      (f.referenceTo ?? []).map((name) => new SObjectTypeToken(name)),
    ),
  RelationshipName: (f) => f.relationshipName ?? null,
  RestrictedDelete: (f) => f.deleteConstraint === 'Restrict',
  RestrictedPicklist: (f) => f.restricted === true,
  SObjectType: (_f, object) => new SObjectTypeToken(object.name),
  Scale: (f) => f.scale ?? 0,
  SoapType: (f) => soapTypeOf(f.type),
  SobjectField: (f, object) => new SObjectFieldToken(object.name, f.name),
  Sortable: (f) => !long(f) && f.type !== 'multipicklist' && f.type !== 'base64',
  Type: (f) => displayTypeOf(f.type),
  Unique: (f) => f.unique === true,
  Updateable: (f) => f.updateable,
};

const FLAGS = new Set(
  `Accessible AutoNumber Calculated CascadeDelete CaseSensitive Createable Custom DefaultedOnCreate
  DependentPicklist DeprecatedAndHidden Encrypted ExternalId Filterable Groupable HtmlFormatted
  IdLookup NameField NamePointing Nillable Permissionable RestrictedDelete RestrictedPicklist
  Sortable Unique Updateable`.split(/\s+/),
);

const getters = Object.fromEntries(
  Object.entries(PROPERTIES).map(([name, read]): [string, LibraryFunction] => [
    name,
    (vm, self: DescribeField) => read(self.field, self.object, vm),
  ]),
);

export const describeFieldType: LibraryType = {
  name: 'Schema.DescribeFieldResult',
  getters,
  methods: Object.fromEntries(
    Object.entries(getters).map(([n, fn]) => [`${FLAGS.has(n) ? 'is' : 'get'}${n}`, fn]),
  ),
  isInstance: (value) => value instanceof DescribeField,
};
