/** The functions that compiled code calls, by the short names under which it knows them. */
import { Big } from 'bigdecimal.js';
import { callSupport } from './call-support';
import { toIdOrThrow } from './casts';
import { collectionSupport } from './collection-support';
import { ApexMap, ApexSet } from './collections';
import { dateSupport } from './date-support';
import { identityOf } from './equality';
import { errorSupport } from './error-support';
import type { Machine } from './machine';
import { COMPARISONS, numberSupport } from './numbers';
import { cloneObject } from './objects';
import { rowSupport } from './rows';
import { ApexException } from './throwing';
import { SObjectFieldToken, SObjectTypeToken, TypeToken } from './tokens';
import { ApexList, ApexObject, EnumValue, type TypeName, type Value } from './values';

export type Support = ReturnType<typeof createSupport>;

/** Classes that compiled code makes objects of. */
const CLASSES = {
  ApexObject,
  ApexException,
  ApexList,
  ApexSet,
  ApexMap,
  SObjectTypeToken,
  SObjectFieldToken,
  TypeToken,
  EnumValue,
};

export function createSupport(machine: Machine) {
  return {
    ...CLASSES,
    ...errorSupport(machine),
    ...numberSupport(machine),
    ...COMPARISONS,
    ...dateSupport(machine),
    ...collectionSupport(machine),
    ...rowSupport(machine),
    ...callSupport(machine),
    ...valueSupport(machine),
    /** Lines of a unit that ran; one array a unit. */
    cover: (unit: string, lastLine: number): Uint8Array => machine.coverage(unit, lastLine),
  };
}

/** Text, equality, types and casts. */
function valueSupport(machine: Machine) {
  return {
    isA: (value: Value, type: TypeName): boolean => machine.isInstance(value, type),
    cast: (value: Value, type: TypeName): Value => machine.cast(value, type),
    toId: (text: string | null): string | null =>
      text === null ? null : toIdOrThrow(machine, text),
    str: (value: Value): string => machine.str(value),
    eq: (a: Value, b: Value): boolean => machine.equals(a, b),
    /** `===`: enum constants have no identity of their own. */
    same: (a: Value, b: Value): boolean =>
      a === b || (a instanceof EnumValue && machine.equals(a, b)),
    hashCode(value: Value): number {
      const hash = machine.hash(value);
      if (typeof hash === 'number') return hash | 0;
      let code = 0;
      for (let i = 0; i < hash.length; i++) code = (Math.imul(31, code) + hash.charCodeAt(i)) | 0;
      return code;
    },
    /** What `super.toString()` and `super.hashCode()` give. */
    plainText: (object: ApexObject): string => machine.plainText(object),
    plainHash: (object: ApexObject): number => identityOf(object),
    cloneObject: (object: ApexObject): ApexObject => cloneObject(object),
    dec: (text: string) => Big(text),
  };
}
