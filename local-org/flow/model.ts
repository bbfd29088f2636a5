/**
 * A flow as its file says it, before anything is looked up. Names of parts follow the Metadata API's
 * type `Flow`: https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_visual_workflow.htm
 */
import type { XmlElement } from '../metadata';

/** Types of variables, constants and formulas that the local org knows. */
export const DATA_TYPES = [
  'String',
  'Number',
  'Currency',
  'Boolean',
  'Date',
  'DateTime',
  'Picklist',
  'Multipicklist',
  'SObject',
] as const;
export type DataType = (typeof DATA_TYPES)[number];

/** Where a part stands in the file, for messages. */
export interface Placed {
  readonly at: XmlElement;
}

export interface Named extends Placed {
  readonly name: string;
}

/** `<value>`: written out, or a reference. */
export type FlowValue = Placed &
  (
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'number'; readonly text: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'date' | 'dateTime'; readonly text: string }
    | { readonly kind: 'reference'; readonly name: string }
  );

export interface Variable extends Named {
  readonly kind: 'variable';
  readonly dataType: DataType;
  readonly objectType: string | null;
  readonly isCollection: boolean;
  readonly isInput: boolean;
  readonly isOutput: boolean;
  readonly value: FlowValue | null;
}

export interface Constant extends Named {
  readonly kind: 'constant';
  readonly dataType: DataType;
  readonly value: FlowValue | null;
}

export interface Formula extends Named {
  readonly kind: 'formula';
  readonly dataType: DataType;
  readonly expression: string;
}

export interface TextTemplate extends Named {
  readonly kind: 'template';
  readonly text: string;
}

export type Resource = Variable | Constant | Formula | TextTemplate;

export interface Condition extends Placed {
  readonly left: string;
  readonly operator: string;
  readonly right: FlowValue | null;
}

/** Conditions and how they are joined: `and`, `or`, or `1 AND (2 OR 3)`. */
export interface Conditions {
  readonly logic: string;
  readonly items: readonly Condition[];
}

export interface Filter extends Placed {
  readonly field: string;
  readonly operator: string;
  readonly value: FlowValue | null;
}

export interface Filters {
  readonly logic: string;
  readonly items: readonly Filter[];
}

export interface FieldValue extends Placed {
  readonly field: string;
  readonly value: FlowValue | null;
}

/** Which records an element works on: those of a variable, or those that a filter finds. */
export type Target =
  | { readonly kind: 'reference'; readonly name: string }
  | { readonly kind: 'filter'; readonly object: string; readonly filters: Filters };

interface ElementBase extends Named {
  readonly next: string | null;
  readonly fault: string | null;
}

export interface Assignment extends ElementBase {
  readonly kind: 'assignments';
  readonly items: readonly (Placed & {
    readonly to: string;
    readonly operator: string;
    readonly value: FlowValue | null;
  })[];
}

export interface Decision extends ElementBase {
  readonly kind: 'decisions';
  readonly rules: readonly (Named & {
    readonly conditions: Conditions;
    readonly next: string | null;
  })[];
}

export interface Loop extends ElementBase {
  readonly kind: 'loops';
  readonly collection: string;
  readonly descending: boolean;
  readonly variable: string | null;
  readonly body: string | null;
}

export interface RecordCreate extends ElementBase {
  readonly kind: 'recordCreates';
  readonly reference: string | null;
  readonly object: string | null;
  readonly fields: readonly FieldValue[];
  readonly idTo: string | null;
  readonly automatic: boolean;
}

export interface RecordUpdate extends ElementBase {
  readonly kind: 'recordUpdates';
  readonly target: Target;
  readonly fields: readonly FieldValue[];
}

export interface RecordLookup extends ElementBase {
  readonly kind: 'recordLookups';
  readonly object: string;
  readonly filters: Filters;
  readonly firstOnly: boolean;
  readonly fields: readonly string[];
  readonly outputReference: string | null;
  readonly outputs: readonly (Placed & { readonly field: string; readonly to: string })[];
  readonly automatic: boolean;
  readonly nullIfNone: boolean;
  readonly sortField: string | null;
  readonly descending: boolean;
  readonly limit: FlowValue | null;
}

export interface RecordDelete extends ElementBase {
  readonly kind: 'recordDeletes';
  readonly target: Target;
}

export interface Parameter extends Named {
  readonly value: FlowValue | null;
}

export interface OutputTo extends Named {
  readonly to: string;
}

export interface ActionCall extends ElementBase {
  readonly kind: 'actionCalls';
  /** Apex class. */
  readonly action: string;
  readonly inputs: readonly Parameter[];
  readonly outputs: readonly OutputTo[];
  readonly automatic: boolean;
}

export interface Subflow extends ElementBase {
  readonly kind: 'subflows';
  readonly flow: string;
  readonly inputs: readonly Parameter[];
  readonly outputs: readonly OutputTo[];
  readonly automatic: boolean;
}

export interface CustomError extends ElementBase {
  readonly kind: 'customErrors';
  readonly messages: readonly (Placed & { readonly text: string; readonly field: string | null })[];
}

export type Element =
  | Assignment
  | Decision
  | Loop
  | RecordCreate
  | RecordUpdate
  | RecordLookup
  | RecordDelete
  | ActionCall
  | Subflow
  | CustomError;

/** What starts a record-triggered flow. */
export interface RecordTrigger extends Placed {
  readonly when: 'RecordBeforeSave' | 'RecordAfterSave';
  readonly on: 'Create' | 'Update' | 'CreateAndUpdate';
  readonly object: string;
  readonly filters: Filters;
  readonly formula: string | null;
  /** Only when the record did not meet the conditions before. */
  readonly onlyWhenChanged: boolean;
}

export interface FlowModel {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  /** `Active`, `Draft`, `Obsolete`, `InvalidDraft`. */
  readonly status: string;
  /** `DefaultMode`, `SystemModeWithoutSharing`. */
  readonly runInMode: string;
  readonly at: XmlElement;
  readonly start: string | null;
  readonly trigger: RecordTrigger | null;
  /** Order among the record-triggered flows of one object. */
  readonly triggerOrder: number | null;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly elements: ReadonlyMap<string, Element>;
}

/** Something wrong with a part of a flow. */
export interface FlowProblem {
  readonly message: string;
  readonly at: XmlElement;
}
