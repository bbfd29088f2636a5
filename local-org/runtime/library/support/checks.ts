/** Checks that the platform makes on arguments, in its words. */
import type { Value } from '../../core/values-all';
import type { Vm } from '../../core/vm';

export function fail(vm: Vm, type: string, message: string): never {
  throw vm.exception(`System.${type}`, message);
}

/**
 * Refuses a null argument of an ordinary method.
 * The platform numbers the argument in newer methods; older ones have a shorter text
 * ({@link given}). Which method belongs to which group is documented nowhere.
 */
export function argument<T>(vm: Vm, value: T, position: number): NonNullable<T> {
  if (value === null || value === undefined)
    return fail(vm, 'NullPointerException', `Argument ${position} cannot be null`);
  return value;
}

/** Refuses a null argument of a conversion such as `Integer.valueOf`. */
export function given<T>(vm: Vm, value: T): NonNullable<T> {
  if (value === null || value === undefined)
    return fail(vm, 'NullPointerException', 'Argument cannot be null.');
  return value;
}

/** Says loudly that the local org lacks something the platform has. */
export function unsupported(what: string): never {
  throw new Error(`The local org does not support ${what}.`);
}

/** Line that executes at the moment, or 0: the innermost Apex frame. */
export function currentLine(vm: Vm): number {
  const found = /line (\d+)/.exec(vm.stackTrace());
  return found ? Number(found[1]) : 0;
}

export type Args = readonly Value[];
