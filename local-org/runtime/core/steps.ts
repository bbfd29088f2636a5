/** Small helpers around computations that may suspend. */
import type { Step } from '../../scheduler/suspension';

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
