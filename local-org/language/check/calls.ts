/** Method calls. */
import { platformType } from '../platform';
import type { ClassInfo, MethodInfo, Position } from '../classes';
import type { ExprSyntax } from '../parse/syntax';
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import type { Body } from './body';
import { unknown } from './body';
import { methodText } from './declare-members';
import { enumInstanceCall, enumStaticCall } from './enums';
import { expr, throughSafe } from './expressions';
import { libMethod, passArgs } from './lib-members';
import { platformBase } from './lineage';
import { findMethods, isVisible } from './members';
import { targetOf } from './names';
import { findType } from './resolve-type';
import { chooseOverload } from './overloads';
import { sobjectStaticCall, fieldErrorCall } from './sobject-calls';
import { classOf, libOf, OBJECT, typeName, typeNames, UNKNOWN } from './types';
import { directSupers } from './lineage';

type Call = Extract<ExprSyntax, { k: 'call' }>;

export function callExpr(b: Body, s: Call): Expr {
  const args = s.args.map((a) => value(b, a));
  if (!s.object) return ownCall(b, s, args);
  if (s.object.k === 'super') return superCall(b, s, args);
  const stop = stopOfParser(s.object, s.name);
  if (stop !== null) return b.wrong(s.pos, stop);
  const target = targetOf(b, s.object);
  if (target.kind === 'static') {
    const called = target.type && staticCall(b, s, target.type, args);
    return called ?? noMethod(b, s, args, target.type ? typeName(target.type) : target.text);
  }
  const receiver = target.e;
  if (receiver.type === UNKNOWN) return unknown(s.pos);
  if (s.safe) {
    const temp = b.temporary(receiver.type);
    const inner: Expr = { k: 'local', v: temp, type: receiver.type, pos: s.pos };
    return throughSafe(s.object, receiver, (r) => {
      const then = instanceCall(b, s, inner, args);
      return { k: 'safe', receiver: r, temp, then, type: then.type, pos: s.pos };
    });
  }
  return throughSafe(s.object, receiver, (r) => instanceCall(b, s, r, args));
}

/** What the platform's parser says where it takes no call: `12.format()`, `List<Account>.class.getName()`. */
function stopOfParser(object: ExprSyntax, name: string): string | null {
  if (object.k === 'literal' && object.kind === 'integer')
    return `Unrecognized symbol '${name.slice(0, 1)}', which is not a valid Apex identifier.`;
  if (object.k !== 'classLiteral' || !object.type) return null;
  const { parts, dims } = object.type;
  return dims > 0 || parts.some(({ args }) => args.length > 0) ? "Unexpected token '.'." : null;
}

/** An argument: anything but a call of a void method. */
function value(b: Body, s: ExprSyntax): Expr {
  const e = expr(b, s);
  return e.type.k === 'void' ? b.wrong(s.pos, 'Expression must have a value: void') : e;
}

function signature(name: string, args: readonly Expr[]): string {
  return `void ${name}(${typeNames(args.map((a) => a.type))})`;
}

function noMethod(b: Body, s: Call, args: readonly Expr[], on: string): Expr {
  if (args.some((a) => a.type === UNKNOWN)) return unknown(s.pos);
  return b.wrong(
    s.pos,
    `Method does not exist or incorrect signature: ${signature(s.name, args)} from the type ${on}`,
  );
}

type Found = MethodInfo | 'ambiguous' | null;

function choose(b: Body, methods: readonly MethodInfo[], args: readonly Expr[]): Found {
  const chosen = chooseOverload(
    b.world,
    methods.map((m) => ({ candidate: m, params: m.params.map((p) => p.type) })),
    args,
  );
  return chosen.kind === 'found' ? chosen.candidate : chosen.kind === 'none' ? null : 'ambiguous';
}

const ambiguous = (b: Body, s: Call, args: readonly Expr[]): Expr =>
  b.wrong(s.pos, `Ambiguous method signature: ${signature(s.name, args)}`);

function userCall(
  b: Body,
  pos: Position,
  method: MethodInfo,
  receiver: Expr | null,
  args: readonly Expr[],
  virtual = true,
): Expr {
  const text = `${methodText(method)} from the type ${method.owner.name}`;
  if (!isVisible(b, method.owner, method.access, method.annotations))
    return b.wrong(pos, `Method is not visible: ${text}`);
  const params = method.params.map((p) => p.type);
  return {
    k: 'call',
    method,
    receiver: method.isStatic ? null : receiver,
    virtual: virtual && !method.isStatic,
    args: passArgs(b, args, params),
    type: method.returns,
    pos,
  };
}

/** `f(x)`: of this class or its super classes, else a static method of an outer class. */
function ownCall(b: Body, s: Call, args: readonly Expr[]): Expr {
  for (let cls: ClassInfo | null = b.cls; cls; cls = cls.outer) {
    const found = choose(b, findMethods(b, cls, s.name), args);
    if (found === 'ambiguous') return ambiguous(b, s, args);
    if (found) {
      if (!found.isStatic && (b.isStatic || cls !== b.cls))
        return b.wrong(
          s.pos,
          `Non static method cannot be referenced from a static context: ${methodText(found)} from the type ${cls.name}`,
        );
      return userCall(b, s.pos, found, thisOf(b, s.pos), args);
    }
  }
  const inherited = !b.isStatic && inheritedCall(b, s, thisOf(b, s.pos), b.cls, args);
  return inherited || noMethod(b, s, args, b.cls.name);
}

