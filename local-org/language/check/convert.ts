/** Implicit conversions, and which casts are possible. */
import type { Expr } from '../tree';
import type { ApexType } from '../types';
import { isSubtype } from './lineage';
import { isLib, isNumeric, isPrim, isText, NULL, OBJECT, sameType, UNKNOWN } from './types';
import type { World } from './world';

const WIDTH = new Map([
  ['Integer', 0],
  ['Long', 1],
  ['Double', 2],
  ['Decimal', 3],
]);

/**
 * How far an implicit conversion goes: 0 is the same type, more is worse, null is impossible.
 * Overloads are chosen by it.
 */
export function distance(world: World, from: ApexType, to: ApexType): number | null {
  if (from === UNKNOWN || to === UNKNOWN) return 0;
  if (to.k === 'void' || from.k === 'void') return null;
  if (from.k === 'null') return to === OBJECT ? 5 : 1;
  if (sameType(from, to)) return 0;
  if (to === OBJECT) return 20;
  if (from.k === 'primitive' && to.k === 'primitive') return primitiveDistance(from.name, to.name);
  if (from.k === 'sobject' && to.k === 'sobject') return to.name === null ? 1 : null;
  const collection = collectionDistance(world, from, to);
  if (collection !== undefined) return collection;
  if (from.k === 'class' || from.k === 'lib')
    return isSubtype(world, from, to) ? (to.k === 'class' ? 1 : 2) : null;
  return null;
}

function primitiveDistance(from: string, to: string): number | null {
  const [a, b] = [WIDTH.get(from), WIDTH.get(to)];
  if (a !== undefined && b !== undefined) {
    if (b > a) return b - a;
    return from === 'Decimal' && to === 'Double' ? 1 : null;
  }
  if (from === 'Id' && to === 'String') return 1;
  if (from === 'String' && to === 'Id') return 3;
  return from === 'Date' && to === 'Datetime' ? 1 : null;
}

function collectionDistance(world: World, from: ApexType, to: ApexType): number | null | undefined {
  if (from.k === 'list' && to.k === 'list') return elementDistance(world, from.of, to.of, true);
  if (from.k === 'set' && to.k === 'set') return elementDistance(world, from.of, to.of, false);
  if (from.k === 'map' && to.k === 'map') {
    const key = elementDistance(world, from.key, to.key, true);
    const value = elementDistance(world, from.value, to.value, true);
    return key === null || value === null ? null : key + value;
  }
  if ((from.k === 'list' || from.k === 'set') && isLib(to, 'System.Iterable')) {
    const [of = OBJECT] = to.k === 'lib' ? to.args : [];
    return elementDistance(world, from.of, of, true) === null ? null : 2;
  }
  return undefined;
}

/** Elements are not converted, so numbers must match; SObjects go both ways, as query results do. */
function elementDistance(
  world: World,
  from: ApexType,
  to: ApexType,
  covariant: boolean,
): number | null {
  if (from === UNKNOWN || to === UNKNOWN || sameType(from, to)) return 0;
  if (from.k === 'sobject' && to.k === 'sobject')
    return to.name === null ? 1 : from.name === null ? 2 : null;
  if (from.k === 'primitive' && to.k === 'primitive' && to !== OBJECT)
    return covariant && isText(from) && isText(to) ? 2 : null;
  if (!covariant && to === OBJECT) return null;
  const inner = distance(world, from, to);
  return inner === null ? null : inner + 1;
}

export const fits = (world: World, from: ApexType, to: ApexType): boolean =>
  distance(world, from, to) !== null;

/** An expression of the query kind may stand for one row where one row is asked for. */
export function asSingleRow(e: Expr, to: ApexType): Expr | null {
  if (to.k !== 'sobject' || e.type.k !== 'list' || e.type.of.k !== 'sobject') return null;
  const row = e.type.of;
  if (e.k === 'soql' && e.result === 'list') {
    if (to.name !== null && to.name !== row.name) return null;
    return { ...e, result: 'single', type: row };
  }
  if (e.k === 'libCall' && e.lib === 'System.Database' && /^query/i.test(e.name))
    return { k: 'convert', e, type: to, pos: e.pos };
  return null;
}

/** Writes out the conversion of an expression that `fits`; null when it does not. */
export function convert(world: World, e: Expr, to: ApexType): Expr | null {
  const row = asSingleRow(e, to);
  if (row) return row;
  if (!fits(world, e.type, to)) return null;
  if (e.type === UNKNOWN || to === UNKNOWN) return e;
  if (e.k === 'literal' && e.type === NULL) return { ...e, type: to };
  if (e.type.k !== 'primitive' || to.k !== 'primitive' || e.type.name === to.name || to === OBJECT)
    return e;
  if (e.k === 'literal' && typeof e.value === 'number') {
    if (to.name === 'Long') return { ...e, value: BigInt(e.value), type: to };
    if (isPrim(to, 'Double', 'Decimal'))
      return {
        k: 'literalDecimal',
        text: String(e.value),
        double: to.name === 'Double',
        type: to,
        pos: e.pos,
      };
  }
  return { k: 'convert', e, type: to, pos: e.pos };
}

/** Whether `(to) from` can ever succeed. */
export function castable(world: World, from: ApexType, to: ApexType): boolean {
  if (fits(world, from, to) || fits(world, to, from)) return true;
  if (isNumeric(from) && isNumeric(to)) return true;
  if (from.k === 'list' && to.k === 'list') return castable(world, from.of, to.of);
  if (from.k === 'set' && to.k === 'set') return castable(world, from.of, to.of);
  if (from.k === 'map' && to.k === 'map')
    return castable(world, from.key, to.key) && castable(world, from.value, to.value);
  if (isLib(from, 'System.Iterable')) return to.k === 'list' || to.k === 'set' || open(to);
  if (isLib(to, 'System.Iterable') && (from.k === 'list' || from.k === 'set')) return true;
  // An interface may be implemented by a sub-class nobody has seen yet.
  return (isInterface(from) && open(to)) || (isInterface(to) && open(from));
}

const isInterface = (t: ApexType): boolean =>
  (t.k === 'class' && t.cls.kind === 'interface') || t.k === 'lib';

/** Classes that may have sub-classes, and interfaces. */
const open = (t: ApexType): boolean => t.k === 'class' || t.k === 'lib';
