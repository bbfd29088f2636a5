/** `JSON.deserializeUntyped`. */
import { Big } from 'bigdecimal.js';
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';
import type { JsonNode } from './reader';

/** Whole numbers are Integer, then Long, then Decimal by their size; all others are Decimal. */
export function untypedNumber(text: string, whole: boolean): Value {
  if (!whole) return Big(text);
  const n = BigInt(text);
  if (BigInt.asIntN(32, n) === n) return Number(n);
  return BigInt.asIntN(64, n) === n ? n : Big(text);
}

/** Maps are `Map<String,Object>`, lists `List<Object>`. */
export function untyped(vm: Vm, node: JsonNode): Value {
  switch (node.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'string':
      return node.value;
    case 'number':
      return untypedNumber(node.text, node.whole);
    case 'array':
      return vm.list(
        'Object',
        node.items.map((item) => untyped(vm, item)),
      );
    case 'object': {
      const map = vm.map('String', 'Object');
      for (const [name, value] of node.fields) map.put(name, untyped(vm, value));
      return map;
    }
  }
}
