import type { Resume, Step } from '../scheduler/suspension';
import type { Activation, Vm } from '../runtime/core/vm';

/** Runs a computation with `activation` current between any two of its suspensions. */
export function* inside<T>(vm: Vm, activation: Activation, step: Step<T>): Step<T> {
  let go: () => IteratorResult<import('../scheduler/suspension').Suspension, T> = () =>
    step.next({ kind: 'go' });
  for (;;) {
    vm.enter(activation);
    let result;
    try {
      result = go();
    } finally {
      vm.leave();
    }
    if (result.done) return result.value;
    let resume: Resume;
    try {
      resume = yield result.value;
    } catch (thrown) {
      go = () => step.throw(thrown);
      continue;
    }
    go = () => step.next(resume);
  }
}
