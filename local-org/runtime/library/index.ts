/** The Apex standard library of the local org. What reaches out of the language is in `platform`. */
import { defineExceptions } from '../core/exceptions';
import type { LibraryRegistry, LibraryType } from '../core/registry';
import { listType } from './collections/list';
import { iteratorType } from './collections/iterator';
import { mapType } from './collections/map';
import { setType } from './collections/set';
import { childRelationshipType } from './describe/child';
import { displayType, soapType } from './describe/display-type';
import { describeFieldType, sobjectFieldType } from './describe/field';
import {
  describeObjectType,
  describeOptions,
  objectFieldSetsType,
  objectFieldsType,
  schemaType,
  sobjectTypeType,
} from './describe/object';
import { picklistEntryType } from './describe/picklist';
import { generatorType } from './json/generator';
import { jsonType } from './json/json';
import { parserType } from './json/parser';
import { jsonToken } from './json/token';
import { decimalType } from './numbers/decimal';
import { booleanType, doubleType } from './numbers/double';
import { integerType, longType } from './numbers/integer';
import { mathType } from './numbers/math';
import { roundingMode } from './numbers/rounding';
import { PLATFORM_TYPES } from './platform';
import { customSettingType } from './sobject/custom-settings';
import { databaseErrorType, sobjectType } from './sobject/sobject';
import { anyMethods, objectType } from './support/any';
import { assertType } from './system/assertions';
import { defineInterfaces } from './system/interfaces';
import { quiddity, requestType } from './system/request';
import { statusCode } from './system/status-code';
import { loggingLevel, readWriteMode, systemStatics } from './system/system';
import { typeType } from './system/type';
import { cryptoType, uuidType } from './text/crypto';
import { blobType, encodingType } from './text/blob';
import { idType } from './text/id';
import { matcherType, patternType } from './text/pattern';
import { stringType } from './text/string';
import { dateType } from './time/date';
import { datetimeType } from './time/datetime';
import { timeType, timeZoneType } from './time/time';

const TYPES: readonly LibraryType[] = [
  objectType,
  stringType,
  idType,
  blobType,
  encodingType,
  cryptoType,
  uuidType,
  patternType,
  matcherType,
  integerType,
  longType,
  doubleType,
  decimalType,
  booleanType,
  mathType,
  roundingMode.type,
  dateType,
  datetimeType,
  timeType,
  timeZoneType,
  listType,
  setType,
  mapType,
  iteratorType,
  jsonType,
  generatorType,
  parserType,
  jsonToken.type,
  sobjectType,
  customSettingType,
  databaseErrorType,
  sobjectTypeType,
  sobjectFieldType,
  describeObjectType,
  describeFieldType,
  describeOptions.type,
  objectFieldsType,
  objectFieldSetsType,
  picklistEntryType,
  childRelationshipType,
  displayType.type,
  soapType.type,
  schemaType,
  assertType,
  typeType,
  requestType,
  quiddity.type,
  statusCode.type,
  loggingLevel.type,
  readWriteMode.type,
  { name: 'System.System', statics: systemStatics },
];

/** Members of both; those of `b` win. */
function merge(a: LibraryType, b: LibraryType): LibraryType {
  return {
    ...a,
    ...b,
    statics: { ...a.statics, ...b.statics },
    methods: { ...a.methods, ...b.methods },
    constructors: { ...a.constructors, ...b.constructors },
    staticGetters: { ...a.staticGetters, ...b.staticGetters },
    getters: { ...a.getters, ...b.getters },
    setters: { ...a.setters, ...b.setters },
    suspends: [...(a.suspends ?? []), ...(b.suspends ?? [])],
  };
}

/** Registers the library. Types that occur twice, such as `System.System`, have the members of both. */
export function registerLibrary(registry: LibraryRegistry): void {
  const types = new Map<string, LibraryType>();
  for (const type of [...TYPES, ...PLATFORM_TYPES]) {
    const known = types.get(type.name);
    types.set(type.name, known ? merge(known, type) : type);
  }
  for (const type of types.values())
    registry.define(
      type.implementable === true ? type : { ...type, methods: { ...anyMethods, ...type.methods } },
    );
  defineExceptions(registry);
  defineInterfaces(registry);
}
