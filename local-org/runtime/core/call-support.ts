/** Calls of compiled code that Apex or the library may answer, and iterators. */
import type { Step } from '../../scheduler/suspension';
import { ApexSet } from './collections';
import type { Machine } from './machine';
import type { LibraryFunction } from './registry';
import { finish, invoke, isStep } from './steps';
import { ApexList, ApexObject, type Value } from './values';

type Alias = (this: Value, ...args: readonly Value[]) => Step<Value>;

export function callSupport(machine: Machine) {
  const aliasOf = (receiver: Value, alias: string): Alias | undefined => {
    const own = receiver as Record<string, Alias | undefined>;
    return own[alias] ?? own[alias.split(' ')[0]!];
  };

  /**
   * Calls a platform method that Apex may implement: on the object itself, else in the library.
   *
   * @param alias `execute/1 system.queueable`, or without the interface
   */
  function* open(
    receiver: Value,
    alias: string,
    library: LibraryFunction | null,
    args: readonly Value[],
  ): Step<Value> {
    const own = aliasOf(receiver, alias);
    if (own) return yield* own.apply(receiver, [...args]);
    const [name = ''] = alias.split('/');
    const known = machine.platformMethod(receiver, name, args.length) ?? library;
    if (!known) throw new Error(`${machine.typeOf(receiver)} does not answer ${alias}.`);
    return yield* invoke(known, machine, receiver, args);
  }

  /** The same for methods of exceptions, which cannot suspend. */
  function openNow(
    receiver: Value,
    alias: string,
    library: LibraryFunction | null,
    args: readonly Value[],
  ): Value {
    const own = aliasOf(receiver, alias);
    if (own) return finish(own.apply(receiver, [...args]), alias);
    return library ? library(machine, receiver, ...args) : null;
  }
  return { open, openNow, ...iteratorSupport(open) };
}

type Open = (
  receiver: Value,
  alias: string,
  library: LibraryFunction | null,
  args: readonly Value[],
) => Step<Value>;

/** for-each over something that is not a List or a Set by its static type. */
function iteratorSupport(open: Open) {
  const pending = new WeakMap<object, IteratorResult<Value>>();
  return {
    *iteratorOf(over: Value): Step<Value> {
      if (over instanceof ApexList) return over.items.values();
      if (over instanceof ApexSet) return [...over.values()].values();
      return yield* open(over, 'iterator/0', null, []);
    },
    *hasNextOf(iterator: Value): Step<boolean> {
      if (!isNative(iterator)) return (yield* open(iterator, 'hasnext/0', null, [])) === true;
      const result = iterator.next();
      pending.set(iterator, result);
      return result.done !== true;
    },
    *nextOf(iterator: Value): Step<Value> {
      if (!isNative(iterator)) return yield* open(iterator, 'next/0', null, []);
      return pending.get(iterator)?.value as Value;
    },
  };
}

/** A JavaScript iterator over a collection. */
function isNative(value: Value): value is ArrayIterator<Value> {
  return !(value instanceof ApexObject) && isStep(value);
}
