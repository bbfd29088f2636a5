/** Hash codes as Java computes them. */
import { ApexDouble, ApexList, ApexMap, ApexSet } from '../../core/values-all';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexTime,
  EnumValue,
  type Value,
} from '../../core/values-all';
import type { Activation, Vm } from '../../core/vm';
import { isDecimal } from './numbers';

/** `String.hashCode()`. */
export function javaHash(text: string): number {
  let h = 0;
  for (let i = 0; i < text.length; i++) h = (Math.imul(31, h) + text.charCodeAt(i)) | 0;
  return h;
}

function longHash(n: bigint): number {
  return Number(BigInt.asIntN(32, n ^ (BigInt.asUintN(64, n) >> 32n)));
}

function doubleHash(d: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, d);
  return view.getInt32(0) ^ view.getInt32(4);
}

/** `hashCode()` of any value. Equal values have equal codes; the codes of Java where Java defines them. */
export function hashCode(vm: Vm, value: Value): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === 'string') return javaHash(value);
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return longHash(value);
  if (typeof value === 'boolean') return value ? 1231 : 1237;
  if (value instanceof ApexDouble) return doubleHash(value.value);
  if (value instanceof ApexDate) return value.days;
  if (value instanceof ApexDatetime) return longHash(BigInt(value.ms));
  if (value instanceof ApexTime) return value.ms;
  if (value instanceof ApexBlob) return javaHash(value.bytes.toString('latin1'));
  if (value instanceof EnumValue) return javaHash(value.name);
  // Decimals that are equal hash alike whatever their scale, unlike in Java: `==` ignores scale.
  if (isDecimal(value)) return javaHash(value.stripTrailingZeros().toPlainString());
  if (value instanceof ApexList)
    return value.items.reduce<number>((h, v) => (Math.imul(31, h) + hashCode(vm, v)) | 0, 1);
  if (value instanceof ApexSet) {
    let sum = 0;
    for (const item of value.values()) sum = (sum + hashCode(vm, item)) | 0;
    return sum;
  }
  if (value instanceof ApexMap) {
    let sum = 0;
    for (const [k, v] of value.entries()) sum = (sum + (hashCode(vm, k) ^ hashCode(vm, v))) | 0;
    return sum;
  }
  const key = vm.hash(value);
  if (typeof key === 'number') return key | 0;
  return key.startsWith('\0#') ? identityHash(vm, value) : javaHash(key);
}

interface Identities {
  readonly codes: WeakMap<object, number>;
  last: number;
}

const identities = new WeakMap<Activation, Identities>();

/** Objects are numbered per transaction, in the order in which they are asked: replays agree. */
function identityHash(vm: Vm, object: object): number {
  let known = identities.get(vm.current);
  if (!known) identities.set(vm.current, (known = { codes: new WeakMap(), last: 0 }));
  let code = known.codes.get(object);
  if (code === undefined) known.codes.set(object, (code = ++known.last));
  return code;
}
