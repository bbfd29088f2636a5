/** `/sobjects` and `/sobjects/X/describe`. */
import type { FieldSchema, FieldType, ObjectSchema } from '../../database/schema';
import type { LocalOrg } from '../../org/contract';
import type { Call, Reply, Route } from '../types';

const SOAP_TYPES: Readonly<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  base64: 'xsd:base64Binary',
  string: 'xsd:string',
  textarea: 'xsd:string',
  picklist: 'xsd:string',
  multipicklist: 'xsd:string',
  email: 'xsd:string',
  phone: 'xsd:string',
  url: 'xsd:string',
  autonumber: 'xsd:string',
};

function fieldDescribe(field: FieldSchema): Record<string, unknown> {
  const { type, name } = field;
  const length = field.length ?? (type === 'id' || type === 'reference' ? 18 : 0);
  return {
    name,
    label: field.label,
    // Auto-numbers are strings to clients; a flag tells them apart.
    type: type === 'autonumber' ? 'string' : type,
    soapType: SOAP_TYPES[type],
    length,
    byteLength: length * 3,
    precision: field.precision ?? 0,
    scale: field.scale ?? 0,
    digits: type === 'int' ? 9 : 0,
    createable: field.createable,
    updateable: field.updateable,
    nillable: field.required !== true && type !== 'id' && type !== 'boolean',
    custom: field.custom,
    externalId: field.externalId ?? false,
    unique: field.unique ?? false,
    caseSensitive: field.caseSensitive ?? false,
    autoNumber: type === 'autonumber',
    defaultedOnCreate: type === 'boolean' || field.defaultValue != null || type === 'autonumber',
    defaultValue: field.defaultValue ?? (type === 'boolean' ? false : null),
    idLookup: type === 'id' || field.externalId === true,
    nameField: name === 'Name',
    filterable: type !== 'base64' && !(type === 'textarea' && length > 255),
    sortable:
      type !== 'base64' && type !== 'multipicklist' && !(type === 'textarea' && length > 255),
    groupable: !['double', 'currency', 'percent', 'datetime', 'base64', 'textarea'].includes(type),
    aggregatable: type !== 'boolean',
    calculated: field.formula !== undefined,
    calculatedFormula: field.formula?.source ?? null,
    permissionable: field.custom && field.required !== true,
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? null,
    relationshipOrder: field.masterDetail === true ? 0 : null,
    cascadeDelete: field.deleteConstraint === 'Cascade',
    restrictedDelete: field.deleteConstraint === 'Restrict',
    picklistValues: (field.picklistValues ?? []).map((value) => ({
      active: true,
      defaultValue: value === field.defaultValue,
      label: value,
      validFor: null,
      value,
    })),
    restrictedPicklist: field.restricted ?? false,
    dependentPicklist: false,
    encrypted: false,
    htmlFormatted: false,
    namePointing: false,
    polymorphicForeignKey: (field.referenceTo?.length ?? 0) > 1,
    writeRequiresMasterRead: false,
    deprecatedAndHidden: false,
    compoundFieldName: null,
    controllerName: null,
    extraTypeInfo: null,
    inlineHelpText: null,
    mask: null,
    maskType: null,
    queryByDistance: false,
    searchPrefilterable: type === 'reference',
    displayLocationInDecimal: false,
    highScaleNumber: false,
    formulaTreatNullNumberAsZero: false,
    filteredLookupInfo: null,
    referenceTargetField: null,
  };
}

/** What the global describe says of an object. */
export function brief(schema: ObjectSchema, version: string): Record<string, unknown> {
  const { name, kind } = schema;
  const base = `/services/data/v${version}/sobjects/${name}`;
  const event = kind === 'event';
  const writable = schema.readOnly !== true && kind !== 'metadata';
  return {
    name,
    label: schema.label,
    labelPlural: schema.labelPlural,
    keyPrefix: schema.keyPrefix,
    custom: kind !== 'standard',
    customSetting: kind === 'customSetting',
    createable: writable,
    updateable: writable && !event,
    deletable: writable && !event,
    undeletable: writable && !event && kind !== 'customSetting',
    mergeable: false,
    queryable: !event,
    retrieveable: !event,
    replicateable: !event,
    searchable: false,
    layoutable: kind === 'custom',
    triggerable: kind === 'custom' || event || (kind === 'standard' && writable),
    activateable: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    mruEnabled: false,
    deprecatedAndHidden: false,
    associateEntityType: null,
    associateParentEntity: null,
    urls: {
      sobject: base,
      describe: `${base}/describe`,
      rowTemplate: `${base}/{ID}`,
      ...(event ? { eventSchema: `${base}/eventSchema` } : {}),
    },
  };
}

function childRelationships(org: LocalOrg, parent: string): readonly Record<string, unknown>[] {
  return [...org.database.schema.children(parent)].map(({ object, field }) => ({
    childSObject: object.name,
    field: field.name,
    relationshipName: field.childRelationshipName ?? null,
    cascadeDelete: field.deleteConstraint === 'Cascade',
    restrictedDelete: field.deleteConstraint === 'Restrict',
    deprecatedAndHidden: false,
    junctionIdListNames: [],
    junctionReferenceTo: [],
  }));
}

function describe({ records, params, version }: Call): Reply {
  const schema = records.object(params['object'] ?? '');
  return {
    status: 200,
    json: {
      ...brief(schema, version),
      fields: [...schema.fields.values()].map(fieldDescribe),
      childRelationships: childRelationships(records.org, schema.name),
      recordTypeInfos: [],
      actionOverrides: [],
      namedLayoutInfos: [],
      supportedScopes: [],
      compactLayoutable: schema.kind === 'custom',
      searchLayoutable: false,
      listviewable: null,
      lookupLayoutable: null,
      networkScopeFieldName: null,
      sobjectDescribeOption: 'FULL',
    },
  };
}

export const describeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/sobjects',
    handle: ({ records, version }) => ({
      status: 200,
      json: {
        encoding: 'UTF-8',
        maxBatchSize: 200,
        sobjects: [...records.org.objects()]
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .map((schema) => brief(schema, version)),
      },
    }),
  },
  { method: 'GET', path: '/sobjects/:object/describe', handle: describe },
  {
    method: 'GET',
    path: '/sobjects/:object',
    handle: ({ records, params, version }) => ({
      status: 200,
      json: {
        objectDescribe: brief(records.object(params['object'] ?? ''), version),
        recentItems: [],
      },
    }),
  },
];
