/** Linearizability by its definition, for histories of a few operations: every order is tried. */
import type { Model, Timed } from '../../linearizability/model';

/** Whether some order of the answered operations and any of the others is one that the object allows. */
export function bruteForce<State, Op>(model: Model<State, Op>, ops: readonly Timed<Op>[]): boolean {
  const answered = ops.filter((op) => op.answered !== null);
  const open = ops.filter((op) => op.answered === null);
  return subsets(open).some((happened) =>
    permutations([...answered, ...happened]).some(
      (order) => inRealTime(order) && replay(model, order) !== null,
    ),
  );
}

/** No operation stands after one that was called when it had been answered already. */
export function inRealTime<Op>(order: readonly Timed<Op>[]): boolean {
  return order.every(({ invoked }, i) =>
    order.slice(i + 1).every(({ answered }) => answered === null || answered >= invoked),
  );
}

/** The state after a whole order, or null if the object does not allow it. */
export function replay<State, Op>(
  model: Model<State, Op>,
  order: readonly Timed<Op>[],
): State | null {
  let state: State | null = model.initial;
  for (const { op } of order) {
    state = model.step(state, op);
    if (state === null) return null;
  }
  return state;
}

function subsets<T>(all: readonly T[]): T[][] {
  return all.reduce<T[][]>((found, one) => [...found, ...found.map((s) => [...s, one])], [[]]);
}

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((one, i) =>
    permutations([...all.slice(0, i), ...all.slice(i + 1)]).map((rest) => [one, ...rest]),
  );
}
