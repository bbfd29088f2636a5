/** Text to numbers, with the platform's errors. */
import { Big, type BigDecimal } from 'bigdecimal.js';
import { ApexDouble, type Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail, given } from '../support/checks';
import { asDecimal, asNumber, doubleToInt, isDecimal, long64 } from '../support/numbers';
import { javaTrim } from '../text/string-shape';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function whole(text: string): bigint | null {
  return /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : null;
}

export function parseInteger(vm: Vm, text: string): number {
  const n = whole(text);
  if (n === null || n !== BigInt.asIntN(32, n))
    fail(vm, 'TypeException', `Invalid integer: ${text}`);
  return Number(n);
}

export function parseLong(vm: Vm, text: string): bigint {
  const n = whole(text);
  if (n === null || n !== long64(n)) fail(vm, 'TypeException', `Invalid long: ${text}`);
  return n;
}

export function parseDecimal(vm: Vm, text: string): BigDecimal {
  if (!DECIMAL.test(text)) fail(vm, 'TypeException', `Invalid decimal: ${text}`);
  return Big(text);
}

export function parseDouble(vm: Vm, text: string): ApexDouble {
  const trimmed = javaTrim(text);
  if (!DECIMAL.test(trimmed) && !/^[+-]?(?:NaN|Infinity)$/.test(trimmed))
    fail(vm, 'TypeException', `Invalid double: ${text}`);
  return new ApexDouble(Number(trimmed));
}

/** `Integer.valueOf(Object)`: numbers are cut towards zero to 32 bits. */
export function integerOf(vm: Vm, value: Value): number {
  const it = given(vm, value);
  if (typeof it === 'string') return parseInteger(vm, it);
  if (it instanceof ApexDouble) return doubleToInt(it.value);
  if (isDecimal(it)) return decimalToInt(it);
  const n = asNumber(it);
  return n === null ? fail(vm, 'TypeException', `Invalid integer: ${vm.str(it)}`) : n | 0;
}

/** Low 32 bits of the integral part, as `BigDecimal.intValue`. */
export function decimalToInt(d: BigDecimal): number {
  return Number(BigInt.asIntN(32, d.toBigInt()));
}

export function doubleOf(vm: Vm, value: Value): ApexDouble {
  const it = given(vm, value);
  if (it instanceof ApexDouble) return it;
  if (typeof it === 'string') return parseDouble(vm, it);
  const n = asNumber(it);
  if (n === null) fail(vm, 'TypeException', `Invalid double: ${vm.str(it)}`);
  return new ApexDouble(n);
}

export function decimalOf(vm: Vm, value: Value): BigDecimal {
  const it = given(vm, value);
  if (typeof it === 'string') return parseDecimal(vm, it);
  return asDecimal(it) ?? fail(vm, 'TypeException', `Invalid decimal: ${vm.str(it)}`);
}
