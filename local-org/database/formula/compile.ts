/** Compiles formulas against a schema: every name found and every type checked before any is evaluated. */
import { kindOf } from '../field-kinds';
import type { FieldSchema, ObjectSchema, Schema, Stored } from '../schema';
import { FORMS, SAVE_FORMS, wrongCount, wrongType } from './forms';
import { FUNCTIONS, rounded, type FormulaFunction } from './functions';
import { parseFormula, type Node } from './parse';
import {
  FormulaError,
  TYPE_NAMES,
  type Evaluate,
  type Expression,
  type FormulaType,
} from './types';

export interface FormulaContext {
  readonly schema: Schema;
  readonly object: ObjectSchema;
  /** Empty numbers count as 0. */
  readonly blankAsZero: boolean;
  /** Evaluated while a record is saved: it may ask what was before. */
  readonly onSave?: boolean;
  /** Formula fields that are being compiled, `object.field`: one that meets itself is refused. */
  readonly within?: readonly string[];
}

/** Picklists have types of their own, ids are text; the rest is what it is stored as. */
export function formulaTypeOf(field: Pick<FieldSchema, 'type'>): FormulaType {
  if (field.type === 'picklist' || field.type === 'multipicklist') return field.type;
  const kind = kindOf(field);
  return kind === 'id' ? 'text' : kind;
}

/**
 * @param expected types that the result may have
 * @throws FormulaError in the platform's words, as far as they are known
 */
export function compileFormula(
  source: string,
  context: FormulaContext,
  expected: FormulaType,
): Evaluate {
  const { type, evaluate } = compileNode(parseFormula(source), context);
  if (type !== expected && type !== 'null')
    throw new FormulaError(
      `Formula result is data type (${TYPE_NAMES[type]}), incompatible with expected data type ` +
        `(${expected === 'boolean' ? 'true or false' : TYPE_NAMES[expected]}).`,
    );
  return evaluate;
}

/** A formula field: what it gives in the form of a stored value. */
export function compileFormulaField(
  field: FieldSchema,
  { schema, object, within = [] }: Omit<FormulaContext, 'blankAsZero'>,
): Evaluate {
  const { formula } = field;
  if (!formula) throw new Error(`${field.name} is no formula field.`);
  const name = `${object.name}.${field.name}`;
  if (within.includes(name))
    throw new FormulaError(`The formula of ${name} refers to itself, directly or indirectly`);
  const context = {
    schema,
    object,
    blankAsZero: formula.blanks === 'zero',
    within: [...within, name],
  };
  const evaluate = compileFormula(formula.source, context, formulaTypeOf(field));
  if (formulaTypeOf(field) !== 'number') {
    if (field.type === 'boolean') return (at) => evaluate(at) ?? false;
    return (at) => evaluate(at) || null;
  }
  const scale = field.scale ?? 0;
  const times = field.type === 'percent' ? 100 : 1;
  return (at) => {
    const value = evaluate(at);
    return typeof value === 'number' ? rounded(value * times, scale) : null;
  };
}

function compileNode(node: Node, context: FormulaContext): Expression {
  switch (node.kind) {
    case 'literal':
      return { type: node.type, evaluate: () => node.value, literal: node.value };
    case 'field':
      return compilePath(node.path, context);
    case 'call':
      return compileCall(node, context);
  }
}

function compileCall(
  { name, args }: Extract<Node, { kind: 'call' }>,
  context: FormulaContext,
): Expression {
  const fn = FUNCTIONS.get(name);
  const form = FORMS.get(name) ?? (context.onSave ? SAVE_FORMS.get(name) : undefined);
  if (!fn && !form)
    throw new FormulaError(
      SAVE_FORMS.has(name)
        ? `Function ${name} may not be used in this type of formula`
        : `The local org does not support the formula function ${name}, or there is none`,
    );
  const given = args.map((each) => compileNode(each, context));
  return fn ? applied(name, fn, given) : form!(name, given);
}

function applied(name: string, fn: FormulaFunction, args: readonly Expression[]): Expression {
  checkArguments(name, fn, args);
  const { takesNull = false } = fn;
  return {
    type: fn.returns,
    evaluate: (at) => {
      const values: Stored[] = [];
      for (const arg of args) {
        const value = arg.evaluate(at);
        if (!takesNull && (value === null || value === '')) return null;
        values.push(value);
      }
      return fn.run(...values);
    },
  };
}

function checkArguments(name: string, fn: FormulaFunction, args: readonly Expression[]): void {
  const { params } = fn;
  const repeated = params.at(-1)?.endsWith('...') ?? false;
  const least = params.filter((param) => !param.endsWith('?')).length;
  if (args.length < least || (!repeated && args.length > params.length))
    throw wrongCount(name, least, args.length);
  args.forEach(({ type }, i) => {
    const param = (params[i] ?? params.at(-1) ?? '').replace(/[?.]+$/, '');
    const allowed = param.split('|') as FormulaType[];
    if (type !== 'null' && !allowed.includes(type))
      throw wrongType(name, allowed.map((each) => TYPE_NAMES[each]).join(', '), type);
  });
}

function compilePath(path: readonly string[], context: FormulaContext): Expression {
  if (path[0]!.startsWith('$'))
    throw new FormulaError(`The local org does not support ${path.join('.')} in formulas`);
  const references: FieldSchema[] = [];
  let { object } = context;
  for (const step of path.slice(0, -1)) {
    const reference = [...object.fields.values()].find(
      (field) => field.relationshipName?.toLowerCase() === step.toLowerCase(),
    );
    const parent = reference && context.schema.object(reference.referenceTo?.[0] ?? '');
    if (!reference || !parent) throw unknown(path);
    references.push(reference);
    object = parent;
  }
  const field = object.fields.get(path.at(-1)!.toLowerCase());
  if (!field) throw unknown(path);
  const own = readField(field, { ...context, object });
  const type = formulaTypeOf(field);
  if (references.length === 0) return { type, evaluate: own, field: field.name };
  return { type, evaluate: throughParents(references, own, type, context.blankAsZero) };
}

/** What a missing parent gives is an empty field; an empty checkbox is unticked. */
function throughParents(
  references: readonly FieldSchema[],
  own: Evaluate,
  type: FormulaType,
  blankAsZero: boolean,
): Evaluate {
  const missing = type === 'boolean' ? false : type === 'number' && blankAsZero ? 0 : null;
  return (at) => {
    let { values } = at;
    for (const { name } of references) {
      const parent = at.parent(values[name]);
      if (!parent) return missing;
      values = parent;
    }
    return own({ ...at, values });
  };
}

function unknown(path: readonly string[]): FormulaError {
  return new FormulaError(`Field ${path.join('.')} does not exist. Check spelling.`);
}

/** A percentage counts as its hundredth. */
function readField(field: FieldSchema, context: FormulaContext): Evaluate {
  const { name, type } = field;
  const stored = field.formula
    ? compileFormulaField(field, context)
    : (at: Parameters<Evaluate>[0]): Stored => at.values[name] ?? null;
  if (type === 'boolean') return (at) => stored(at) ?? false;
  if (formulaTypeOf({ type }) !== 'number') return stored;
  const share = type === 'percent' ? 100 : 1;
  const empty = context.blankAsZero ? 0 : null;
  return (at) => {
    const value = stored(at);
    return typeof value === 'number' ? value / share : empty;
  };
}
