/** What the library must know about user-written classes: for JSON and for `System.Type`. */
import type { Step } from '../../scheduler/suspension';
import type { EnumValue, TypeName, Value } from './values';
import type { Vm } from './vm';

/** One instance field or property. */
export interface FieldShape {
  /** In the author's spelling. */
  readonly name: string;
  /** Canonical run-time name of the declared type. */
  readonly type: TypeName;
  readonly transient: boolean;
  /** Reads through the getter when the property has one. */
  get(object: Value): Step<Value>;
  /** Writes through the setter when the property has one; null when it cannot be set. */
  readonly set: ((object: Value, value: Value) => Step<void>) | null;
}

export interface ClassShape {
  readonly name: TypeName;
  /** Own fields first, then those of the super classes, each in source order. */
  readonly fields: readonly FieldShape[];
  /** An instance whose constructor and initialisers have not run: what JSON fills in. */
  blank(): Value;
}

export interface Reflection {
  /** Null for everything but classes written in Apex. */
  shape(type: TypeName): ClassShape | null;
  /** Constants of an enum written in Apex, or null. */
  enumValues(type: TypeName): readonly EnumValue[] | null;
  /** May a value of static type `from` stand where `to` is asked for? */
  assignable(to: TypeName, from: TypeName): boolean;
}

/** Machines that run compiled classes carry a `reflection`. */
export interface Reflective {
  readonly reflection?: Reflection;
}

const NOTHING: Reflection = {
  shape: () => null,
  enumValues: () => null,
  assignable: (to, from) => to === from || to === 'Object',
};

/** The reflection of a machine; one without user classes knows none. */
export function reflectionOf(vm: Vm): Reflection {
  return (vm as Vm & Reflective).reflection ?? NOTHING;
}
