/** `switch on`. */
import { platformType } from '../platform';
import type { ExprSyntax, StmtSyntax, WhenSyntax } from '../parse/syntax';
import type { Block, Expr, Stmt, SwitchWhen } from '../tree';
import type { ApexType } from '../types';
import type { Body } from './body';
import { fits } from './convert';
import { isEnum } from './enums';
import { expr } from './expressions';
import { block } from './statements';
import { typeField } from './statics';
import { isPrim, typeName, UNKNOWN } from './types';

export function switchStatement(b: Body, s: Extract<StmtSyntax, { k: 'switch' }>): Stmt {
  const on = expr(b, s.on);
  const type = on.type;
  const ok =
    type === UNKNOWN ||
    isPrim(type, 'Integer', 'Long', 'String') ||
    type.k === 'sobject' ||
    isEnum(type);
  if (!ok) b.report(s.on.pos, `Switch expression type is not supported: ${typeName(type)}`);
  const whens: SwitchWhen[] = [];
  const seen = new Set<string>();
  let otherwise: Block | null = null;
  for (const when of s.whens) {
    if (otherwise) b.report(when.pos, 'when else block must be last');
    if (when.isElse) otherwise = block(b, when.body);
    else whens.push(whenOf(b, when, ok ? type : UNKNOWN, seen));
  }
  return { k: 'switch', on, whens, else: otherwise, pos: s.pos };
}

function whenOf(b: Body, when: WhenSyntax, type: ApexType, seen: Set<string>): SwitchWhen {
  const { sobject } = when;
  if (sobject) {
    const of = b.type(sobject.type);
    if (
      type !== UNKNOWN &&
      of !== UNKNOWN &&
      (type.k !== 'sobject' || of.k !== 'sobject' || !fits(b.world, of, type))
    )
      b.report(when.pos, `Incompatible when type: ${typeName(of)} for ${typeName(type)}`);
    noteOnce(b, when.pos, typeName(of), seen);
    return b.scoped(() => {
      const v = b.declare(when.pos, sobject.name, of);
      b.assigned.add(v);
      return { kind: 'sobject', name: typeName(of), v, body: block(b, when.body) };
    });
  }
  const values = when.values.map((value) => {
    const e = whenValue(b, value, type);
    noteOnce(b, value.pos, keyOf(e), seen);
    return e;
  });
  return { kind: 'values', values, body: block(b, when.body) };
}

const keyOf = (e: Expr): string => {
  if (e.k === 'literal') return e.type === UNKNOWN ? '' : `${typeof e.value}:${String(e.value)}`;
  return e.k === 'enumConstant' || e.k === 'libEnum' ? e.name : '';
};

function noteOnce(b: Body, pos: Expr['pos'], key: string, seen: Set<string>): void {
  if (key !== '' && seen.has(key))
    b.report(pos, `Duplicate when value: ${key.replace(/^\w+:/, '')}`);
  seen.add(key);
}

/** Enum constants are named alone; everything else is a literal. */
function whenValue(b: Body, s: ExprSyntax, type: ApexType): Expr {
  if (type !== UNKNOWN && isEnum(type) && (s.k === 'name' || s.k === 'dot')) {
    const name = s.name;
    const known =
      type.k === 'class'
        ? type.cls.constants.some((c) => c.toLowerCase() === name.toLowerCase())
        : type.k === 'lib' &&
          platformType(type.name)?.constants.some((c) => c.toLowerCase() === name.toLowerCase());
    const constant = known ? typeField(b, s.pos, type, name) : null;
    return constant ?? b.wrong(s.pos, `Enum value does not exist: ${name} on ${typeName(type)}`);
  }
  if (s.k === 'name' || s.k === 'dot')
    return b.wrong(s.pos, `When values must be literals: ${s.name}`);
  const e = expr(b, s);
  if (type === UNKNOWN || e.type === UNKNOWN) return e;
  if (!fits(b.world, e.type, type) || type.k === 'sobject')
    if (e.type.k !== 'null')
      return b.wrong(
        s.pos,
        `Incompatible types: when value of type ${typeName(e.type)} for a switch on ${typeName(type)}`,
      );
  return b.assign(e, type, s.pos);
}
