/** Formula fields in records of triggers, defaults that are formulas, and validation rules. */
import type { Values } from '../../database/contract';
import { defaultFormula, formulaField, ruleFormula, type Evaluation } from '../../database/formula';
import type { FieldSchema, ObjectSchema, Stored } from '../../database/schema';
import type { SObjectValue } from '../../runtime/core/values-all';
import { fromStored, toStored } from '../field-values';
import { objectOfId } from '../ids';
import type { Transaction } from '../transaction';
import { fail, type RowWork } from './rows';

const COMPUTED = new WeakMap<ObjectSchema, readonly FieldSchema[]>();

function computedFields(object: ObjectSchema): readonly FieldSchema[] {
  let fields = COMPUTED.get(object);
  if (!fields) {
    fields = [...object.fields.values()].filter((field) => field.formula);
    COMPUTED.set(object, fields);
  }
  return fields;
}

/** Sets the formula fields of a record, as they are with its other fields. */
export function computeFormulas(tx: Transaction, object: ObjectSchema, record: SObjectValue): void {
  const fields = computedFields(object);
  if (fields.length === 0) return;
  const at = evaluation(tx, storedValues(tx, object, record), null);
  for (const field of fields)
    record.fields.set(field.name, fromStored(field, formulaField(tx.schema, object, field)(at)));
}

/** Value of a default that is a formula. */
export function defaultValue(tx: Transaction, object: ObjectSchema, field: FieldSchema): Stored {
  return defaultFormula(tx.schema, object, field)(evaluation(tx, {}, null));
}

/** Validation rules, when the platform's own checks have passed: each one that holds is an error. */
export function checkRules(tx: Transaction, object: ObjectSchema, row: RowWork): void {
  if (!object.validationRules || row.errors.length > 0) return;
  const at = evaluation(tx, storedValues(tx, object, row.now), row.stored);
  for (const rule of object.validationRules)
    if (rule.active && ruleFormula(tx.schema, object, rule)(at) === true)
      fail(
        row,
        'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        rule.message,
        rule.field === undefined ? [] : [rule.field],
      );
}

function evaluation(tx: Transaction, values: Values, before: Values | null): Evaluation {
  const parent = (id: Stored | undefined): Values | undefined => {
    const object = typeof id === 'string' ? objectOfId(tx.schema, id) : undefined;
    return object && tx.db.read(object.name, String(id));
  };
  return { values, before, now: tx.now(), parent };
}

function storedValues(tx: Transaction, object: ObjectSchema, record: SObjectValue): Values {
  const values: Record<string, Stored> = {};
  for (const [name, value] of record.fields) {
    const field = object.fields.get(name.toLowerCase());
    if (field && !field.formula) values[field.name] = toStored(tx.vm, field, value);
  }
  return values;
}
