/** Formulas and text templates: `{!name}` is what the name stands for. */
import { compileFormula as compile, FormulaError } from '../../database/formula';
import type { Evaluate } from '../../database/formula';
import type { FieldSchema, FieldType, ObjectSchema, Stored } from '../../database/schema';
import type { XmlElement } from '../../metadata';
import type { DataType } from '../model';
import { fromStored, textOf, toStored } from '../run/convert';
import type { Interview, Read } from '../run/interview';
import type { Reference, Scope } from './scope';

const FIELD_TYPES: Readonly<Record<DataType, FieldType>> = {
  String: 'string',
  Number: 'double',
  Currency: 'double',
  Boolean: 'boolean',
  Date: 'date',
  DateTime: 'datetime',
  Picklist: 'picklist',
  Multipicklist: 'multipicklist',
  SObject: 'string',
};

const RESULTS: Partial<Record<DataType, 'text' | 'number' | 'boolean' | 'date' | 'datetime'>> = {
  String: 'text',
  Number: 'number',
  Currency: 'number',
  Boolean: 'boolean',
  Date: 'date',
  DateTime: 'datetime',
};

/** Texts in quotes, which stay as they are, or references. */
const PARTS = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\{!([^}]+)\}/g;

/** A reference of a formula, as the field of a made-up record. */
interface Slot {
  readonly field: FieldSchema;
  readonly reference: Reference;
  /** What it was before the save, for `ISCHANGED` and its kin. */
  readonly before: Read;
}

const nothing: Read = () => null;

/** How to compute a formula. One that is wrong becomes a problem of the flow. */
export function compileFormula(
  scope: Scope,
  source: string,
  result: DataType,
  at: XmlElement,
): Read {
  const slots: Slot[] = [];
  const text = source.replace(PARTS, (whole, name?: string) =>
    name === undefined ? whole : slotOf(scope, slots, name.trim(), at),
  );
  const expected = RESULTS[result];
  if (!expected) {
    scope.problem(`A formula cannot be ${result}`, at);
    return nothing;
  }
  try {
    const evaluate = compile(
      text,
      {
        schema: scope.org.schema,
        object: recordOf(slots),
        blankAsZero: false,
        onSave: scope.model.trigger !== null,
      },
      expected,
    );
    return (interview) => fromStored(computed(evaluate, slots, interview), result);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    scope.problem(`The formula expression is invalid: ${error.message}`, at);
    return nothing;
  }
}

/** Name of the field that stands for a reference, new or known. */
function slotOf(scope: Scope, slots: Slot[], name: string, at: XmlElement): string {
  const reference = scope.resolve(name, at);
  const field = `R${slots.length}`;
  const type = reference?.type ?? { data: 'String', list: false };
  if (type.list || type.data === 'SObject')
    scope.problem(`A formula cannot use "${name}", which is no single value`, at);
  const prior = name.startsWith('$Record.')
    ? scope.resolve(name.replace('$Record.', '$Record__Prior.'), at)
    : null;
  slots.push({
    field: {
      name: field,
      label: name,
      type: FIELD_TYPES[type.data],
      createable: false,
      updateable: false,
      custom: false,
    },
    reference: reference ?? {
      type: { data: 'String', object: null, list: false },
      read: nothing,
      write: null,
    },
    before: prior?.read ?? nothing,
  });
  return field;
}

function recordOf(slots: readonly Slot[]): ObjectSchema {
  return {
    name: 'Flow',
    label: 'Flow',
    labelPlural: 'Flows',
    keyPrefix: '',
    kind: 'custom',
    fields: new Map(slots.map(({ field }) => [field.name.toLowerCase(), field])),
  };
}

function computed(evaluate: Evaluate, slots: readonly Slot[], interview: Interview): Stored {
  const { record } = interview.around;
  const read = (of: (slot: Slot) => Read): Record<string, Stored> =>
    Object.fromEntries(slots.map((slot) => [slot.field.name, toStored(of(slot)(interview))]));
  return evaluate({
    values: read(({ reference }) => reference.read),
    before: record && !record.isNew ? read(({ before }) => before) : null,
    now: interview.host.now(),
    parent: () => undefined,
  });
}

/** How to fill a text template. */
export function compileTemplate(scope: Scope, text: string, at: XmlElement): Read {
  const parts = text.split(/\{!([^}]+)\}/).map((part, n): Read => {
    if (n % 2 === 0) return () => part;
    const found = scope.resolve(part.trim(), at);
    if (found && (found.type.list || found.type.data === 'SObject'))
      scope.problem(`A text cannot show "${part}", which is no single value`, at);
    return found?.read ?? nothing;
  });
  return (interview) => parts.map((part) => textOf(part(interview))).join('');
}
