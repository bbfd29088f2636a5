/**
 * How Apex values look in JavaScript. The representation alone tells the Apex type, so a value can
 * flow through `Object` and back without boxing:
 *
 * | Apex            | JavaScript                                   |
 * |-----------------|----------------------------------------------|
 * | null            | null (never undefined)                       |
 * | Boolean, String | boolean, string                              |
 * | Id              | string, always 18 characters                 |
 * | Integer         | number, always an int32                      |
 * | Long            | bigint, always within 64 bits                |
 * | Double          | ApexDouble                                   |
 * | Decimal         | BigDecimal (bigdecimal.js: value and scale, as Java) |
 * | Date, Datetime, Time, Blob | the classes below                 |
 * | List, Set, Map  | ApexList, ApexSet, ApexMap                   |
 * | SObject         | SObjectValue                                 |
 * | Apex object     | instance of a generated class (ApexObject)   |
 * | enum constant   | EnumValue                                    |
 * | platform object | instance of a class of `runtime/library`     |
 */
import type { BigDecimal } from 'bigdecimal.js';
import type { ObjectSchema } from '../../database/schema';

/** Any Apex value. Libraries narrow it; the type checker has made sure of the static type. */
export type Value = unknown;

/** Canonical type name at run time: `Integer`, `List<String>`, `Map<Id,Queue_Item__c>`, `Outer.Inner`, `System.Callable`. */
export type TypeName = string;

export class ApexDouble {
  constructor(readonly value: number) {}
}

export type ApexDecimal = BigDecimal;

/** Days since 1970-01-01. */
export class ApexDate {
  constructor(readonly days: number) {}
}

/** Epoch milliseconds. */
export class ApexDatetime {
  constructor(readonly ms: number) {}
}

/** Milliseconds since midnight. */
export class ApexTime {
  constructor(readonly ms: number) {}
}

export class ApexBlob {
  constructor(readonly bytes: Buffer) {}
}

export class EnumValue {
  constructor(
    /** `System.StatusCode`, `Outer.Color`. */
    readonly type: TypeName,
    readonly name: string,
    readonly ordinal: number,
  ) {}
}

/** `of` is the element type, kept at run time as on the platform. */
export class ApexList {
  /** Number of for-each loops that run over it now: it must not change meanwhile. */
  iterating = 0;
  /** See `Heap`. */
  measuredAt = -1;
  constructor(
    readonly of: TypeName,
    readonly items: Value[] = [],
  ) {}
}

/** One SObject in memory: only the fields that were queried or set are present. */
export class SObjectValue {
  /** Field values by canonical API name, as Apex values; parents as SObjectValue under the relationship name; children as ApexList. */
  readonly fields = new Map<string, Value>();
  /** Names set by Apex since the row was created or queried: what an update writes. */
  readonly dirty = new Set<string>();
  /** Trigger.old, and Trigger.new after the save: assignments are refused. */
  readOnly = false;
  /** See `Heap`. */
  measuredAt = -1;
  constructor(
    /** Null only for AggregateResult. */
    readonly schema: ObjectSchema | null,
    /** `Queue_Item__c` or `AggregateResult`. */
    readonly type: TypeName,
    /** True when it came from a query: reading a field that was not selected is then an error. */
    readonly queried = false,
  ) {}
}

/** Base of every class generated from Apex. */
export abstract class ApexObject {
  /** `Outer.Inner`. Set on the prototype by the emitter. */
  declare readonly $type: TypeName;
}
