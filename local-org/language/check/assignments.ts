/** Assignment, compound assignment, `++` and `--`. */
import type { FieldInfo } from '../classes';
import type { ExprSyntax } from '../parse/syntax';
import type { BinaryOp, Expr } from '../tree';
import { unknown, type Body } from './body';
import { convert, fits } from './convert';
import { expr } from './expressions';
import { isSubclass } from './lineage';
import { isVisible } from './members';
import { arithmetic, kindOf } from './operators';
import { fieldOf } from './sobjects';
import { isNumeric, isPrim, typeName, UNKNOWN } from './types';

type Of<K extends ExprSyntax['k']> = Extract<ExprSyntax, { k: K }>;

export function assignment(b: Body, s: Of<'assign'>): Expr {
  b.target = s.op === null ? s.target : null;
  const target = expr(b, s.target);
  b.target = null;
  const value = expr(b, s.value);
  if (target.type === UNKNOWN) return unknown(s.pos);
  checkTarget(b, s.pos, target, s.op !== null);
  if (s.op === null) {
    const converted = b.assign(value, target.type, s.pos);
    return {
      k: 'assign',
      target,
      value: converted,
      op: null,
      kind: null,
      type: target.type,
      pos: s.pos,
    };
  }
  return compound(b, s, s.op as BinaryOp, target, value);
}

function compound(b: Body, s: Of<'assign'>, op: BinaryOp, target: Expr, value: Expr): Expr {
  const { pos } = s;
  const type = target.type;
  const result = arithmetic(b, s, op, target, value);
  if (result.type === UNKNOWN) return unknown(pos);
  if (!fits(b.world, result.type, type))
    return b.wrong(pos, `Illegal assignment from ${typeName(result.type)} to ${typeName(type)}`);
  const base = { k: 'assign', target, op, type, pos } as const;
  if (result.k === 'concat' && isPrim(type, 'String')) return { ...base, value, kind: 'string' };
  if (result.k === 'arith') {
    if (isPrim(type, 'Boolean')) return { ...base, value, kind: 'bool' };
    if (isNumeric(type)) {
      const operand = convert(b.world, value, type) ?? value;
      return { ...base, value: operand, kind: kindOf(type) };
    }
  }
  // Dates, and text in an Id or Object: computed apart, which is the same when the target is simple.
  if (!isSimple(target)) b.unsupported(pos, `${op}= on ${typeName(type)} here`);
  const converted = convert(b.world, result, type) ?? result;
  return { k: 'assign', target, value: converted, op: null, kind: null, type, pos };
}

/** Evaluating it twice does nothing more than once. */
function isSimple(e: Expr): boolean {
  switch (e.k) {
    case 'local':
    case 'this':
    case 'staticField':
      return true;
    case 'field':
    case 'sobjectField':
      return isSimple(e.object);
    default:
      return false;
  }
}

export function increment(b: Body, s: Of<'increment'>): Expr {
  const target = expr(b, s.e);
  if (target.type === UNKNOWN) return unknown(s.pos);
  if (!isNumeric(target.type))
    return b.wrong(s.pos, 'Arithmetic expressions must use numeric arguments');
  checkTarget(b, s.pos, target, true);
  return {
    k: 'increment',
    target,
    delta: s.delta,
    prefix: s.prefix,
    type: target.type,
    pos: s.pos,
  };
}

/** Reports when nothing can be assigned to the expression. */
function checkTarget(b: Body, pos: Expr['pos'], target: Expr, again: boolean): void {
  switch (target.k) {
    case 'local':
      if (!target.v.isFinal) return;
      if (again || b.assigned.has(target.v))
        b.report(pos, `Final variable has already been initialized: ${target.v.name}`);
      // Without an initial value it may be set in several branches, each of them once.
      return;
    case 'field':
    case 'staticField':
      return checkField(b, pos, target.field, target.k === 'field' ? target.object : null);
    case 'sobjectField': {
      const type = target.object.type;
      const object =
        type.k === 'sobject' && type.name !== null ? b.world.schema.object(type.name) : undefined;
      const field = object && fieldOf(object, target.name);
      if (field && !field.createable && !field.updateable && field.type !== 'id')
        b.report(pos, `Field is not writeable: ${object.name}.${field.name}`);
      return;
    }
    case 'sobjectParent':
    case 'index':
      return;
    case 'libField': {
      if (b.world.library.member(target.lib, 'setters', target.name, []) === undefined)
        b.unsupported(pos, `setting ${target.lib}.${target.name}`);
      return;
    }
    case 'literal':
      // What has been reported already.
      return;
    default:
      b.report(pos, 'Expression cannot be assigned');
  }
}

function checkField(b: Body, pos: Expr['pos'], field: FieldInfo, object: Expr | null): void {
  const property = b.world.propertyOf(field);
  if (property && b.options.property !== field) {
    if (property.set === null) {
      const own = b.options.initialises && field.owner === b.cls && !field.getter;
      if (!own) b.report(pos, `Field is not writeable: ${field.name}`);
      return;
    }
    if (!isVisible(b, field.owner, property.set, field.annotations))
      b.report(pos, `Variable is not visible: ${field.name}`);
    return;
  }
  if (!field.isFinal || property) return;
  const here = b.options.initialises;
  const wanted = field.isStatic ? 'static' : 'instance';
  const own = field.owner === b.cls || (here === 'instance' && isSubclass(b.cls, field.owner));
  if (here !== wanted || !own || (object && object.k !== 'this'))
    b.report(
      pos,
      `Final members can only be assigned in their declaration, init blocks, or constructors: ${field.name}`,
    );
}
