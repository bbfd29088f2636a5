/** Schema.SObjectType, Schema.DescribeSObjectResult and what hangs on it. */
import type { ObjectSchema } from '../../../database/schema';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { PlatformObject, SObjectFieldToken, SObjectTypeToken } from '../../core/tokens';
import { ApexMap, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { argument, fail } from '../support/checks';
import { platformEnum } from '../support/enums';
import { checkedId } from '../text/id';
import { childRelationships } from './child';
import { describeText } from './text';

/** A map whose text keys ignore case, as all maps of describe do. */
export function describeMap(vm: Vm, valueType: string): ApexMap {
  const fold = (v: Value): Value => (typeof v === 'string' ? v.toLowerCase() : v);
  return new ApexMap('String', valueType, {
    hash: (v) => vm.hash(fold(v)),
    equals: (a, b) => vm.equals(fold(a), fold(b)),
  });
}

export class DescribeObject extends PlatformObject {
  constructor(readonly schema: ObjectSchema) {
    super();
  }
  get $type(): string {
    return 'Schema.DescribeSObjectResult';
  }
  override toString(): string {
    return describeText('Schema.DescribeSObjectResult', [
      ['getKeyPrefix', this.schema.keyPrefix],
      ['getLabel', this.schema.label],
      ['getLabelPlural', this.schema.labelPlural],
      ['getName', this.schema.name],
      ['isCustom', String(isCustom(this.schema))],
    ]);
  }
}

/** `describe.fields`. */
class ObjectFields extends PlatformObject {
  constructor(readonly schema: ObjectSchema) {
    super();
  }
  get $type(): string {
    return 'Schema.SObjectTypeFields';
  }
}

/** `describe.fieldSets`: the local org has none. */
class ObjectFieldSets extends PlatformObject {
  get $type(): string {
    return 'Schema.SObjectTypeFieldSets';
  }
}

export function objectSchema(vm: Vm, token: SObjectTypeToken): ObjectSchema {
  const schema = vm.host.schema.object(token.object);
  if (!schema) throw new Error(`There is no object ${token.object}.`);
  return schema;
}

export const describeOptions = platformEnum('Schema.SObjectDescribeOptions', [
  'DEFAULT',
  'DEFERRED',
  'FULL',
]);

export const sobjectTypeType: LibraryType = {
  name: 'Schema.SObjectType',
  methods: {
    getDescribe: (vm, self: SObjectTypeToken) => new DescribeObject(objectSchema(vm, self)),
    'newSObject/0': (vm, self: SObjectTypeToken) => vm.sobject(self.object),
    'newSObject/1': (vm, self: SObjectTypeToken, id: string | null) => {
      const record = vm.sobject(self.object);
      record.fields.set('Id', id === null ? null : checkedId(vm, id));
      return record;
    },
  },
  isInstance: (value) => value instanceof SObjectTypeToken,
};

export function isCustom(schema: ObjectSchema): boolean {
  return schema.name.toLowerCase().endsWith('__c') || schema.kind === 'custom';
}

type Read = (schema: ObjectSchema, vm: Vm) => Value;

const writable: Read = (s) => s.readOnly !== true && s.kind !== 'metadata';
const stored: Read = (s) => s.kind === 'standard' || s.kind === 'custom';

/**
 * Properties by name. The running user may do everything that the object allows: permissions are
 * judged where data is touched. Properties that the local org has no data for are left out.
 */
const PROPERTIES: Readonly<Record<string, Read>> = {
  Accessible: () => true,
  ChildRelationships: (s, vm) => childRelationships(vm, s),
  Createable: writable,
  Custom: isCustom,
  CustomSetting: (s) => s.kind === 'customSetting',
  Deletable: (s, vm) => writable(s, vm) === true && s.kind !== 'event',
  DeprecatedAndHidden: () => false,
  FieldSets: () => new ObjectFieldSets(),
  Fields: (s) => new ObjectFields(s),
  KeyPrefix: (s) => s.keyPrefix,
  Label: (s) => s.label,
  LabelPlural: (s) => s.labelPlural,
  LocalName: (s) => s.name,
  Name: (s) => s.name,
  Queryable: (s) => s.kind !== 'event',
  SObjectType: (s) => new SObjectTypeToken(s.name),
  Undeletable: (s, vm) => stored(s, vm) === true && writable(s, vm) === true,
  Updateable: (s, vm) => writable(s, vm) === true && s.kind !== 'event',
};

const getters = Object.fromEntries(
  Object.entries(PROPERTIES).map(([name, read]): [string, LibraryFunction] => [
    name,
    (vm, self: DescribeObject) => read(self.schema, vm),
  ]),
);

const FLAGS = [
  'Accessible',
  'Createable',
  'Custom',
  'CustomSetting',
  'Deletable',
  'DeprecatedAndHidden',
  'Queryable',
  'Undeletable',
  'Updateable',
];

/** `isX` for flags, `getX` for everything else. */
function accessors(): Record<string, LibraryFunction> {
  return Object.fromEntries(
    Object.entries(getters).map(([name, fn]) => [
      `${FLAGS.includes(name) ? 'is' : 'get'}${name}`,
      fn,
    ]),
  );
}

export const describeObjectType: LibraryType = {
  name: 'Schema.DescribeSObjectResult',
  methods: accessors(),
  getters: Object.fromEntries(Object.entries(getters)),
  isInstance: (value) => value instanceof DescribeObject,
};

export const objectFieldsType: LibraryType = {
  name: 'Schema.SObjectTypeFields',
  methods: {
    getMap: (vm, self: ObjectFields) => {
      const map = describeMap(vm, 'Schema.SObjectField');
      for (const field of self.schema.fields.values())
        map.put(field.name.toLowerCase(), new SObjectFieldToken(self.schema.name, field.name));
      return map;
    },
  },
};

export const objectFieldSetsType: LibraryType = {
  name: 'Schema.SObjectTypeFieldSets',
  methods: { getMap: (vm) => describeMap(vm, 'Schema.FieldSet') },
};

export const schemaType: LibraryType = {
  name: 'System.Schema',
  statics: {
    describeSObjects: (vm, names: { readonly items: readonly Value[] }) =>
      vm.list(
        'Schema.DescribeSObjectResult',
        argument(vm, names, 1).items.map((name) => {
          const schema = vm.host.schema.object(String(name));
          // The platform's text; the exception is of a type that Apex cannot name.
          if (!schema)
            return fail(
              vm,
              'InvalidParameterValueException',
              `${String(name)}: invalid parameter value`,
            );
          return new DescribeObject(schema);
        }),
      ),
    getGlobalDescribe: (vm) => {
      const map = describeMap(vm, 'Schema.SObjectType');
      for (const schema of vm.host.schema.objects())
        map.put(schema.name.toLowerCase(), new SObjectTypeToken(schema.name));
      return map;
    },
  },
};
