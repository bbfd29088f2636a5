/** Classes, interfaces and enums. */
import type { ClassInfo, FieldInfo, MethodInfo } from '../classes';
import type { Expr, Stmt } from '../tree';
import { expression } from './expressions';
import { Frame, type FrameOptions } from './frame';
import {
  classRef,
  constructorKey,
  fieldKey,
  frameName,
  initializerKey,
  isExceptionClass,
  localName,
  quote,
  superClass,
} from './names';
import { statement, statements } from './statements';
import type { Unit } from './unit';

/** `() => …` that makes the class and gives it back. Its super class must be bound by then. */
export function classFactory(unit: Unit, cls: ClassInfo): string {
  const ref = classRef(cls);
  if (cls.kind === 'enum') {
    const constants = cls.constants.map(
      (name, i) => `new EnumValue(${quote(cls.name)},${quote(name)},${i})`,
    );
    return `()=>${ref}={constants:[${constants.join(',')}]}`;
  }
  if (cls.kind === 'interface') return `()=>${ref}={}`;
  const parent = superClass(cls);
  const base = parent ? unit.cls(parent) : platformClass(unit, cls);
  const members = [
    blankConstructor(cls),
    staticInitializer(unit, cls),
    initializers(unit, cls),
    implicitConstructor(unit, cls),
    ...cls.constructors.map((ctor) => constructor(unit, cls, ctor)),
    ...allMethods(cls).map((m) => method(unit, cls, m)),
  ];
  return `()=>{${ref}=class ${ref} extends ${base}{${members.join('\n')}};\n${ref}.prototype.$type=${quote(cls.name)};return ${ref}}`;
}

function platformClass(unit: Unit, cls: ClassInfo): string {
  if (!isExceptionClass(cls)) return 'ApexObject';
  const name = cls.superType?.k === 'lib' ? cls.superType.name : 'System.Exception';
  return unit.shared(`exceptionClass(${quote(name)})`);
}

/** Methods with a body, accessors of properties included. */
export function allMethods(cls: ClassInfo): MethodInfo[] {
  const accessors = cls.fields.flatMap((f) => [f.getter, f.setter]);
  const all = [...cls.methods, ...accessors.filter((m) => m !== null)];
  return [...new Set(all)].filter((m) => m.body !== null);
}

/** All fields at once and null, so that every instance has the same shape. */
function blankConstructor(cls: ClassInfo): string {
  const fields = cls.fields.filter((f) => !f.isStatic).map((f) => `this.${fieldKey(f)}=null;`);
  return fields.length > 0 ? `constructor(){super();${fields.join('')}}` : '';
}

function frame(
  unit: Unit,
  cls: ClassInfo,
  label: string,
  coloured: boolean,
  more: Partial<FrameOptions> = {},
): Frame {
  return new Frame(unit, {
    label: frameName(cls, label),
    coloured,
    method: null,
    owner: cls,
    countsDepth: false,
    ...more,
  });
}

function initializer(f: Frame, target: string, field: FieldInfo, value: Expr): string {
  const { line } = value.pos;
  return `${f.mark(line)}${f.unit.tick(line)}${target}.${fieldKey(field)}=${expression(f, value)};`;
}

/** Class has static fields or static code. */
export function hasStatics(cls: ClassInfo): boolean {
  return cls.fields.some((f) => f.isStatic) || staticCode(cls).length > 0;
}

function staticCode(cls: ClassInfo): ClassInfo['initializers'] {
  return cls.initializers.filter((i) => (i.kind === 'block' ? i.isStatic : i.field.isStatic));
}

/** True when it can be noticed when the statics are initialised: then the first use of the class does it. */
export function staticsHaveEffects(cls: ClassInfo): boolean {
  return staticCode(cls).some((i) => i.kind === 'block' || !isConstant(i.value));
}

function isConstant(e: Expr): boolean {
  if (e.k === 'literal' || e.k === 'literalDecimal') return true;
  if (e.k === 'convert') return isConstant(e.e);
  if (e.k === 'newCollection') return !e.items?.length && !e.from && !e.size;
  if (e.k === 'newMap') return !e.entries?.length && !e.from;
  return ['enumConstant', 'libEnum', 'classLiteral', 'token'].includes(e.k);
}

function staticInitializer(unit: Unit, cls: ClassInfo): string {
  if (!hasStatics(cls)) return '';
  const coloured = unit.options.colouring.statics(cls);
  const f = frame(unit, cls, '<clinit>', coloured, { result: '$s' });
  const slot = unit.options.slotOf(cls);
  const fields = cls.fields.filter((x) => x.isStatic).map((x) => `${fieldKey(x)}:null`);
  const code = staticCode(cls).map((i) =>
    i.kind === 'field' ? initializer(f, '$s', i.field, i.value) : `{${statements(f, i.body)}}`,
  );
  const body =
    `const $s=$a.slots[${slot}]={${fields.join(',')}};$a.statics.set(${quote(cls.name)},$s);` +
    (code.length > 0 ? `try{${code.join('')}}catch($e){$a.slots[${slot}]=undefined;throw $e}` : '');
  return `static ${star(coloured)}$statics(){${f.wrap(body)}}`;
}

const star = (coloured: boolean): string => (coloured ? '*' : '');

/** Makes sure that the statics of the class are there. */
function touchStatics(f: Frame, cls: ClassInfo): string {
  if (!staticsHaveEffects(cls)) return '';
  const { colouring, slotOf } = f.unit.options;
  const make = f.invoke(colouring.statics(cls), `${classRef(cls)}.$statics()`);
  return `if($a.slots[${slotOf(cls)}]===undefined)${make};`;
}

