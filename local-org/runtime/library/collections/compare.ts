/** The order in which `List.sort` puts values. */
import type { Step } from '../../../scheduler/suspension';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexObject,
  ApexTime,
  EnumValue,
  SObjectValue,
  type Value,
} from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail } from '../support/checks';
import { asDecimal, asNumber } from '../support/numbers';

function order<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function notComparable(vm: Vm): never {
  return fail(vm, 'ListException', 'One or more of the items in this list is not Comparable.');
}

/** Order of two values without help from Apex. Null comes first; text is ordered by its characters. */
export function natural(vm: Vm, a: Value, b: Value): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'string' && typeof b === 'string') return order(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return order(a, b);
  if (a instanceof ApexDate && b instanceof ApexDate) return a.days - b.days;
  if (a instanceof ApexDatetime && b instanceof ApexDatetime) return a.ms - b.ms;
  if (a instanceof ApexTime && b instanceof ApexTime) return a.ms - b.ms;
  if (a instanceof EnumValue && b instanceof EnumValue) return a.ordinal - b.ordinal;
  if (a instanceof ApexBlob && b instanceof ApexBlob) return a.bytes.compare(b.bytes);
  if (a instanceof SObjectValue && b instanceof SObjectValue) return records(vm, a, b);
  return numbers(a, b) ?? notComparable(vm);
}

function numbers(a: Value, b: Value): number | null {
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x === null || y === null) return null;
  if (a instanceof ApexDouble || b instanceof ApexDouble) return order(x, y);
  return asDecimal(a)!.compareTo(asDecimal(b)!);
}

/** By type, then Name, then the other fields in the order of their names, as documented. */
function records(vm: Vm, a: SObjectValue, b: SObjectValue): number {
  if (a.type !== b.type) return order(a.type, b.type);
  const fields = new Set([...a.fields.keys(), ...b.fields.keys()]);
  fields.delete('Name');
  for (const field of ['Name', ...[...fields].sort()]) {
    const [x, y] = [a.fields.get(field) ?? null, b.fields.get(field) ?? null];
    if (x instanceof SObjectValue || y instanceof SObjectValue) continue;
    const found = x === null && y === null ? 0 : comparePart(vm, x, y);
    if (found !== 0) return found;
  }
  return 0;
}

function comparePart(vm: Vm, a: Value, b: Value): number {
  const plain = (v: Value): boolean => v === null || typeof v !== 'object' || !('items' in v);
  return plain(a) && plain(b) ? natural(vm, a, b) : 0;
}

/** Order of two elements; asks `compareTo` of objects that have it. */
export function* compareElements(vm: Vm, a: Value, b: Value): Step<number> {
  if (!(a instanceof ApexObject) && !(b instanceof ApexObject)) return natural(vm, a, b);
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (!vm.responds(a, 'compareTo', 1)) return notComparable(vm);
  return (yield* vm.call(a, 'compareTo', [b])) as number;
}

/** Stable merge sort with an order that may call Apex. */
export function* mergeSort(
  items: readonly Value[],
  compare: (a: Value, b: Value) => Step<number>,
): Step<Value[]> {
  if (items.length < 2) return [...items];
  const middle = items.length >> 1;
  const left = yield* mergeSort(items.slice(0, middle), compare);
  const right = yield* mergeSort(items.slice(middle), compare);
  const merged: Value[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length)
    merged.push((yield* compare(left[i], right[j])) <= 0 ? left[i++] : right[j++]);
  return merged.concat(left.slice(i), right.slice(j));
}
