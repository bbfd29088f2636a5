/** Calls of compiled and of library code. */
import { isExceptionType } from '../../runtime/core/exceptions';
import type { ClassInfo, MethodInfo } from '../classes';
import type { Expr, LibCall } from '../tree';
import { intrinsic, isIntrinsic, isSuperCall } from './intrinsics';
import { expression, notNull } from './expressions';
import type { Frame } from './frame';
import { quote } from './names';

type Of<K extends Expr['k']> = Extract<Expr, { k: K }>;

/** The object that holds the static fields of a class; makes it at first use. */
export function staticsOf(f: Frame, cls: ClassInfo): string {
  const { colouring, slotOf } = f.unit.options;
  const make = f.invoke(colouring.statics(cls), `${f.unit.cls(cls)}.$statics()`);
  return `($a.slots[${slotOf(cls)}]??${make})`;
}

function args(f: Frame, list: readonly Expr[]): string {
  return list.map((e) => expression(f, e)).join(',');
}

/** Moves on to the line of a call that stands on a line of its own. */
function atLine(f: Frame, line: number, code: () => string): string {
  return line === f.line ? code() : f.mark(line) + code();
}

export function call(f: Frame, e: Of<'call'>): string {
  const { method, receiver } = e;
  const coloured = f.unit.options.colouring.method(method);
  return atLine(f, e.pos.line, () => {
    const slot = `[${quote(method.slot)}]`;
    if (!receiver)
      return f.invoke(coloured, `${f.unit.cls(method.owner)}${slot}(${args(f, e.args)})`);
    if (e.virtual && !mayBeHidden(method))
      return f.invoke(coloured, `${notNull(f, receiver)}${slot}(${args(f, e.args)})`);
    const list = [notNull(f, receiver), ...e.args.map((a) => expression(f, a))].join(',');
    return f.invoke(coloured, `${f.unit.cls(method.owner)}.prototype${slot}.call(${list})`);
  });
}

/** A private method: a sub-class may have one of the same name, which must not be called instead. */
function mayBeHidden({ access, owner }: MethodInfo): boolean {
  return access === 'private' && (owner.isVirtual || owner.isAbstract);
}

/** Methods that change the collection they are called on. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  'system.list': ['add', 'addall', 'remove', 'clear', 'sort'],
  'system.set': ['add', 'addall', 'remove', 'removeall', 'retainall', 'clear'],
  // To put another value under a key changes no keys: the library looks at that.
  'system.map': ['remove', 'clear'],
};

/** A generator from names, in lower case, to the values in sight: reading a property may run code. */
function binder(f: Frame, { visible = [] }: LibCall): string[] {
  if (visible.length === 0) return [];
  const cases = visible.map(
    ({ name, value }) => `case ${quote(name)}:return ${expression(f, value)};`,
  );
  return [`(function*(n){switch(n){${cases.join('')}}}).bind(this)`];
}

export function libCall(f: Frame, e: LibCall & Of<'libCall'>): string {
  if (isIntrinsic(e)) return intrinsic(f, e);
  const { unit } = f;
  return atLine(f, e.pos.line, () => {
    if (!e.receiver) {
      const member = unit.member(e.pos, e.lib, 'statics', e.name, e.params);
      if (!member) return 'null';
      const list = ['$', ...e.args.map((a) => expression(f, a)), ...binder(f, e)];
      const code = `${member.ref}(${list.join(',')})`;
      return f.invoke(member.suspends, code);
    }
    if (isOpen(f, e) && !isSuperCall(f, e)) return openCall(f, e, e.receiver);
    const member = unit.member(e.pos, e.lib, 'methods', e.name, e.params);
    if (!member) return 'null';
    let receiver = notNull(f, e.receiver);
    if (CHANGES[e.lib.toLowerCase()]?.includes(e.name.toLowerCase()))
      receiver = `mutable(${receiver})`;
    const list = ['$', receiver, ...e.args.map((a) => expression(f, a))].join(',');
    return f.invoke(member.suspends, `${member.ref}(${list})`);
  });
}

/** True when Apex may answer the call itself: platform interfaces and the platform's open classes. */
export function isOpen(f: Frame, e: LibCall): boolean {
  const type = f.unit.options.library.type(e.lib);
  return e.receiver !== null && (type?.implementable === true || !type);
}

function openCall(f: Frame, e: LibCall & Of<'libCall'>, receiver: Expr): string {
  const { library } = f.unit.options;
  const member = library.member(e.lib, 'methods', e.name, e.params);
  const fallback = member
    ? f.unit.constant(member.fn, [e.lib, 'methods', e.name, e.params])
    : 'null';
  // With the interface, as a class may implement the methods of one name of several.
  const alias = quote(`${e.name}/${e.params.length} ${e.lib}`.toLowerCase());
  const list = `${notNull(f, receiver)},${alias},${fallback},[${args(f, e.args)}]`;
  return isExceptionType(e.lib) ? `openNow(${list})` : f.suspend(`open(${list})`);
}

export function libField(f: Frame, e: Of<'libField'>): string {
  if (!e.receiver) {
    const member = f.unit.member(e.pos, e.lib, 'staticGetters', e.name, []);
    return member ? f.invoke(member.suspends, `${member.ref}($)`) : 'null';
  }
  const member = f.unit.member(e.pos, e.lib, 'getters', e.name, []);
  if (!member) return 'null';
  return f.invoke(member.suspends, `${member.ref}($,${notNull(f, e.receiver)})`);
}
