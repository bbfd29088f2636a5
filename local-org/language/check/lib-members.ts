/** Members of the platform's types: methods, constructors, fields and enum constants. */
import { platformType, signatureText, type PlatformMethod, type PlatformType } from '../platform';
import type { Position } from '../classes';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import type { MemberTable } from '../../runtime/core/registry';
import { bindable } from './binds';
import { unknown, type Body } from './body';
import { argumentsOf, platformOf, typeOfSignature, type TypeArguments } from './lineage';
import { chooseOverload } from './overloads';
import { OBJECT, typeName, typeNames } from './types';

export interface LibScope {
  readonly type: PlatformType;
  readonly env: TypeArguments;
}

/** The type and its super types, then what every object has. */
export function libChain(b: Body, start: ApexType): LibScope[] {
  const chain: LibScope[] = [];
  const add = (scope: LibScope): void => {
    if (chain.some((c) => c.type === scope.type)) return;
    chain.push(scope);
    if (scope.type.superName !== null) {
      const base = platformType(scope.type.superName);
      if (base) add({ type: base, env: argumentsOf(base, []) });
    }
    for (const s of scope.type.interfaces) {
      const type = platformType(s.name);
      if (!type) continue;
      const args = s.args.map((a) => typeOfSignature(b.world, a, scope.env));
      add({ type, env: argumentsOf(type, args) });
    }
    if (scope.type.kind === 'enum') {
      const base = platformType('System.Enum');
      if (base) add({ type: base, env: new Map() });
    }
  };
  const own = platformOf(start);
  if (own) add(own);
  const object = platformOf(OBJECT);
  if (object) add(object);
  return chain;
}

/** True when the local org can run the member; reports otherwise. */
export function supported(
  b: Body,
  pos: Position,
  type: PlatformType,
  table: MemberTable,
  name: string,
  params: readonly string[],
): boolean {
  if (b.world.library.member(type.name, table, name, params) !== undefined) return true;
  if (table === 'methods' && b.world.library.type(type.name)?.implementable === true) return true;
  const list = params.map((p) => p.replaceAll('System.', '')).join(', ');
  const text =
    table === 'constructors'
      ? `new ${type.name}(${list})`
      : table === 'methods' || table === 'statics'
        ? `${type.name}.${name}(${list})`
        : `${type.name}.${name}`;
  b.unsupported(pos, text);
  return false;
}

/** Converts the arguments of a chosen overload. */
export function passArgs(b: Body, args: readonly Expr[], params: readonly ApexType[]): Expr[] {
  return args.map((a, i) => {
    const to = params[i];
    return to ? b.assign(a, to) : a;
  });
}

/** What takes a query as text, whose binds name variables. */
const QUERIES: ReadonlySet<string> = new Set([
  'System.Database.query',
  'System.Database.countQuery',
  'System.Database.getQueryLocator',
]);

const indexes = new WeakMap<PlatformType, ReadonlyMap<string, readonly PlatformMethod[]>>();

/** Some types have a hundred methods, and every call asks for one of them. */
function methodsNamed(type: PlatformType, key: string): readonly PlatformMethod[] {
  let index = indexes.get(type);
  if (index === undefined) {
    const grown = new Map<string, PlatformMethod[]>();
    for (const method of type.methods) {
      const name = method.name.toLowerCase();
      const found = grown.get(name);
      if (found === undefined) grown.set(name, [method]);
      else found.push(method);
    }
    indexes.set(type, (index = grown));
  }
  return index.get(key) ?? [];
}