const thisOf = (b: Body, pos: Position): Expr => ({ k: 'this', type: classOf(b.cls), pos });

/** A method that a class has from the platform: from its platform super class, an interface, or Object. */
function inheritedCall(
  b: Body,
  s: Call,
  receiver: Expr,
  cls: ClassInfo,
  args: readonly Expr[],
): Expr | null {
  const base = platformBase(cls);
  const starts: ApexType[] = [
    ...(base === null ? [] : [libOf(base)]),
    ...platformInterfaces(b, cls),
  ];
  for (const start of [...starts, OBJECT]) {
    const called = libMethod(b, s.pos, start, receiver, s.name, args);
    if (called) return isObjectClone(called) ? { ...called, type: receiver.type } : called;
  }
  return null;
}

/** Every class can be cloned; values of the platform only where they say so. */
const isObjectClone = (e: Expr): boolean =>
  e.k === 'libCall' && e.lib === 'Object' && e.name === 'clone';

function platformInterfaces(b: Body, cls: ClassInfo): ApexType[] {
  const found: ApexType[] = [];
  const seen = new Set<ApexType>();
  const visit = (type: ApexType): void => {
    if (seen.has(type)) return;
    seen.add(type);
    if (type.k === 'lib') found.push(type);
    else for (const s of directSupers(b.world, type)) visit(s);
  };
  visit(classOf(cls));
  return found;
}

function superCall(b: Body, s: Call, args: readonly Expr[]): Expr {
  if (b.isStatic) return b.wrong(s.pos, 'super cannot be referenced in a static context');
  const base = b.cls.superType;
  if (base?.k === 'class') {
    const found = choose(b, findMethods(b, base.cls, s.name), args);
    if (found === 'ambiguous') return ambiguous(b, s, args);
    if (found?.isAbstract)
      return b.wrong(s.pos, `Abstract methods cannot be called directly: ${methodText(found)}`);
    if (found) return userCall(b, s.pos, found, thisOf(b, s.pos), args, false);
  }
  const called = inheritedCall(b, s, thisOf(b, s.pos), b.cls, args);
  return called ?? noMethod(b, s, args, base ? typeName(base) : 'Object');
}

function staticCall(b: Body, s: Call, type: ApexType, args: readonly Expr[]): Expr | null {
  if (type === UNKNOWN) return unknown(s.pos);
  if (type.k === 'class') {
    const called = enumStaticCall(b, s, type, args);
    if (called) return called;
    const found = choose(b, findMethods(b, type.cls, s.name), args);
    if (found === 'ambiguous') return ambiguous(b, s, args);
    if (!found) return null;
    // `Outer.method()` from within is the same as `method()`.
    if (!found.isStatic)
      return b.wrong(
        s.pos,
        `Non static method cannot be referenced from a static context: ${methodText(found)} from the type ${type.cls.name}`,
      );
    return userCall(b, s.pos, found, null, args);
  }
  if (type.k === 'sobject') {
    // `Location` is an object and a class of the platform.
    const platform = platformType(`System.${typeName(type)}`);
    return (
      sobjectStaticCall(b, s, type, args) ??
      (platform ? libMethod(b, s.pos, libOf(platform.name), null, s.name, args) : null)
    );
  }
  return enumStaticCall(b, s, type, args) ?? libMethod(b, s.pos, type, null, s.name, args);
}

function instanceCall(b: Body, s: Call, receiver: Expr, args: readonly Expr[]): Expr {
  const type = receiver.type;
  const error = fieldErrorCall(b, s, receiver, args);
  if (error) return error;
  if (type.k === 'class') {
    const found = choose(b, findMethods(b, type.cls, s.name), args);
    if (found === 'ambiguous') return ambiguous(b, s, args);
    if (found && !found.isStatic) return userCall(b, s.pos, found, receiver, args);
    const other =
      found === null
        ? (enumInstanceCall(b, s, receiver, args) ??
          inheritedCall(b, s, receiver, type.cls, args) ??
          hiddenType(b, s, args))
        : hiddenType(b, s, args);
    if (other) return other;
    if (found)
      return b.wrong(
        s.pos,
        `Static method cannot be referenced from a non static context: ${methodText(found)} from the type ${type.cls.name}`,
      );
    return noMethod(b, s, args, type.cls.name);
  }
  return (
    libMethod(b, s.pos, type, receiver, s.name, args) ??
    hiddenType(b, s, args) ??
    noMethod(b, s, args, typeName(type))
  );
}

/** When a variable hides a type of the same name, the type's static methods can still be called. */
function hiddenType(b: Body, s: Call, args: readonly Expr[]): Expr | null {
  if (s.object?.k !== 'name') return null;
  const type = findType(b.world, [s.object.name], [], b.cls);
  return type && staticCall(b, s, type, args);
}
