/** Making, naming and comparing static types. */
import type { ClassInfo } from '../classes';
import { messageName as typeName } from '../type-names';
import type { ApexType, PrimitiveName } from '../types';

const primitives = new Map<PrimitiveName, ApexType>();
export function prim(name: PrimitiveName): ApexType {
  let type = primitives.get(name);
  if (!type) primitives.set(name, (type = { k: 'primitive', name }));
  return type;
}

export const BOOLEAN = prim('Boolean');
export const INTEGER = prim('Integer');
export const LONG = prim('Long');
export const DOUBLE = prim('Double');
export const DECIMAL = prim('Decimal');
export const STRING = prim('String');
export const ID = prim('Id');
export const DATE = prim('Date');
export const DATETIME = prim('Datetime');
export const TIME = prim('Time');
export const OBJECT = prim('Object');
export const VOID: ApexType = { k: 'void' };
export const NULL: ApexType = { k: 'null' };
export const SOBJECT: ApexType = { k: 'sobject', name: null };
/** The type of what is wrong already: fits everywhere, so that one error does not bring others. */
export const UNKNOWN: ApexType = { k: 'null' };

export const listOf = (of: ApexType): ApexType => ({ k: 'list', of });
export const setOf = (of: ApexType): ApexType => ({ k: 'set', of });
export const mapOf = (key: ApexType, value: ApexType): ApexType => ({ k: 'map', key, value });
export const sobjectOf = (name: string): ApexType => ({ k: 'sobject', name });
export const classOf = (cls: ClassInfo): ApexType => ({ k: 'class', cls });
export const libOf = (name: string, args: readonly ApexType[] = []): ApexType => ({
  k: 'lib',
  name,
  args,
});

export const isPrim = (type: ApexType, ...names: readonly PrimitiveName[]): boolean =>
  type.k === 'primitive' && names.includes(type.name);
export const isLib = (type: ApexType, name: string): boolean =>
  type.k === 'lib' && type.name === name;
export const isNumeric = (type: ApexType): boolean =>
  isPrim(type, 'Integer', 'Long', 'Double', 'Decimal');
export const isText = (type: ApexType): boolean => isPrim(type, 'String', 'Id');

export { typeName };

export const typeNames = (types: readonly ApexType[]): string => types.map(typeName).join(', ');

export const sameType = (a: ApexType, b: ApexType): boolean =>
  a === b || (a.k === b.k && typeName(a) === typeName(b));

/** Unit of everything in anonymous Apex. */
export const ANONYMOUS = 'AnonymousBlock';

/** The outermost class: private members are shared within it. */
export function outermost(cls: ClassInfo): ClassInfo {
  return cls.outer ? outermost(cls.outer) : cls;
}

/**
 * The JavaScript name of a method: lower-case name and parameter types. Type arguments stay in, since
 * Apex tells `f(List<String>)` from `f(List<Id>)`.
 */
export function slotName(name: string, params: readonly ApexType[]): string {
  const parts = [name.replace(/[<>]/g, '$').toLowerCase(), ...params.map(typeName)];
  return parts.map((p) => p.replace(/[^A-Za-z0-9_$]/g, '_')).join('$');
}
