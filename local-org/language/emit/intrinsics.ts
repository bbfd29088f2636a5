/** Methods that every enum and every object has: compiled in place. */
import type { Expr, LibCall } from '../tree';
import { expression, notNull } from './expressions';
import type { Frame } from './frame';
import { quote, typeName } from './names';

type Call = LibCall & Extract<Expr, { k: 'libCall' }>;

const ENUM = /^(system\.)?enum$/i;
const OBJECT = /^(system\.)?object$/i;
const STATIC = ['values', 'valueof'];
const INSTANCE = ['name', 'ordinal', 'tostring', 'hashcode', 'equals'];
const OF_OBJECTS = ['tostring', 'hashcode', 'equals', 'clone'];

/** The call needs no library function. */
export function isIntrinsic(e: LibCall): boolean {
  const name = e.name.toLowerCase();
  if (ENUM.test(e.lib)) return (e.receiver ? INSTANCE : STATIC).includes(name);
  return OBJECT.test(e.lib) && e.receiver !== null && OF_OBJECTS.includes(name);
}

export function intrinsic(f: Frame, e: Call): string {
  return ENUM.test(e.lib) ? enumCall(f, e) : objectCall(f, e, e.name.toLowerCase());
}

/** `super.m()` in a method `m` that overrides one of the platform. */
export function isSuperCall(f: Frame, e: LibCall): boolean {
  const own = f.options.method;
  return (
    e.receiver?.k === 'this' &&
    own !== null &&
    own.name.toLowerCase() === e.name.toLowerCase() &&
    own.params.length === e.params.length
  );
}

function objectCall(f: Frame, e: Call, name: string): string {
  const receiver = notNull(f, e.receiver!);
  if (isSuperCall(f, e)) {
    if (name === 'tostring') return `plainText(${receiver})`;
    return name === 'equals' ? `(this===${expression(f, e.args[0]!)})` : `plainHash(${receiver})`;
  }
  if (name === 'clone') return `cloneObject(${receiver})`;
  if (name === 'tostring') return `str(${receiver})`;
  if (name === 'hashcode') return `hashCode(${receiver})`;
  return `eq(${receiver},${expression(f, e.args[0]!)})`;
}

function enumCall(f: Frame, e: Call): string {
  const name = e.name.toLowerCase();
  if (e.receiver) {
    if (name === 'name') return `${notNull(f, e.receiver)}.name`;
    if (name === 'ordinal') return `${notNull(f, e.receiver)}.ordinal`;
    return objectCall(f, e, name);
  }
  const of = name === 'values' && e.type.k === 'list' ? e.type.of : e.type;
  const constants =
    of.k === 'class' ? `${f.unit.cls(of.cls)}.constants` : f.unit.libEnums(typeName(of));
  if (name === 'values') return `list(${quote(typeName(of))},[...${constants}])`;
  return `enumValue(${constants},${quote(typeName(of))},${expression(f, e.args.at(-1)!)})`;
}
