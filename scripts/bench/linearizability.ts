/** How long it takes to judge 10,000 operations over 100 lanes. */
import { linearize } from '../../checkers/linearizability/search';
import { explain } from '../../checkers/linearizability/explain';
import type { Model, Timed } from '../../checkers/linearizability/model';
import { fifo, type FifoOp } from '../../checkers/linearizability/models/fifo';
import { mutex, type MutexOp } from '../../checkers/linearizability/models/mutex';
import { choices, type Choices } from '../load/random';
import { table } from './table';

const LANES = 100;
const OPERATIONS = 100;

/** @param runs how often each is measured */
export function linearizability(runs: number): void {
  const pick = choices(1, 'linearizability');
  const rows = [2, 10, 30].flatMap((clients) => [
    [`lanes, ${clients} clients at once each`, ...time(runs, fifo(0), () => lane(pick, clients))],
    [`mutexes, ${clients} clients at once each`, ...time(runs, mutex, () => lock(pick, clients))],
  ]);
  const title = `Linearizability of ${LANES * OPERATIONS} operations over ${LANES} objects, milliseconds`;
  table(title, ['', 'min', 'median', 'max'], rows);
}

function time<State, Op>(runs: number, model: Model<State, Op>, draw: () => Timed<Op>[]): number[] {
  const histories = Array.from({ length: LANES }, draw);
  const times = Array.from({ length: runs }, () => {
    const began = performance.now();
    for (const history of histories)
      if (linearize(model, history).kind !== 'linearizable')
        throw new Error(explain(model, linearize(model, history), history.length)!);
    return performance.now() - began;
  });
  times.sort((a, b) => a - b);
  return [times[0]!, times[times.length >> 1]!, times.at(-1)!];
}

/** Operations that take effect one unit after the other, each in the midst of a call of that length. */
function around<Op>(
  pick: Choices,
  clients: number,
  moment: number,
  who: string,
  op: Op,
): Timed<Op> {
  const invoked = moment - pick.int(0, clients);
  const answered = pick.int(1, 50) === 1 ? null : moment + pick.int(0, clients);
  return { who, op, invoked, answered };
}

function lane(pick: Choices, clients: number): Timed<FifoOp>[] {
  let [next, head] = [0, 0];
  return Array.from({ length: OPERATIONS }, (_, moment) => {
    const settles = head < next && pick.int(0, 1) === 1;
    const op: FifoOp = settles
      ? { action: 'settle', ticket: head++ }
      : { action: 'enqueue', tickets: [{ ticket: next++, repeated: false }] };
    return around(pick, clients, moment * 2, `client ${moment % clients}`, op);
  });
}

function lock(pick: Choices, clients: number): Timed<MutexOp>[] {
  let token = 0;
  let held = false;
  return Array.from({ length: OPERATIONS }, (_, moment) => {
    const who = `client ${moment % clients}`;
    const wants = pick.int(0, 1) === 0;
    const granted = wants !== held;
    if (granted && wants) token++;
    if (granted) held = wants;
    const action = wants ? 'tryLock' : 'unlock';
    const shown = wants && !granted ? null : granted ? token : 0;
    const op: MutexOp = { action, who, granted, token: shown, until: null, known: true };
    const made = around(pick, clients, moment * 2, who, op);
    return { ...made, op: { ...op, known: made.answered !== null } };
  });
}
