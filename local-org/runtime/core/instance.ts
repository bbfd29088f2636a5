/** `instanceof`, casts, and which type may stand for which. */
import type { TypeName, Value } from './values';
import type { LibraryRegistry } from './registry';
import { canonicalKey, parseType, toId, typeOf } from './type-names';

/** What type tests need of user classes and the library. */
export interface TypeWorld {
  readonly library: LibraryRegistry;
  /** Lower-case names of a user class and of everything it extends or implements, or undefined. */
  supertypes(type: TypeName): ReadonlySet<string> | undefined;
  /** Canonical API name of an SObject type, or undefined. */
  sobjectName(type: TypeName): string | undefined;
  exceptionBase(type: TypeName): boolean;
}

/** May a value of type `from` stand where `to` is asked for? */
export function isAssignable(world: TypeWorld, to: TypeName, from: TypeName): boolean {
  const want = canonicalKey(to);
  const have = canonicalKey(from);
  if (want === have || want === 'object') return true;
  if (want === 'iterable' || want.startsWith('system.iterable') || want.startsWith('iterable<'))
    if (/^(list|set)</.test(have)) return true;
  const wanted = parseType(to);
  const given = parseType(from);
  if (wanted.args.length > 0 && given.args.length === wanted.args.length)
    if (wanted.base.toLowerCase() === given.base.toLowerCase())
      return wanted.args.every((arg, i) => argumentFits(world, wanted.base, arg, given.args[i]!));
  if (want === 'sobject')
    return world.sobjectName(from) !== undefined || have === 'aggregateresult';
  if (world.supertypes(from)?.has(parseType(want).base)) return true;
  return want === 'system.exception' && world.exceptionBase(from);
}

/**
 * Lists go along with their elements (`List<String>` is a `List<Object>`); sets and maps do not.
 * A list made as `List<SObject>` counts as a list of any object.
 */
function argumentFits(world: TypeWorld, base: string, to: TypeName, from: TypeName): boolean {
  if (canonicalKey(to) === canonicalKey(from)) return true;
  if (base.toLowerCase() === 'list')
    return (
      isAssignable(world, to, from) ||
      (canonicalKey(from) === 'sobject' && world.sobjectName(to) !== undefined)
    );
  const bothRows = canonicalKey(to) === 'sobject' && world.sobjectName(from) !== undefined;
  return bothRows || (parseType(to).args.length > 0 && isAssignable(world, to, from));
}

/** Values are instances of every type that they convert to without a cast. */
const WIDER: Readonly<Record<TypeName, readonly string[]>> = {
  Integer: ['long', 'double', 'decimal'],
  Long: ['double', 'decimal'],
  Double: ['decimal'],
  Decimal: ['double'],
  Date: ['datetime'],
};

export function isInstanceOf(world: TypeWorld, value: Value, type: TypeName): boolean {
  if (value === null || value === undefined) return false;
  const key = canonicalKey(type);
  if (typeof value === 'string')
    return key === 'string' || key === 'object' || (key === 'id' && toId(value) !== null);
  if (WIDER[typeOf(value)]?.includes(key)) return true;
  const lib = world.library.type(parseType(type).base);
  if (lib?.isInstance?.(value)) return true;
  return isAssignable(world, type, typeOf(value));
}
