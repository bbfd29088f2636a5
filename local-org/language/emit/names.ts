/** Names: of types at run time, and of Apex things in JavaScript. */
import type { ClassInfo, FieldInfo, LocalVar, MethodInfo } from '../classes';

export { runTimeName as typeName } from '../type-names';

export const quote = (text: string): string => JSON.stringify(text);

/** Local variable. The slot keeps names apart; the dollar sign keeps them off JavaScript's words. */
export const localName = (v: LocalVar): string => `${v.name}$${v.slot}`;

/** Classes that hold the members of a trigger: a class of the same name may exist beside them. */
const holders = new WeakSet<ClassInfo>();

export function holdTrigger(cls: ClassInfo): void {
  holders.add(cls);
}

/** Name under which scripts find the class. */
export const linkName = (cls: ClassInfo): string =>
  holders.has(cls) ? `trigger ${cls.name}` : cls.name;

/** JavaScript variable that holds the class. */
export const classRef = (cls: ClassInfo): string =>
  `${holders.has(cls) ? 't' : 'c'}$${cls.name.replaceAll('.', '$')}`;

/** Property of an instance or of the statics of a class. */
export function fieldKey(field: FieldInfo): string {
  return hidden(field)
    ? `_${field.name}$${field.owner.name.replaceAll('.', '$')}`
    : `_${field.name}`;
}

/** True when a super class has a field of the same name. */
function hidden(field: FieldInfo): boolean {
  const name = field.name.toLowerCase();
  for (let cls = superClass(field.owner); cls; cls = superClass(cls))
    if (cls.fields.some((f) => f.name.toLowerCase() === name)) return true;
  return false;
}

export function superClass(cls: ClassInfo): ClassInfo | null {
  return cls.superType?.k === 'class' ? cls.superType.cls : null;
}

/** Constructors are called on the exact class, so each class has names of its own. */
export function constructorKey(cls: ClassInfo, ctor: MethodInfo | null): string {
  return `new ${cls.name} ${ctor ? ctor.slot : ''}`;
}

export const initializerKey = (cls: ClassInfo): string => `init ${cls.name}`;

/** The frame of a method in a stack trace. */
export function frameName(owner: ClassInfo, method: string): string {
  return `Class.${owner.name}.${method}`;
}

/** A class with its super classes, nearest first. */
export function* lineage(cls: ClassInfo): Iterable<ClassInfo> {
  for (let c: ClassInfo | null = cls; c; c = superClass(c)) yield c;
}

/** True when the class descends from System.Exception. */
export function isExceptionClass(cls: ClassInfo): boolean {
  return platformBase(cls) !== null;
}

/** The platform exception type that the class extends, however far up, or null. */
export function platformBase(cls: ClassInfo): string | null {
  for (const c of lineage(cls))
    if (c.superType?.k === 'lib' && /exception$/i.test(c.superType.name)) return c.superType.name;
  return null;
}