function instanceCode(cls: ClassInfo): ClassInfo['initializers'] {
  return cls.initializers.filter((i) => (i.kind === 'block' ? !i.isStatic : !i.field.isStatic));
}

function initializers(unit: Unit, cls: ClassInfo): string {
  const own = instanceCode(cls);
  if (own.length === 0) return '';
  const coloured = unit.options.colouring.initializers(cls);
  const f = frame(unit, cls, '<init>', coloured);
  const code = own.map((i) =>
    i.kind === 'field' ? initializer(f, 'this', i.field, i.value) : `{${statements(f, i.body)}}`,
  );
  return `${star(coloured)}[${quote(initializerKey(cls))}](){${f.wrap(code.join(''))}}`;
}

function callInitializers(f: Frame, cls: ClassInfo): string {
  if (instanceCode(cls).length === 0) return '';
  const coloured = f.unit.options.colouring.initializers(cls);
  return `${f.invoke(coloured, `this[${quote(initializerKey(cls))}]()`)};`;
}

/** The call of the super class's constructor that nobody wrote. */
function callSuper(f: Frame, cls: ClassInfo, args: string): string {
  const parent = superClass(cls);
  if (!parent) return isExceptionClass(cls) ? `initException(this${args ? `,${args}` : ''});` : '';
  const ctor = parent.constructors.find((c) => c.params.length === 0) ?? null;
  const implicit = !ctor || (args !== '' && isExceptionClass(parent));
  const { colouring } = f.unit.options;
  const coloured = implicit ? colouring.implicitConstructor(parent) : colouring.method(ctor);
  const key = quote(constructorKey(parent, implicit ? null : ctor));
  return `${f.invoke(coloured, `this[${key}](${args})`)};`;
}

/** Exceptions keep theirs even when they declare others. */
export function hasImplicitConstructor(cls: ClassInfo): boolean {
  return cls.kind === 'class' && (cls.constructors.length === 0 || isExceptionClass(cls));
}

function implicitConstructor(unit: Unit, cls: ClassInfo): string {
  if (!hasImplicitConstructor(cls)) return '';
  const coloured = unit.options.colouring.implicitConstructor(cls);
  const f = frame(unit, cls, '<init>', coloured, { result: 'this' });
  const args = isExceptionClass(cls) ? '...args' : '';
  const code = touchStatics(f, cls) + callSuper(f, cls, args) + callInitializers(f, cls);
  return `${star(coloured)}[${quote(constructorKey(cls, null))}](${args}){${f.wrap(code)}}`;
}

function params(m: MethodInfo): string {
  return m.params.map(localName).join(',');
}

function constructor(unit: Unit, cls: ClassInfo, ctor: MethodInfo): string {
  const coloured = unit.options.colouring.method(ctor);
  const f = frame(unit, cls, '<init>', coloured, {
    method: ctor,
    result: 'this',
    countsDepth: true,
  });
  const all: readonly Stmt[] = ctor.body?.statements ?? [];
  const first = all[0]?.k === 'ctorCall' ? all[0] : null;
  const rest = (first ? all.slice(1) : all).map((s) => statement(f, s));
  // The order of emission does not matter; that of execution is: other constructor, initialisers, body.
  const before = first ? statement(f, first) : callSuper(f, cls, '');
  const fields = first?.which === 'this' ? '' : callInitializers(f, cls);
  const code = touchStatics(f, cls) + before + fields + rest.join('');
  return `${star(coloured)}[${quote(constructorKey(cls, ctor))}](${params(ctor)}){${f.wrap(code)}}`;
}

/** Called like any other, but run later: the name of the method itself belongs to what queues it. */
export function isFuture(m: MethodInfo): boolean {
  return m.annotations.some((a) => a.name === 'future');
}

/** Name under which the platform finds the body of a future method. */
export function futureSlot(m: MethodInfo): string {
  return `later ${m.slot}`;
}

/** What stands in the place of a future method: it leaves its arguments with the queue. */
function futureCall(m: MethodInfo): string {
  const list = params(m);
  return `static *[${quote(m.slot)}](${list}){yield* $.host.future(${quote(m.owner.name)},${quote(m.slot)},[${list}])}`;
}

function method(unit: Unit, cls: ClassInfo, m: MethodInfo): string {
  const coloured = unit.options.colouring.method(m);
  const later = isFuture(m);
  if (later && unit.kind !== 'class')
    unit.unsupported(m.position, `@future methods outside of classes (${m.name})`);
  const f = frame(unit, cls, m.name.replace(/^<[gs]et>/, '__sfdc_'), coloured, {
    method: m,
    countsDepth: true,
  });
  const code = (m.isStatic ? touchStatics(f, cls) : '') + statements(f, m.body!);
  const name = later ? futureSlot(m) : m.slot;
  const head = `${m.isStatic ? 'static ' : ''}${star(coloured)}[${quote(name)}]`;
  const own = `${head}(${params(m)}){${f.wrap(code)}}`;
  if (later) return `${own}\n${futureCall(m)}`;
  return [own, ...aliases(cls, m).map((name) => alias(m, name, coloured))].join('\n');
}

/** Names under which the platform calls the method. */
export function aliases(cls: ClassInfo, m: MethodInfo): string[] {
  if (m.isStatic || m.name.startsWith('<')) return [];
  const own = `${m.name.toLowerCase()}/${m.params.length}`;
  return [...new Set([...m.libSlots, ...(isExceptionClass(cls) ? [own] : [])])];
}

/** Always a generator, whatever the method itself is. */
function alias(m: MethodInfo, name: string, coloured: boolean): string {
  const list = m.params.map((_, i) => `a${i}`).join(',');
  const call = `this[${quote(m.slot)}](${list})`;
  return `*[${quote(name)}](${list}){return (${coloured ? `yield* ${call}` : call})??null}`;
}
