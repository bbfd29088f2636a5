/** Conversions between representations, written out by the checker or needed by loops. */
import type { ApexType } from '../types';
import { quote, typeName } from './names';
import { isPrimitive, numberLetter } from './types';

/** `code` of type `from` as a `to`. The same code when both look alike in JavaScript. */
export function convertCode(code: string, from: ApexType, to: ApexType): string {
  const source = numberLetter(from);
  const target = numberLetter(to);
  if (source && target) return source === target ? code : `${source}2${target}(${code})`;
  if (isPrimitive(from, 'Date') && isPrimitive(to, 'Datetime')) return `dateToDatetime(${code})`;
  if (isPrimitive(from, 'String') && isPrimitive(to, 'Id')) return `toId(${code})`;
  if (to.k === 'list' && from.k === 'sobject') return `list(${quote(typeName(to.of))},[${code}])`;
  if (from.k === 'list' && to.k === 'sobject') return `single(${code},false)`;
  if (narrows(from, to)) return `cast(${code},${quote(typeName(to))})`;
  return code;
}

/** `List<SObject>` to `List<Account>`, `SObject` to `Account`: allowed, but tested at run time. */
function narrows(from: ApexType, to: ApexType): boolean {
  if (from.k === 'sobject' && to.k === 'sobject') return from.name === null && to.name !== null;
  if (from.k === 'list' && to.k === 'list') return narrows(from.of, to.of);
  return false;
}
