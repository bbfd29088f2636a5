/** The functions that compiled code calls, by the short names under which it knows them. */
import { Big } from 'bigdecimal.js';
import { toIdOrThrow } from './casts';
import { ApexMap, ApexSet } from './collections';
import { identityOf } from './equality';
import { initException, newPlatformException } from './exceptions';
import { STACK_OVERFLOW, type Machine } from './machine';
import { COMPARISONS, numberSupport } from './numbers';
import type { LibraryFunction } from './registry';
import { rowSupport } from './rows';
import { finish, invoke, isStep } from './steps';
import { ApexException, ApexThrow, isStackOverflow, toThrow } from './throwing';
import { SObjectFieldToken, SObjectTypeToken, TypeToken } from './tokens';
import {
  ApexDate,
  ApexDatetime,
  ApexList,
  ApexObject,
  ApexTime,
  EnumValue,
  SObjectValue,
  type TypeName,
  type Value,
} from './values';
import type { Step } from '../../scheduler/suspension';
import type { Activation } from './vm';

type Alias = (this: Value, ...args: readonly Value[]) => Step<Value>;

const DAY = 86_400_000;

export type Support = ReturnType<typeof createSupport>;

export function createSupport(machine: Machine) {
  const npe = (): never => {
    throw machine.exception('System.NullPointerException', 'Attempt to de-reference a null object');
  };
  const frozen = (): never => {
    throw machine.exception(
      'System.FinalException',
      'Cannot modify a collection while it is being iterated',
    );
  };
  const outOfBounds = (index: number): never => {
    throw machine.exception('System.ListException', `List index out of bounds: ${index}`);
  };
  function* open(
    receiver: Value,
    alias: string,
    library: LibraryFunction | null,
    args: readonly Value[],
  ): Step<Value> {
    const own = (receiver as Record<string, Alias | undefined>)[alias];
    if (own) return yield* own.apply(receiver, [...args]);
    const [name = ''] = alias.split('/');
    const known = machine.platformMethod(receiver, name, args.length) ?? library;
    if (!known) throw new Error(`${machine.typeOf(receiver)} does not answer ${alias}.`);
    return yield* invoke(known, machine, receiver, args);
  }
  const iteratorMember = (name: string): LibraryFunction | null =>
    machine.library.member('System.Iterator', 'methods', name, [])?.fn ?? null;
  /** The iterator of a for-each loop over something other than a List or a Set by its static type. */
  function* iteratorOf(over: Value): Step<Value> {
    if (over instanceof ApexList) return over.items.values();
    if (over instanceof ApexSet) return [...over.values()].values();
    return yield* open(over, 'iterator/0', null, []);
  }
  const pending = new WeakMap<object, IteratorResult<Value>>();
  function* hasNextOf(iterator: Value): Step<boolean> {
    if (!isNative(iterator))
      return (yield* open(iterator, 'hasnext/0', iteratorMember('hasNext'), [])) as boolean;
    const result = iterator.next();
    pending.set(iterator, result);
    return result.done !== true;
  }
  function* nextOf(iterator: Value): Step<Value> {
    if (!isNative(iterator)) return yield* open(iterator, 'next/0', iteratorMember('next'), []);
    return pending.get(iterator)?.value as Value;
  }
  return {
    ...numberSupport(machine),
    ...COMPARISONS,
    ...rowSupport(machine),
    ApexObject,
    ApexException,
    exceptionClass: (type: TypeName) => machine.exceptionClass(type),
    ApexList,
    ApexSet,
    ApexMap,
    SObjectTypeToken,
    SObjectFieldToken,
    TypeToken,
    EnumValue,
    npe,
    /** CPU time is used up. */
    over(activation: Activation): never {
      activation.statementLimit = Infinity;
      throw machine.exception('System.LimitException', 'Apex CPU time limit exceeded');
    },
    deep(): never {
      throw machine.exception('System.LimitException', STACK_OVERFLOW);
    },
    /** `throw e`. */
    thrown(exception: Value): Error {
      if (!(exception instanceof ApexException)) return npe();
      if (!exception.$trace) machine.trace(exception);
      return toThrow(exception);
    },
    /** The exception inside an error when catch and finally blocks may see it; otherwise null. */
    caught: (error: unknown): ApexException | null =>
      error instanceof ApexThrow && error.catchable ? error.exception : null,
    /** Uncaught stack overflow leaves Apex as a limit exception. */
    overflow: (error: unknown): unknown =>
      isStackOverflow(error) ? machine.exception('System.LimitException', STACK_OVERFLOW) : error,
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
    dec: (text: string) => Big(text),
    list: (of: TypeName, items: Value[]): ApexList => new ApexList(of, items),
    set: (of: TypeName, items: Iterable<Value>): ApexSet => new ApexSet(of, machine, items),
    map: (key: TypeName, value: TypeName): ApexMap => new ApexMap(key, value, machine),
    /** Elements of a List, a Set or null, to copy from. */
    elements(from: Value): Value[] {
      if (from instanceof ApexList) return [...from.items];
      if (from instanceof ApexSet) return [...from.values()];
      return npe();
    },
    /** `new Map<Id, X>(rows)` or a copy of another map. */
    mapFrom(map: ApexMap, from: Value): ApexMap {
      if (from instanceof ApexMap) for (const [key, value] of from.entries()) map.put(key, value);
      else if (from instanceof ApexList)
        for (const row of from.items) map.put((row as SObjectValue).fields.get('Id') ?? null, row);
      else npe();
      return map;
    },
    mapOf(map: ApexMap, entries: readonly (readonly [Value, Value])[]): ApexMap {
      for (const [key, value] of entries) map.put(key, value);
      return map;
    },
    sinit(row: SObjectValue, fields: readonly (readonly [string, Value])[]): SObjectValue {
      for (const [name, value] of fields) {
        row.fields.set(name, value);
        row.dirty.add(name);
      }
      return row;
    },
    /** `Color.valueOf(text)`. */
    enumValue(constants: readonly EnumValue[], type: TypeName, text: string | null): EnumValue {
      const name = (text ?? npe()).toLowerCase();
      const found = constants.find((c) => c.name.toLowerCase() === name);
      if (found) return found;
      throw machine.exception('System.NoSuchElementException', `No enum constant ${type}.${text}`);
    },
    lget(list: ApexList | null, index: number | null): Value {
      const { items } = list ?? npe();
      const at = index ?? npe();
      return at >= 0 && at < items.length ? items[at] : outOfBounds(at);
    },
    lset(list: ApexList | null, index: number | null, value: Value): Value {
      const { items } = list ?? npe();
      const at = index ?? npe();
      if (at < 0 || at >= items.length) outOfBounds(at);
      items[at] = value;
      return value;
    },
    /** A collection that a method is about to change. */
    mutable<T>(collection: T): T {
      if ((collection as { iterating?: number } | null)?.iterating) frozen();
      return collection;
    },
    dateAdd: (date: ApexDate | null, days: number | null): ApexDate =>
      new ApexDate((date ?? npe()).days + (days ?? npe())),
    /** Datetimes and times move by days; fractions count. */
    datetimeAdd: (at: ApexDatetime | null, days: number | null): ApexDatetime =>
      new ApexDatetime(Math.round((at ?? npe()).ms + (days ?? npe()) * DAY)),
    timeAdd: (at: ApexTime | null, ms: number | null): ApexTime =>
      new ApexTime(((((at ?? npe()).ms + (ms ?? npe())) % DAY) + DAY) % DAY),
    dateToDatetime: (date: ApexDate | null): ApexDatetime | null =>
      date === null ? null : new ApexDatetime(date.days * DAY),
    initException(self: ApexException, ...args: Value[]): void {
      initException(self, args);
      machine.trace(self);
    },
    newException(type: TypeName, ...args: Value[]): ApexException {
      const self = newPlatformException(type)!;
      initException(self, args);
      machine.trace(self);
      return self;
    },
    /** Calls a platform method that Apex may implement: on the object itself, else in the library. */
    open,
    /** The same for methods of exceptions, which cannot suspend. */
    openNow(
      receiver: Value,
      alias: string,
      library: LibraryFunction | null,
      args: readonly Value[],
    ): Value {
      const own = (receiver as Record<string, Alias | undefined>)[alias];
      if (own) return finish(own.apply(receiver, [...args]), alias);
      return library ? library(machine, receiver, ...args) : null;
    },
    /** Lines of a unit that ran; one array a unit. */
    cover: (unit: string, lastLine: number): Uint8Array => machine.coverage(unit, lastLine),
    iteratorOf,
    hasNextOf,
    nextOf,
  };
}

/** A JavaScript iterator over a collection. */
function isNative(value: Value): value is ArrayIterator<Value> {
  return !(value instanceof ApexObject) && isStep(value);
}
