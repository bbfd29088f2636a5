/** Formulas of everything that is deployed, compiled against the schema that it amounts to. */
import { defaultFormula, formulaField, FormulaError, ruleFormula } from '../database/formula';
import type { ObjectSchema, Schema } from '../database/schema';
import type { PackageComponent, PackageProblem } from '../metadata/contract';
import { keyOf, type Content } from './catalog';

/** What is wrong with fields, defaults and validation rules, also with those that were there before. */
export function formulaProblems(content: Content, schema: Schema): PackageProblem[] {
  const problems: PackageProblem[] = [];
  const check = (type: string, fullName: string, compile: () => unknown): void => {
    try {
      compile();
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      const component = componentOf(content, type, fullName);
      problems.push({ component, severity: 'Error', message: error.message });
    }
  };
  for (const { name } of content.objects.values()) {
    const object = schema.object(name);
    if (!object) continue;
    for (const field of object.fields.values()) {
      const fullName = `${object.name}.${field.name}`;
      if (field.formula) check('CustomField', fullName, () => formulaField(schema, object, field));
      if (field.defaultFormula !== undefined)
        check('CustomField', fullName, () => defaultFormula(schema, object, field));
    }
    for (const rule of object.validationRules ?? [])
      check('ValidationRule', `${object.name}.${rule.name}`, () => {
        checkDisplayField(object, rule.field);
        return ruleFormula(schema, object, rule);
      });
  }
  return problems;
}

function checkDisplayField(object: ObjectSchema, field: string | undefined): void {
  if (field !== undefined && !object.fields.has(field.toLowerCase()))
    throw new FormulaError(`Invalid field ${field} in errorDisplayField`);
}

function componentOf(content: Content, type: string, fullName: string): PackageComponent {
  const fileName = `objects/${fullName.split('.')[0]}.object`;
  return content.components.get(keyOf(type, fullName)) ?? { type, fullName, fileName };
}
