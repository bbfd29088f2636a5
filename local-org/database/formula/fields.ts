/** The formulas of a schema, each compiled once: it may walk to other objects, which change with it. */
import type { FieldSchema, ObjectSchema, Schema, ValidationRule } from '../schema';
import { compileFormula, compileFormulaField, formulaTypeOf } from './compile';
import type { Evaluate } from './types';

const COMPILED = new WeakMap<Schema, WeakMap<object, Evaluate>>();

function once(schema: Schema, what: object, compile: () => Evaluate): Evaluate {
  let known = COMPILED.get(schema);
  if (!known) COMPILED.set(schema, (known = new WeakMap()));
  let evaluate = known.get(what);
  if (!evaluate) known.set(what, (evaluate = compile()));
  return evaluate;
}

/**
 * How to compute `field`, which has a formula and belongs to `object`.
 * @throws FormulaError when it cannot be compiled; what is deployed can
 */
export function formulaField(schema: Schema, object: ObjectSchema, field: FieldSchema): Evaluate {
  return once(schema, field, () => compileFormulaField(field, { schema, object }));
}

/** A default that is a formula. It knows no field of the record. Throws as `formulaField`. */
export function defaultFormula(schema: Schema, object: ObjectSchema, field: FieldSchema): Evaluate {
  const { defaultFormula: source } = field;
  if (source === undefined) throw new Error(`${field.name} has no default by formula.`);
  const nameless = { ...object, fields: new Map<string, FieldSchema>() };
  const context = { schema, object: nameless, blankAsZero: false };
  const expected = formulaTypeOf(field);
  const type = expected === 'picklist' || expected === 'multipicklist' ? 'text' : expected;
  return once(schema, field, () => compileFormula(source, context, type));
}

/** Whether `rule` refuses a record of `object`. Throws as `formulaField`. */
export function ruleFormula(schema: Schema, object: ObjectSchema, rule: ValidationRule): Evaluate {
  const context = { schema, object, blankAsZero: false, onSave: true };
  return once(schema, rule, () => compileFormula(rule.formula, context, 'boolean'));
}
