/** A small schema for the programs of these tests, and one read from the objects of a package. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MutableSchema } from '../../database/mutable-schema';
import type { FieldSchema, FieldType, ObjectKind, ObjectSchema } from '../../database/schema';

type FieldSpec = FieldType | [FieldType, Partial<FieldSchema>];

function field(name: string, spec: FieldSpec): FieldSchema {
  const [type, more] = typeof spec === 'string' ? [spec, {}] : spec;
  const custom = name.endsWith('__c');
  const rights = { createable: true, updateable: true };
  return { name, label: name, type, custom, ...rights, ...more };
}

const READ_ONLY = { createable: false, updateable: false };
const lookup = (to: string, relationshipName: string, child?: string): FieldSpec => [
  'reference',
  { referenceTo: [to], relationshipName, ...(child ? { childRelationshipName: child } : {}) },
];

const SYSTEM: Readonly<Record<string, FieldSpec>> = {
  Id: ['id', READ_ONLY],
  OwnerId: lookup('User', 'Owner'),
  CreatedDate: ['datetime', READ_ONLY],
  CreatedById: [
    'reference',
    { ...READ_ONLY, referenceTo: ['User'], relationshipName: 'CreatedBy' },
  ],
  LastModifiedDate: ['datetime', READ_ONLY],
  SystemModstamp: ['datetime', READ_ONLY],
  IsDeleted: ['boolean', READ_ONLY],
};

let prefixes = 100;
export function object(
  name: string,
  fields: Readonly<Record<string, FieldSpec>>,
  more: Partial<ObjectSchema> = {},
): ObjectSchema {
  const all = Object.entries({ ...SYSTEM, ...fields }).map(([n, spec]) => field(n, spec));
  return {
    name,
    label: name,
    labelPlural: `${name}s`,
    keyPrefix: (prefixes++).toString(36),
    kind: /__c$/.test(name) ? 'custom' : 'standard',
    fields: new Map(all.map((f) => [f.name.toLowerCase(), f])),
    ...more,
  };
}

const STANDARD: readonly ObjectSchema[] = [
  object('Account', {
    Name: 'string',
    Industry: 'picklist',
    AnnualRevenue: 'currency',
    NumberOfEmployees: 'int',
    ParentId: lookup('Account', 'Parent', 'ChildAccounts'),
  }),
  object('Contact', {
    FirstName: 'string',
    LastName: 'string',
    Email: 'email',
    Birthdate: 'date',
    AccountId: lookup('Account', 'Account', 'Contacts'),
  }),
  object('User', {
    Name: ['string', READ_ONLY],
    Username: 'string',
    LastName: 'string',
    Alias: 'string',
    Email: 'email',
    EmailEncodingKey: 'picklist',
    LanguageLocaleKey: 'picklist',
    LocaleSidKey: 'picklist',
    TimeZoneSidKey: 'picklist',
    IsActive: 'boolean',
    ProfileId: lookup('Profile', 'Profile'),
  }),
  object('Profile', {
    Name: 'string',
    UserType: 'string',
    UserLicenseId: lookup('UserLicense', 'UserLicense'),
    PermissionsModifyAllData: 'boolean',
    PermissionsViewAllData: 'boolean',
  }),
  object('UserLicense', { LicenseDefinitionKey: 'string' }),
  object('PermissionSet', { Name: 'string', Label: 'string' }),
  object('PermissionSetAssignment', {
    AssigneeId: lookup('User', 'Assignee'),
    PermissionSetId: lookup('PermissionSet', 'PermissionSet'),
  }),
  object('ApexClass', { Name: 'string', Body: 'textarea', NamespacePrefix: 'string' }),
  object('Organization', { Name: 'string', IsSandbox: 'boolean' }),
  object(
    'AsyncApexJob',
    {
      Status: 'picklist',
      JobType: 'picklist',
      MethodName: 'string',
      NumberOfErrors: 'int',
      ExtendedStatus: 'string',
      CompletedDate: 'datetime',
      ApexClassId: lookup('ApexClass', 'ApexClass'),
      CronTriggerId: lookup('CronTrigger', 'CronTrigger'),
    },
    { readOnly: true },
  ),
  object('CronJobDetail', { Name: 'string', JobType: 'string' }, { readOnly: true }),
  object(
    'CronTrigger',
    {
      State: 'string',
      CronExpression: 'string',
      NextFireTime: 'datetime',
      PreviousFireTime: 'datetime',
      TimesTriggered: 'int',
      CronJobDetailId: lookup('CronJobDetail', 'CronJobDetail'),
    },
    { readOnly: true },
  ),
];

const CUSTOM: readonly ObjectSchema[] = [
  object('Job__c', {
    Name: 'string',
    Status__c: 'picklist',
    Attempts__c: 'double',
    Done__c: 'boolean',
    Due__c: 'date',
    Started__c: 'datetime',
    Key__c: ['string', { unique: true, externalId: true }],
    Account__c: lookup('Account', 'Account__r', 'Jobs'),
    Number__c: ['autonumber', READ_ONLY],
  }),
  object('Setting__c', { Name: 'string', Limit__c: 'double' }, { kind: 'customSetting' }),
  object('Wake__e', { Key__c: 'string' }, { kind: 'event' }),
  object('Rule__mdt', { DeveloperName: 'string', Value__c: 'string' }, { kind: 'metadata' }),
];

export const testSchema = (): MutableSchema => new MutableSchema([...STANDARD, ...CUSTOM]);

// ---------------------------------------------------------------- packages

const FIELD_TYPES: Readonly<Record<string, FieldType>> = {
  AutoNumber: 'autonumber',
  Checkbox: 'boolean',
  Currency: 'currency',
  Date: 'date',
  DateTime: 'datetime',
  Email: 'email',
  LongTextArea: 'textarea',
  Lookup: 'reference',
  MasterDetail: 'reference',
  MultiselectPicklist: 'multipicklist',
  Number: 'double',
  Percent: 'percent',
  Phone: 'phone',
  Picklist: 'picklist',
  Text: 'string',
  TextArea: 'textarea',
  Time: 'time',
  Url: 'url',
};

const tag = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];

const kindOf = (name: string, xml: string): ObjectKind => {
  if (name.endsWith('__e')) return 'event';
  if (name.endsWith('__mdt')) return 'metadata';
  return xml.includes('<customSettingsType>') ? 'customSetting' : 'custom';
};

const KIND_FIELDS: Partial<Readonly<Record<ObjectKind, Readonly<Record<string, FieldSpec>>>>> = {
  event: { ReplayId: 'string', EventUuid: 'string' },
  metadata: {
    DeveloperName: 'string',
    MasterLabel: 'string',
    Label: 'string',
    Language: 'string',
    NamespacePrefix: 'string',
    QualifiedApiName: 'string',
  },
  customSetting: { SetupOwnerId: 'reference' },
};

/** All objects below a source folder, as far as a type checker cares. */
export function packageSchema(root: string): MutableSchema {
  const schema = new MutableSchema(STANDARD);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.object-meta.xml')) continue;
    const folder = entry.parentPath;
    const name = entry.name.replace('.object-meta.xml', '');
    const xml = readFileSync(join(folder, entry.name), 'utf8');
    const kind = kindOf(name, xml);
    const fields: Record<string, FieldSpec> = { Name: 'string', ...KIND_FIELDS[kind] };
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.field-meta.xml')) continue;
      const text = readFileSync(join(folder, file), 'utf8');
      const fieldName = tag(text, 'fullName') ?? '';
      const target = tag(text, 'referenceTo');
      const child = tag(text, 'relationshipName');
      fields[fieldName] = [
        FIELD_TYPES[tag(text, 'type') ?? ''] ?? 'string',
        {
          externalId: tag(text, 'externalId') === 'true',
          ...(target !== undefined && {
            referenceTo: [target],
            relationshipName: fieldName.replace(/__c$/, '__r'),
          }),
          ...(child !== undefined && { childRelationshipName: child }),
        },
      ];
    }
    schema.define(object(name, fields, { kind }));
  }
  return schema;
}
