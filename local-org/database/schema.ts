/** Shape of the objects that an org holds. Written by metadata deploys, read by everyone. */

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'reference'
  | 'email'
  | 'phone'
  | 'url'
  | 'autonumber'
  | 'base64';

/** A value as the database keeps it: dates as `YYYY-MM-DD`, date-times and times as milliseconds. */
export type Stored = string | number | boolean | null;

export interface FieldSchema {
  /** API name in its canonical spelling. */
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Characters, for text-like types. */
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly caseSensitive?: boolean;
  readonly externalId?: boolean;
  readonly defaultValue?: Stored;
  readonly picklistValues?: readonly string[];
  /** Restricted picklists refuse values outside their list. */
  readonly restricted?: boolean;
  /** Targets of a reference. */
  readonly referenceTo?: readonly string[];
  /** `Parent__r` or `CreatedBy`: the name under which SOQL walks to the parent. */
  readonly relationshipName?: string;
  /** Name under which the parent sees this object's rows in sub-queries. */
  readonly childRelationshipName?: string;
  readonly masterDetail?: boolean;
  /** What happens to this row when its lookup target is deleted. */
  readonly deleteConstraint?: 'SetNull' | 'Restrict' | 'Cascade';
  /** `MTX-{000000}`. */
  readonly displayFormat?: string;
  readonly startingNumber?: number;
  /** Computed when it is read; nothing is stored. */
  readonly formula?: { readonly source: string; readonly blanks: 'zero' | 'blank' };
  /** Source of a default that is no literal. */
  readonly defaultFormula?: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly custom: boolean;
}

/** Refuses a record for which its formula holds. */
export interface ValidationRule {
  readonly name: string;
  readonly active: boolean;
  readonly formula: string;
  readonly message: string;
  /** At which the error is shown; absent: at the record. */
  readonly field?: string;
}

export type ObjectKind = 'standard' | 'custom' | 'event' | 'metadata' | 'customSetting';

export interface ObjectSchema {
  /** API name in its canonical spelling. */
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** Three characters that begin every Id of this object. */
  readonly keyPrefix: string;
  readonly kind: ObjectKind;
  /** By lower-case API name. */
  readonly fields: ReadonlyMap<string, FieldSchema>;
  readonly sharingModel?: string;
  /** Platform events only. */
  readonly publishBehavior?: 'PublishAfterCommit' | 'PublishImmediately';
  /** Set on objects that the platform itself writes (jobs, users): DML by Apex is refused. */
  readonly readOnly?: boolean;
  /** Setup objects cannot be written in one transaction with ordinary ones (mixed DML). */
  readonly setup?: boolean;
  readonly validationRules?: readonly ValidationRule[];
}

/** All objects of an org. Look-ups ignore case, as the platform does. */
export interface Schema {
  object(name: string): ObjectSchema | undefined;
  /** By the first three characters of an Id. */
  objectByPrefix(prefix: string): ObjectSchema | undefined;
  objects(): Iterable<ObjectSchema>;
  /** Children that name `parent` in a reference field. */
  children(
    parent: string,
  ): readonly { readonly object: ObjectSchema; readonly field: FieldSchema }[];
}
