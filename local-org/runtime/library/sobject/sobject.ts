/** System.SObject and Database.Error. */
import { SObjectTypeToken, PlatformObject } from '../../core/tokens';
import type { LibraryFunction, LibraryType } from '../../core/registry';
import { ApexList, SObjectValue, type EnumValue, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { given } from '../support/checks';
import { statusCode } from '../system/status-code';
import { customMetadataStatics } from './custom-metadata';
import { addError, errorsOf } from './errors';
import {
  fieldOf,
  readChildren,
  readField,
  readParent,
  writeField,
  writeParent,
  type FieldRef,
} from './fields';

/** Where a clone came from. */
const sources = new WeakMap<SObjectValue, string | null>();

const TIMESTAMPS = ['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById'];

/** `record.clone(preserveId, isDeepClone, preserveReadonlyTimestamps, preserveAutonumber)`. */
export function cloneRecord(
  record: SObjectValue,
  preserveId: boolean,
  deep: boolean,
  timestamps: boolean,
  autonumber: boolean,
): SObjectValue {
  const copy = new SObjectValue(record.schema, record.type);
  for (const [name, value] of record.fields) {
    if (name === 'Id' && !preserveId) continue;
    if (TIMESTAMPS.includes(name) && !timestamps) continue;
    const type = record.schema?.fields.get(name.toLowerCase())?.type;
    if (type === 'autonumber' && !autonumber) continue;
    copy.fields.set(name, deep ? deepCopy(value) : value);
    if (type !== undefined) copy.dirty.add(name);
  }
  sources.set(copy, (record.fields.get('Id') as string | undefined) ?? null);
  return copy;
}

function deepCopy(value: Value): Value {
  if (value instanceof SObjectValue) return cloneRecord(value, true, true, true, true);
  return value instanceof ApexList ? new ApexList(value.of, value.items.map(deepCopy)) : value;
}

const clone: LibraryFunction = (vm: Vm, self: SObjectValue, ...flags: (boolean | null)[]) => {
  const [id = false, deep = false, timestamps = false, autonumber = false] = flags.map((f) =>
    given(vm, f),
  );
  return cloneRecord(self, id, deep, timestamps, autonumber);
};

/** Text of an error given as text or as an exception. */
function errorText(vm: Vm, error: Value): string {
  if (typeof error === 'string' || error === null) return error ?? 'null';
  const text = vm.library.member('System.Exception', 'methods', 'getMessage', []);
  return text ? String(text.fn(vm, error)) : vm.str(error);
}

const addRecordError: LibraryFunction = (vm: Vm, self: SObjectValue, error: Value) => {
  addError(self, errorText(vm, error), []);
  return null;
};

const addFieldError: LibraryFunction = (
  vm: Vm,
  self: SObjectValue,
  ref: FieldRef,
  message: string,
) => {
  addError(self, errorText(vm, message), [fieldOf(vm, self, ref).name]);
  return null;
};

/** What `getErrors` and DML results list. */
export class DatabaseError extends PlatformObject {
  constructor(
    readonly code: EnumValue,
    readonly message: string,
    readonly fields: readonly string[],
  ) {
    super();
  }
  get $type(): string {
    return 'Database.Error';
  }
  override toString(): string {
    const fields = this.fields.length === 0 ? '' : `(${this.fields.join(', ')})`;
    return `Database.Error[getFields=${fields};getMessage=${this.message};getStatusCode=${this.code.name};]`;
  }
}

const errorMembers: Readonly<Record<string, LibraryFunction>> = {
  Fields: (vm, self: DatabaseError) => vm.list('String', [...self.fields]),
  Message: (_vm, self: DatabaseError) => self.message,
  StatusCode: (_vm, self: DatabaseError) => self.code,
};

export const databaseErrorType: LibraryType = {
  name: 'Database.Error',
  methods: Object.fromEntries(Object.entries(errorMembers).map(([n, fn]) => [`get${n}`, fn])),
  getters: errorMembers,
  isInstance: (value) => value instanceof DatabaseError,
};

export const sobjectType: LibraryType = {
  name: 'System.SObject',
  getters: {
    Id: (_vm, self: SObjectValue) => self.fields.get('Id') ?? null,
  },
  methods: {
    'addError(System.String)': addRecordError,
    'addError(System.Exception)': addRecordError,
    'addError(System.String,System.Boolean)': addRecordError,
    'addError(System.Exception,System.Boolean)': addRecordError,
    'addError(System.String,System.String)': addFieldError,
    'addError(System.String,System.String,System.Boolean)': addFieldError,
    'addError(Schema.SObjectField,System.String)': addFieldError,
    'addError(Schema.SObjectField,System.String,System.Boolean)': addFieldError,
    clear: (_vm, self: SObjectValue) => {
      self.fields.clear();
      self.dirty.clear();
      return null;
    },
    clone,
    get: readField,
    getCloneSourceId: (_vm, self: SObjectValue) => sources.get(self) ?? null,
    getErrors: (vm, self: SObjectValue) =>
      vm.list(
        'Database.Error',
        errorsOf(self).map(
          (e) =>
            new DatabaseError(
              statusCode.of('FIELD_CUSTOM_VALIDATION_EXCEPTION'),
              e.message,
              e.fields,
            ),
        ),
      ),
    getPopulatedFieldsAsMap: (vm, self: SObjectValue) => {
      const map = vm.map('String', 'Object');
      for (const [name, value] of self.fields)
        if (value !== null || !self.queried) map.put(name, value);
      return map;
    },
    getSObject: readParent,
    getSObjectType: (_vm, self: SObjectValue) => new SObjectTypeToken(self.type),
    getSObjects: readChildren,
    hasErrors: (_vm, self: SObjectValue) => errorsOf(self).length > 0,
    isClone: (_vm, self: SObjectValue) => sources.has(self),
    isSet: (vm, self: SObjectValue, ref: FieldRef) => self.fields.has(fieldOf(vm, self, ref).name),
    put: writeField,
    putSObject: writeParent,
  },
  statics: customMetadataStatics,
  isInstance: (value) => value instanceof SObjectValue,
};
