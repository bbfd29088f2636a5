import type { Model, Timed, Verdict } from './model';

/** Operations at the end of the order that are worth telling. */
const TOLD = 4;

/** Why a history is not linearizable, for people. Null: it is. */
export function explain<State, Op>(
  model: Model<State, Op>,
  verdict: Verdict<State, Op>,
  total: number,
): string | null {
  switch (verdict.kind) {
    case 'linearizable':
      return null;
    case 'undecided':
      return `No verdict: the search was given up after ${verdict.steps} steps. Judge a shorter history, or one with fewer calls that were never answered.`;
    case 'not-linearizable': {
      const { order, state, stuck } = verdict;
      const say = ({ who, op }: Timed<Op>): string => `${who}: ${model.describe(op)}`;
      const last = order.slice(-TOLD).map(say).join('; ');
      const told =
        order.length === 0
          ? `Nothing can be put before it`
          : `${order.length} of ${total} operations can be put in an order that agrees with all answers and with real time, the last of them ${last}`;
      return `${say(stuck)} (${stuck.invoked} to ${stuck.answered ?? 'no answer'}) fits nowhere. ${told}; that leaves ${model.describeState(state)}.`;
    }
  }
}
