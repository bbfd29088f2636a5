import { Machine } from '../runtime/core/machine';
import { ApexObject, type Value } from '../runtime/core/values-all';
import type { Vm } from '../runtime/core/vm';
import type { Step } from '../scheduler/suspension';

type Method = (this: Value, context: Value) => unknown;

/**
 * Calls `execute(context)`. A class may be Queueable, Finalizer and Schedulable at once: the type of
 * the parameter tells which of its methods is meant.
 */
export function* callExecute(
  vm: Vm,
  receiver: Value,
  contextType: string,
  context: Value,
): Step<Value> {
  const slot = slotOf(vm, receiver, contextType);
  if (slot === null) return yield* vm.call(receiver, 'execute', [context]);
  const method = (receiver as Record<string, Method>)[slot]!;
  const result = method.call(receiver, context);
  return isStep(result) ? yield* result : result;
}

/** JavaScript name of the method, or null when the class does not have exactly such a one. */
function slotOf(vm: Vm, receiver: Value, contextType: string): string | null {
  if (!(vm instanceof Machine) || !(receiver instanceof ApexObject)) return null;
  const wanted = contextType.toLowerCase();
  const found = vm.classes.get(receiver.$type)?.methods.find((m) => {
    const [param, ...more] = m.paramTypes;
    if (m.name.toLowerCase() !== 'execute' || !param || more.length > 0) return false;
    return param.toLowerCase() === wanted || `system.${param}`.toLowerCase() === wanted;
  });
  return found?.slot ?? null;
}

function isStep(result: unknown): result is Step<Value> {
  return typeof (result as { next?: unknown } | null)?.next === 'function';
}
