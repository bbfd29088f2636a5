/** `Color.values()`, `Color.valueOf('RED')`, `c.name()`, `c.ordinal()`: the same for every enum. */
import { platformType } from '../platform';
import type { ExprSyntax } from '../parse/syntax';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import type { Body } from './body';
import { libMethod, supported } from './lib-members';
import { TYPE } from './statics';
import { libOf, listOf, STRING } from './types';

type Call = Extract<ExprSyntax, { k: 'call' }>;

const ENUM = libOf('System.Enum');

export const isEnum = (type: ApexType): boolean =>
  (type.k === 'class' && type.cls.kind === 'enum') ||
  (type.k === 'lib' && platformType(type.name)?.kind === 'enum');

export function enumStaticCall(
  b: Body,
  s: Call,
  type: ApexType,
  args: readonly Expr[],
): Expr | null {
  const base = platformType('System.Enum');
  if (!base || !isEnum(type)) return null;
  const literal: Expr = { k: 'classLiteral', of: type, type: TYPE, pos: s.pos };
  const call = (name: string, params: string[], rest: Expr[], returns: ApexType): Expr => {
    supported(b, s.pos, base, 'statics', name, params);
    return {
      k: 'libCall',
      lib: 'System.Enum',
      name,
      params,
      receiver: null,
      args: [literal, ...rest],
      type: returns,
      pos: s.pos,
    };
  };
  const [first] = args;
  const name = s.name.toLowerCase();
  if (name === 'values' && !first) return call('values', ['System.Type'], [], listOf(type));
  if (name === 'valueof' && first && args.length === 1)
    return call('valueOf', ['System.Type', 'System.String'], [b.assign(first, STRING)], type);
  return null;
}

export const enumInstanceCall = (
  b: Body,
  s: Call,
  receiver: Expr,
  args: readonly Expr[],
): Expr | null =>
  isEnum(receiver.type) ? libMethod(b, s.pos, ENUM, receiver, s.name, args) : null;
