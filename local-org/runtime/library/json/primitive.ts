/** JSON scalars into the primitive types of Apex. */
import { Big } from 'bigdecimal.js';
import { toId } from '../../core/type-names';
import {
  ApexBlob,
  ApexDatetime,
  ApexDouble,
  type TypeName,
  type Value,
} from '../../core/values-all';
import type { Vm } from '../../core/vm';
import { fail } from '../support/checks';
import { parseDay, parseIso, parseTime } from '../time/datetime-text';
import { JsonError, type JsonNode } from './reader';

type Read = (vm: Vm, text: string, node: JsonNode) => Value;

function illegal(): never {
  throw new JsonError('Illegal value for primitive');
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function whole(text: string, bits: number): bigint {
  if (!/^[+-]?\d+$/.test(text)) return illegal();
  const n = BigInt(text.replace('+', ''));
  // Jackson's words for numbers that do not fit.
  if (BigInt.asIntN(bits, n) !== n)
    throw new JsonError(`Numeric value (${text}) out of range of ${bits === 32 ? 'int' : 'long'}`);
  return n;
}

/** Text is taken for numbers and booleans when it reads like one, and the other way round. */
const READERS: Readonly<Record<string, Read>> = {
  string: (_vm, text) => text,
  id: (vm, text) => toId(text) ?? fail(vm, 'JSONException', `Invalid id: ${text}`),
  boolean: (_vm, text) => (/^(true|false)$/i.test(text) ? /^t/i.test(text) : illegal()),
  integer: (_vm, text) => Number(whole(text, 32)),
  long: (_vm, text) => whole(text, 64),
  double: (_vm, text) => (NUMBER.test(text) ? new ApexDouble(Number(text)) : illegal()),
  decimal: (_vm, text) => (NUMBER.test(text) ? Big(text) : illegal()),
  date: (_vm, text) => parseDay(text.replace(/[T ].*$/, '')) ?? illegal(),
  datetime: (_vm, text, node) => {
    if (node.kind === 'number') return new ApexDatetime(Number(text));
    const ms = parseIso(text);
    return ms === null ? illegal() : new ApexDatetime(ms);
  },
  time: (_vm, text) => parseTime(text) ?? illegal(),
  blob: (_vm, text) => new ApexBlob(Buffer.from(text, 'base64')),
};

/** The value, or undefined when `type` is no primitive. */
export function primitive(vm: Vm, node: JsonNode, type: TypeName): Value {
  const read = READERS[type.toLowerCase().replace(/^system\./, '')];
  if (!read) return undefined;
  switch (node.kind) {
    case 'string':
      return read(vm, node.value, node);
    case 'number':
      return read(vm, node.text, node);
    case 'boolean':
      return read(vm, String(node.value), node);
    case 'null':
      return null;
    default:
      return illegal();
  }
}