/** Calls a method of the platform, or gives null when none fits. */
export function libMethod(
  b: Body,
  pos: Position,
  on: ApexType,
  receiver: Expr | null,
  name: string,
  args: readonly Expr[],
): Expr | null {
  const key = name.toLowerCase();
  for (const { type, env } of libChain(b, on)) {
    if (key === 'clone' && type.name === 'Object' && receiver?.type.k !== 'class') continue;
    const named = methodsNamed(type, key).filter((m) => m.isStatic === (receiver === null));
    const chosen = chooseOverload(
      b.world,
      named.map((m) => ({ candidate: m, params: paramsOf(b, m, env) })),
      args,
    );
    const method =
      chosen.kind === 'found' ? chosen.candidate : chosen.kind === 'ambiguous' ? named[0] : null;
    if (!method) continue;
    const params = method.params.map(signatureText);
    const table = receiver ? 'methods' : 'statics';
    if (!supported(b, pos, type, table, method.name, params)) {
      return { ...unknown(pos), type: returnType(b, method, env, on) };
    }
    return {
      k: 'libCall',
      lib: type.name,
      name: method.name,
      params,
      receiver,
      args: passArgs(b, args, paramsOf(b, method, env)),
      ...(QUERIES.has(`${type.name}.${method.name}`) && { visible: bindable(b, pos) }),
      type: returnType(b, method, env, on),
      pos,
    };
  }
  return null;
}

const paramsOf = (b: Body, m: PlatformMethod, env: TypeArguments): ApexType[] =>
  m.params.map((p) => typeOfSignature(b.world, p, env));

/** Clones have the type of their original, which the signatures do not know of SObjects. */
function returnType(b: Body, m: PlatformMethod, env: TypeArguments, on: ApexType): ApexType {
  if (on.k === 'sobject' && (m.name === 'clone' || m.isStatic)) {
    const declared = typeOfSignature(b.world, m.returns, env);
    if (declared.k === 'sobject') return on;
    if (declared.k === 'map') return { ...declared, value: on };
  }
  return typeOfSignature(b.world, m.returns, env);
}

/** `new X(…)` of a platform class. */
export function libConstructor(b: Body, pos: Position, on: ApexType, args: readonly Expr[]): Expr {
  const platform = platformOf(on);
  const name = typeName(on);
  if (!platform || platform.type.kind !== 'class')
    return b.wrong(pos, `Type cannot be constructed: ${name}`);
  const { type, env } = platform;
  const chosen = chooseOverload(
    b.world,
    type.constructors.map((m) => ({ candidate: m, params: paramsOf(b, m, env) })),
    args,
  );
  if (chosen.kind !== 'found')
    return b.wrong(
      pos,
      type.constructors.length === 0
        ? `Type cannot be constructed: ${name}`
        : `Constructor not defined: [${name}].<Constructor>(${typeNames(args.map((a) => a.type))})`,
    );
  const params = chosen.candidate.params.map(signatureText);
  if (!supported(b, pos, type, 'constructors', 'new', params)) return { ...unknown(pos), type: on };
  return {
    k: 'newLib',
    lib: type.name,
    params,
    args: passArgs(b, args, paramsOf(b, chosen.candidate, env)),
    type: on,
    pos,
  };
}

/** A field or property of a platform type, or null. `receiver` is null for static ones. */
export function libField(
  b: Body,
  pos: Position,
  on: ApexType,
  receiver: Expr | null,
  name: string,
): Expr | null {
  const key = name.toLowerCase();
  for (const { type, env } of libChain(b, on)) {
    if (receiver === null) {
      const constant = type.constants.find((c) => c.toLowerCase() === key);
      if (constant !== undefined) return libConstant(b, pos, type, constant);
    }
    const field = type.fields.find(
      (f) => f.name.toLowerCase() === key && f.isStatic === (receiver === null),
    );
    if (!field) continue;
    const fieldType = typeOfSignature(b.world, field.type, env);
    if (!supported(b, pos, type, receiver ? 'getters' : 'staticGetters', field.name, []))
      return { ...unknown(pos), type: fieldType };
    return { k: 'libField', lib: type.name, name: field.name, receiver, type: fieldType, pos };
  }
  return null;
}

function libConstant(b: Body, pos: Position, type: PlatformType, name: string): Expr {
  const known = b.world.library.type(type.name);
  if (!known || (known.constants && !known.constants.includes(name)))
    b.unsupported(pos, `${type.name}.${name}`);
  return {
    k: 'libEnum',
    lib: type.name,
    name,
    type: { k: 'lib', name: type.name, args: [] },
    pos,
  };
}
