/** Formulas: fields that are computed when they are read, rules that are checked when a record is saved. */
export { compileFormula } from './compile';
export { defaultFormula, formulaField, ruleFormula } from './fields';
export { FormulaError, type Evaluate, type Evaluation } from './types';
