/** Lists, sets, maps and enums of compiled code. */
import { ApexMap, ApexSet } from './collections';
import type { Machine } from './machine';
import { ApexList, type EnumValue, type SObjectValue, type TypeName, type Value } from './values';

export function collectionSupport(machine: Machine) {
  const npe = (): never => machine.nullPointer();
  const outOfBounds = (index: number): never => {
    throw machine.exception('System.ListException', `List index out of bounds: ${index}`);
  };
  /** A record under its Id, as the constructor of Map files a list of them. */
  const file = (map: ApexMap, row: SObjectValue | null, i: number): void => {
    const id = row?.fields.get('Id') ?? null;
    const wrong = id === null ? 'null' : map.has(id) ? 'duplicate' : null;
    if (wrong)
      throw machine.exception('System.ListException', `Row with ${wrong} Id at index: ${i}`);
    map.put(id, row);
  };
  return {
    list: (of: TypeName, items: Value[]): ApexList => machine.list(of, items),
    set: (of: TypeName, items: Iterable<Value>): ApexSet => machine.set(of, items),
    map: (key: TypeName, value: TypeName): ApexMap => new ApexMap(key, value, machine),
    /** Elements of a List or Set to copy from. */
    elements(from: Value): Value[] {
      if (from instanceof ApexList) return [...from.items];
      return from instanceof ApexSet ? [...from.values()] : npe();
    },
    mapOf(map: ApexMap, entries: readonly (readonly [Value, Value])[]): ApexMap {
      for (const [key, value] of entries) map.put(key, value);
      for (const entry of entries) machine.a?.heap?.grewBy(map, entry);
      return map;
    },
    /** `new Map<Id, X>(rows)` or a copy of another map. */
    mapFrom(map: ApexMap, from: Value): ApexMap {
      if (from instanceof ApexMap) for (const [key, value] of from.entries()) map.put(key, value);
      else if (from instanceof ApexList)
        for (const [i, row] of from.items.entries()) file(map, row as SObjectValue | null, i);
      else npe();
      return map;
    },
    lget(list: ApexList | null, index: number | null): Value {
      const { items } = list ?? npe();
      const at = index ?? npe();
      return at >= 0 && at < items.length ? items[at] : outOfBounds(at);
    },
    lset(list: ApexList | null, index: number | null, value: Value): Value {
      const held: ApexList = list ?? npe();
      const at = index ?? npe();
      if (at < 0 || at >= held.items.length) outOfBounds(at);
      held.items[at] = value;
      machine.a?.heap?.grew(held, value);
      return value;
    },
    /** A collection that a method is about to change. */
    mutable<T>(collection: T): T {
      if (!(collection as { iterating?: number } | null)?.iterating) return collection;
      throw machine.exception(
        'System.FinalException',
        'Cannot modify a collection while it is being iterated.',
      );
    },
    /** `Color.valueOf(text)`. */
    enumValue(constants: readonly EnumValue[], type: TypeName, text: string | null): EnumValue {
      const name = (text ?? npe()).toLowerCase();
      const found = constants.find((c) => c.name.toLowerCase() === name);
      if (found) return found;
      throw machine.exception('System.NoSuchElementException', `No enum constant ${type}.${text}`);
    },
  };
}
