/** Objects of classes written in Apex. */
import type { ApexObject } from './values';

/** `clone()`, which every Apex object has: another one with the same field values. */
export function cloneObject(object: ApexObject): ApexObject {
  const copy = Object.create(Object.getPrototypeOf(object) as object) as ApexObject;
  return Object.assign(copy, object);
}
