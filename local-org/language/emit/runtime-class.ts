/** What the machine is told of a class: its kin, its fields, its methods. */
import type { RuntimeClass, RuntimeMethod } from '../../runtime/core/classes';
import type { FieldShape } from '../../runtime/core/reflection';
import type { EnumValue, Value } from '../../runtime/core/values-all';
import type { Step } from '../../scheduler/suspension';
import type { ClassInfo, FieldInfo, MethodInfo } from '../classes';
import type { ApexType } from '../types';
import { aliases, hasImplicitConstructor } from './classes';
import type { JsClass } from './link';
import { constructorKey, fieldKey, lineage, typeName } from './names';
import type { Colouring } from './unit';

type Members = Record<string, (...args: readonly Value[]) => Value> & Record<string, Value>;

/** Calls compiled code of either colour. */
export function* run(coloured: boolean, call: () => Value): Step<Value> {
  const result = call();
  return (coloured ? yield* result as Step<Value> : result) ?? null;
}

export function runtimeClass(cls: ClassInfo, js: JsClass, colouring: Colouring): RuntimeClass {
  const kin = [...lineage(cls)];
  const own = kin.flatMap((c) => c.fields.filter((f) => !f.isStatic));
  return {
    name: cls.name,
    kind: cls.kind,
    isAbstract: cls.isAbstract,
    supertypes: supertypes(cls),
    blank: cls.kind === 'class' ? (js as unknown as RuntimeClass['blank']) : null,
    construct: construct(cls, colouring),
    fields: own.map((f) => shape(f, colouring)),
    stored: own.filter((f) => !f.getter && !f.setter).map((f) => [f.name, fieldKey(f)] as const),
    enumValues:
      cls.kind === 'enum' ? (js as unknown as { constants: EnumValue[] }).constants : null,
    methods: methods(cls, colouring),
  };
}

function supertypes(cls: ClassInfo): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (type: ApexType | null): void => {
    if (type?.k === 'lib') names.add(type.name.toLowerCase());
    if (type?.k !== 'class') return;
    names.add(type.cls.name.toLowerCase());
    visit(type.cls.superType);
    type.cls.interfaces.forEach(visit);
  };
  visit({ k: 'class', cls });
  return names;
}

function construct(cls: ClassInfo, colouring: Colouring): RuntimeClass['construct'] {
  if (cls.kind !== 'class') return null;
  const ctor = cls.constructors.find((c) => c.params.length === 0) ?? null;
  if (!ctor && !hasImplicitConstructor(cls)) return null;
  const key = constructorKey(cls, ctor);
  const coloured = ctor ? colouring.method(ctor) : colouring.implicitConstructor(cls);
  return (blank) => run(coloured, () => (blank as unknown as Members)[key]!());
}

function shape(field: FieldInfo, colouring: Colouring): FieldShape {
  const key = fieldKey(field);
  const { getter, setter } = field;
  return {
    name: field.name,
    type: typeName(field.type),
    transient: field.isTransient,
    *get(object) {
      const members = object as Members;
      if (getter) return yield* run(colouring.method(getter), () => members[getter.slot]!());
      return members[key];
    },
    *set(object, value) {
      const members = object as Members;
      if (setter) yield* run(colouring.method(setter), () => members[setter.slot]!(value));
      else (members as Record<string, Value>)[key] = value;
    },
  };
}

/** Instance methods of a class or interface, with what it inherits. */
function methods(cls: ClassInfo, colouring: Colouring): RuntimeMethod[] {
  const bySlot = new Map<string, RuntimeMethod>();
  const visit = (c: ClassInfo): void => {
    for (const m of c.methods)
      if (!m.isStatic && !bySlot.has(m.slot)) bySlot.set(m.slot, describe(c, m, colouring));
    if (c.superType?.k === 'class') visit(c.superType.cls);
    for (const i of c.interfaces) if (i.k === 'class') visit(i.cls);
  };
  visit(cls);
  return [...bySlot.values()];
}

function describe(cls: ClassInfo, m: MethodInfo, colouring: Colouring): RuntimeMethod {
  return {
    name: m.name,
    slot: m.slot,
    aliases: aliases(cls, m),
    generator: colouring.method(m),
    returns: typeName(m.returns),
    paramTypes: m.params.map((p) => typeName(p.type)),
    paramNames: m.params.map((p) => p.name),
  };
}
