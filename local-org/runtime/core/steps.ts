/** Small helpers around computations that may suspend. */
import type { Step } from '../../scheduler/suspension';
import type { LibraryFunction } from './registry';
import type { Value } from './values';
import type { Vm } from './vm';

/** Runs a callback of the platform (`equals`, `toString` …) that has no way to suspend. */
export function finish<T>(step: Step<T>, what: string): T {
  const result = step.next({ kind: 'go' });
  if (!result.done)
    throw new Error(`${what} may not query or write: it runs where nothing can wait.`);
  return result.value;
}

/** A computation that is done already. */
// eslint-disable-next-line require-yield -- it fits where others suspend
export function* done<T>(value: T): Step<T> {
  return value;
}

/** Calls a library function, whether it is a generator or not. */
export function* invoke(
  fn: LibraryFunction,
  vm: Vm,
  receiver: Value,
  args: readonly Value[],
): Step<Value> {
  const result = fn(vm, receiver, ...args);
  return isStep(result) ? yield* result : result;
}

export function isStep(value: Value): value is Step<Value> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { next?: unknown }).next === 'function' &&
    Symbol.iterator in value
  );
}
